"""The ledger: every act that can change or read a result, chained by hashes; and notices to people."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class LedgerEntry(Base):
    """One act; the digest covers the entry and the digest before it."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ix_ledger_entry_action", "action", "sequence"),)

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    round_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class Notice(Base):
    """A message shown to one account inside the product; the key keeps the same thing from being told twice."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("key", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32), default="", server_default="")
    key: Mapped[str | None] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]

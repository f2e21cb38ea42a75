"""What leaves the house: the outbox, where people are reached, and the texts an installation has worded itself."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base
from webapp.models.encrypted_text import EncryptedText


class Outgoing(Base):
    """One message on one way out; who holds it and how often it was tried decide who may change it."""

    __tablename__ = "outgoing"
    __table_args__ = (UniqueConstraint("key", "channel", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(8))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    address: Mapped[str] = mapped_column(EncryptedText("outgoing.address"))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(EncryptedText("outgoing.body"))
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    next_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class NoticeAddress(Base):
    """Where an account is reached besides the product itself, and in which language."""

    __tablename__ = "notice_address"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    mail: Mapped[str] = mapped_column(EncryptedText("notice_address.mail"), default="")
    language: Mapped[str] = mapped_column(String(2), default="zh")
    at: Mapped[datetime]


class NoticeText(Base):
    """The text of a kind of notice in a language, where the installation does not use the one it came with."""

    __tablename__ = "notice_text"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

"""What follows the ranking: spot checks, the published list entry by entry, objections, the announcement."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base
from webapp.models.encrypted_text import EncryptedText


class SpotCheck(Base):
    """One declaration picked for a visit, why, and what was found there."""

    __tablename__ = "spot_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), unique=True)
    reasons: Mapped[list[Any]]
    picked_at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    visited_on: Mapped[date | None]
    visitors: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(String(16), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime | None]


class ListEntry(Base):
    """One declaration on the list: in which publicity it hangs out, whom it replaces, what became of it."""

    __tablename__ = "list_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    publicity_id: Mapped[int] = mapped_column(ForeignKey("publicity.id"), index=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), unique=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), unique=True)
    standing: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")


class Objection(Base):
    """One objection as it came, who looked into it and what was decided; the objector is told to nobody else."""

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    number: Mapped[str] = mapped_column(String(48))
    state: Mapped[str] = mapped_column(String(16))
    received_on: Mapped[date]
    objector: Mapped[str] = mapped_column(EncryptedText("objection.objector", was_plain=True), default="")
    contact: Mapped[str] = mapped_column(EncryptedText("objection.contact"), default="")
    claim: Mapped[str] = mapped_column(Text)
    filename: Mapped[str] = mapped_column(String(160), default="")
    media_type: Mapped[str] = mapped_column(String(120), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    refusal: Mapped[list[Any]]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    investigators: Mapped[str] = mapped_column(String(200), default="")
    finding: Mapped[str] = mapped_column(Text, default="")
    investigated_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    decider: Mapped[str] = mapped_column(String(64), default="")
    decided_at: Mapped[datetime | None]


class Announcement(Base):
    """The announcement of a round's list."""

    __tablename__ = "announcement"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    announced_on: Mapped[date]
    valid_until: Mapped[date | None]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

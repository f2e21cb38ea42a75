"""The pool of experts and who sits on the panel of a round."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class Expert(Base):
    """One person of the pool; the profile holds units, specialities and ties as the engines read them."""

    __tablename__ = "expert"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    unit: Mapped[str] = mapped_column(String(200))
    pinyin_key: Mapped[str] = mapped_column(String(200), index=True)
    stroke_key: Mapped[str] = mapped_column(String(400), index=True)
    profile: Mapped[dict[str, Any]]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Conflict(Base):
    """Why one expert may not judge one declaration of the round."""

    __tablename__ = "conflict"
    __table_args__ = (
        UniqueConstraint("round_id", "expert_id", "declaration_id", "rule"),
        Index("ix_conflict_round_id_source", "round_id", "source", "expert_id", "declaration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    rule: Mapped[str] = mapped_column(String(48))
    evidence: Mapped[str] = mapped_column(Text)
    evidence_parts: Mapped[dict[str, Any] | None]
    source: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class Draw(Base):
    """One draw with the seed's contributions and the whole record, so that anyone can replay it.

    The conflicts it went by are megabytes in a large round and stand beside the record; where an earlier release drew,
    they stand in it.
    """

    __tablename__ = "draw"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    seed: Mapped[str] = mapped_column(String(128))
    record: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    conflicts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)


class Seat(Base):
    """One drawn expert on the panel of a round, known to others by the pseudonym."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("round_id", "expert_id"), UniqueConstraint("round_id", "pseudonym"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    pseudonym: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    standing: Mapped[str] = mapped_column(String(16))
    undertaken_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

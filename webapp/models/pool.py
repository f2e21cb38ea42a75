"""What is known about the pool beside its rows: units, ties, answers about namesakes, requests of recusal."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class KnownUnit(Base):
    """One body with its other names and the bodies above it, as the organiser's table tells."""

    __tablename__ = "known_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    names: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class KnownTie(Base):
    """A tie between two people; units tell namesakes apart and may be empty."""

    __tablename__ = "known_tie"
    __table_args__ = (UniqueConstraint("person_a", "unit_a", "person_b", "unit_b", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_a: Mapped[str] = mapped_column(String(64))
    unit_a: Mapped[str] = mapped_column(String(200))
    person_b: Mapped[str] = mapped_column(String(64))
    unit_b: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class PoolAnswer(Base):
    """What a person answered to a question about experts of the pool: one person, or different people."""

    __tablename__ = "pool_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    experts: Mapped[dict[str, Any]]
    is_same: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class MergedExpert(Base):
    """A row of the pool that turned out to be another one's person; its past work counts there."""

    __tablename__ = "merged_expert"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("pool_answer.id"))


class RecusalRequest(Base):
    """An applicant's wish that somebody should not judge its declaration, and what became of it."""

    __tablename__ = "recusal_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

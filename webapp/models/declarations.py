"""Declarations, what screening found in them and what people decided about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base
from webapp.models.sealed_answers import SealedAnswers


class Declaration(Base):
    """One cluster's application in one round; answers have the shape of the contract."""

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        Index("ix_declaration_round_id_state", "round_id", "state"),
        Index("ix_declaration_city", "city", "round_id", "city_stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    number: Mapped[str] = mapped_column(String(32))
    cluster_name: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(64), default="")
    county: Mapped[str] = mapped_column(String(64), default="")
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(String(24), default="draft")
    city_stage: Mapped[str] = mapped_column(String(24), default="", server_default="")
    city_place: Mapped[int | None]
    answers: Mapped[dict[str, Any]] = mapped_column(SealedAnswers("declaration.answers"))
    context: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]


class ScreeningResult(Base):
    """The findings of one screening, kept as they were shown."""

    __tablename__ = "screening_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    declaration_version: Mapped[int]
    pack_fingerprint: Mapped[str] = mapped_column(String(64))
    overall: Mapped[str] = mapped_column(String(24))
    result: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class FindingDecision(Base):
    """A person's written decision where a finding asks for one."""

    __tablename__ = "finding_decision"
    __table_args__ = (UniqueConstraint("declaration_id", "condition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"))
    condition: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

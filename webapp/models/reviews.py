"""Plans, assignments, reviews and scores; a score is a whole number of hundredths."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base
from webapp.models.packed_fits import PlanOutcome


class AssignmentPlan(Base):
    """One solved assignment with its seed, what it reached and the bound it was compared with."""

    __tablename__ = "assignment_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    objective: Mapped[str] = mapped_column(String(16))
    seed: Mapped[str] = mapped_column(String(128))
    problem_digest: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[dict[str, Any]] = mapped_column(PlanOutcome())
    total: Mapped[float | None]
    bound: Mapped[float | None]
    at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class PlanPage(Base):
    """What the assignment room shows of a plan, a page at a time; page 0 tells of the whole plan."""

    __tablename__ = "plan_page"

    plan_id: Mapped[int] = mapped_column(ForeignKey("assignment_plan.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]


class Assignment(Base):
    """One declaration before one seat; a later conflict withdraws only this pair."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("declaration_id", "seat_id"),
        Index("ix_assignment_seat_id_live", "seat_id", "is_withdrawn", "declaration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("assignment_plan.id"), index=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)


class Review(Base):
    """One expert's judgement of one declaration; the version guards against lost changes."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_assignment_id_state", "assignment_id", "state", "submitted_at"),
        Index("ix_review_submitted_at", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    opinion: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]


class Score(Base):
    """The points for one criterion in hundredths; no row means not scored, never zero."""

    __tablename__ = "score"
    __table_args__ = (CheckConstraint("hundredths BETWEEN 0 AND 10000", name="range"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(64), primary_key=True)
    hundredths: Mapped[int | None]
    is_not_applicable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime]

"""What a panel does beside scoring: reconsiders, reviews once more, speaks as a body, tries a sample first."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class Reconsideration(Base):
    """One review its expert was asked to look at again: the original is kept here, what counts in the score rows."""

    __tablename__ = "reconsideration"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    area: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default="open")
    original: Mapped[dict[str, Any]]
    revised: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]


class ExtraReview(Base):
    """An assignment that was ordered after the lock, and why."""

    __tablename__ = "extra_review"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    gain: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class PanelOpinion(Base):
    """What the panel says as a body, who leads it, and what its members did not agree with."""

    __tablename__ = "panel_opinion"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    leader_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    met_on: Mapped[str] = mapped_column(String(32), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    sections: Mapped[dict[str, Any]]
    dissent: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime]


class SampleCase(Base):
    """The case every expert of a round scores for practice; it stands outside the competition."""

    __tablename__ = "sample_case"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class SampleReview(Base):
    """The points one seat gave the sample; they never meet the scores of the round."""

    __tablename__ = "sample_review"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    points: Mapped[dict[str, Any]]
    at: Mapped[datetime]

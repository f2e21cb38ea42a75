"""Counts that pages show of a round, kept beside the rows they count so that no page has to go through them."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class SeatTally(Base):
    """How many declarations a seat judges, has begun and has handed in; withdrawn ones are not counted."""

    __tablename__ = "seat_tally"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    n_assigned: Mapped[int] = mapped_column(default=0)
    n_started: Mapped[int] = mapped_column(default=0)
    n_submitted: Mapped[int] = mapped_column(default=0)


class DeclarationTally(Base):
    """How many reviews a declaration gets and has got; withdrawn ones are not counted."""

    __tablename__ = "declaration_tally"

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    n_reviews: Mapped[int] = mapped_column(default=0)
    n_submitted: Mapped[int] = mapped_column(default=0)


class RoundTally(Base):
    """How many declarations of a round are in which state, how many are before experts, and of these how many done.

    ``n_changes`` grows with every transaction that changes a declaration's state, place or context: while it is the
    same, whatever was counted of these is.
    """

    __tablename__ = "round_tally"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    by_state: Mapped[dict[str, Any]]
    n_judged: Mapped[int] = mapped_column(default=0)
    n_done: Mapped[int] = mapped_column(default=0)
    n_changes: Mapped[int] = mapped_column(default=0, server_default="0")


class ReviewTally(Base):
    """How many criteria of a review have points or do not apply; none counted yet where there is no row."""

    __tablename__ = "review_tally"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    n_given: Mapped[int] = mapped_column(default=0)

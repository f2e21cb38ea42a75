"""What a meeting may see of a round: counts, never a name, never a point."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, func, select
from sqlalchemy.orm import Session

from webapp.models import Assignment, RankingRow, RankingRun, Review, Seat


@dataclass(frozen=True)
class Board:
    """How far a round's scoring is."""

    n_experts: int
    n_signed: int
    n_experts_done: int
    n_declarations: int
    n_declarations_done: int
    n_reviews: int
    n_submitted: int


def board_of_round(session: Session, round_id: int) -> Board:
    """Count in three statements inside the database; what was withdrawn is not counted."""
    live = (
        select(
            Assignment.declaration_id.label("declaration"),
            Assignment.seat_id.label("seat"),
            case((Review.state == "submitted", 1), else_=0).label("done"),
        )
        .join(Seat, Assignment.seat_id == Seat.id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Seat.round_id == round_id, Assignment.is_withdrawn.is_(False))
    ).subquery()
    query = select(func.count(), func.count(Seat.undertaken_at)).select_from(Seat)
    seated = session.execute(query.where(Seat.round_id == round_id, Seat.standing == "seated")).one()
    experts, declarations = (sums_by(session, live, live.c[name]) for name in ("seat", "declaration"))
    return Board(
        n_experts=seated[0],
        n_signed=seated[1],
        n_experts_done=experts.n_done,
        n_declarations=declarations.n,
        n_declarations_done=declarations.n_done,
        n_reviews=declarations.n_pairs,
        n_submitted=declarations.n_pairs_done,
    )


class Sums(NamedTuple):
    """How many there are, how many of them are done, and the same of their pairs."""

    n: int
    n_done: int
    n_pairs: int
    n_pairs_done: int


def sums_by(session: Session, live: Subquery, key: ColumnElement[int]) -> Sums:
    """Count the experts, or the declarations, of the live pairs."""
    each = (
        select(func.min(live.c.done).label("done"), func.count().label("n"), func.sum(live.c.done).label("n_done"))
        .group_by(key)
        .subquery()
    )
    sums = (func.coalesce(func.sum(one), 0) for one in (each.c.done, each.c.n, each.c.n_done))
    return Sums(*(int(one) for one in session.execute(select(func.count(), *sums).select_from(each)).one()))


def standings_of_round(session: Session, round_id: int) -> dict[str, int]:
    """Count the standings of the newest decisive ranking."""
    newest = select(func.max(RankingRun.id)).where(RankingRun.round_id == round_id, RankingRun.is_decisive)
    query = select(RankingRow.standing, func.count()).where(RankingRow.run_id == newest.scalar_subquery())
    return dict(list(session.execute(query.group_by(RankingRow.standing))))

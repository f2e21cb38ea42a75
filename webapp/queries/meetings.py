"""What a meeting may see of a round: counts, never a name, never a point."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
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
    """Count in two statements; what was withdrawn is not counted."""
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
    pairs = session.execute(select(live.c.declaration, live.c.seat, live.c.done)).all()
    query = select(func.count(), func.count(Seat.undertaken_at)).select_from(Seat)
    seated = session.execute(query.where(Seat.round_id == round_id, Seat.standing == "seated")).one()
    declarations, experts = {row[0] for row in pairs}, {row[1] for row in pairs}
    late_declarations, late_experts = {row[0] for row in pairs if not row[2]}, {row[1] for row in pairs if not row[2]}
    return Board(
        n_experts=seated[0],
        n_signed=seated[1],
        n_experts_done=len(experts - late_experts),
        n_declarations=len(declarations),
        n_declarations_done=len(declarations - late_declarations),
        n_reviews=len(pairs),
        n_submitted=sum(row[2] for row in pairs),
    )


def standings_of_round(session: Session, round_id: int) -> dict[str, int]:
    """Count the standings of the newest decisive ranking."""
    newest = select(func.max(RankingRun.id)).where(RankingRun.round_id == round_id, RankingRun.is_decisive)
    query = select(RankingRow.standing, func.count()).where(RankingRow.run_id == newest.scalar_subquery())
    return dict(list(session.execute(query.group_by(RankingRow.standing))))

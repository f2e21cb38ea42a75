"""What a meeting may see of a round: counts, never a name, never a point."""

from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from webapp.models import RankingRun, RoundTally, Seat, SeatTally
from webapp.queries.ranking_windows import standings_of_run

SEAT_IS_DONE = and_(SeatTally.n_assigned > 0, SeatTally.n_submitted == SeatTally.n_assigned)


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
    """Read the kept counts, as of the last commit; the panel is all that is gone through."""
    sums = (func.count(), func.count(Seat.undertaken_at), func.count(case((SEAT_IS_DONE, 1))))
    seated = select(*sums).select_from(Seat).outerjoin(SeatTally, SeatTally.seat_id == Seat.id)
    experts = session.execute(seated.where(Seat.round_id == round_id, Seat.standing == "seated")).one()
    pairs = select(func.sum(SeatTally.n_assigned), func.sum(SeatTally.n_submitted))
    reviews = session.execute(pairs.join(Seat, SeatTally.seat_id == Seat.id).where(Seat.round_id == round_id)).one()
    whole = session.get(RoundTally, round_id)
    return Board(
        n_experts=experts[0],
        n_signed=experts[1],
        n_experts_done=experts[2],
        n_declarations=whole.n_judged if whole else 0,
        n_declarations_done=whole.n_done if whole else 0,
        n_reviews=int(reviews[0] or 0),
        n_submitted=int(reviews[1] or 0),
    )


def standings_of_round(session: Session, round_id: int) -> dict[str, int]:
    """Count the standings of the newest decisive ranking."""
    newest = select(func.max(RankingRun.id)).where(RankingRun.round_id == round_id, RankingRun.is_decisive)
    run_id = session.scalar(newest)
    return {} if run_id is None else standings_of_run(session, round_id, run_id)

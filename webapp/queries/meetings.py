"""What a meeting may see of a round: counts, never a name, never a point."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from webapp.models import RankingRun, RoundTally, Seat, SeatTally
from webapp.queries.ranking_windows import standings_of_run

IS_SEATED = Seat.standing == "seated"
IS_DONE = and_(IS_SEATED, SeatTally.n_assigned > 0, SeatTally.n_submitted == SeatTally.n_assigned)
# Who has left the panel keeps what was handed in, so reviews are summed over every seat.
PANEL_COUNTS = (
    select(func.count(case((IS_SEATED, 1))), func.count(case((IS_SEATED, Seat.undertaken_at))))
    .add_columns(func.count(case((IS_DONE, 1))), func.sum(SeatTally.n_assigned), func.sum(SeatTally.n_submitted))
    .select_from(Seat)
    .outerjoin(SeatTally, SeatTally.seat_id == Seat.id)
    .where(Seat.round_id == bindparam("round_id"))
)


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
    experts, signed, done, assigned, submitted = session.execute(PANEL_COUNTS, {"round_id": round_id}).one()
    whole = session.get(RoundTally, round_id)
    return Board(
        n_experts=experts,
        n_signed=signed,
        n_experts_done=done,
        n_declarations=whole.n_judged if whole else 0,
        n_declarations_done=whole.n_done if whole else 0,
        n_reviews=int(assigned or 0),
        n_submitted=int(submitted or 0),
    )


def standings_of_round(session: Session, round_id: int) -> dict[str, int]:
    """Count the standings of the newest decisive ranking."""
    newest = select(func.max(RankingRun.id)).where(RankingRun.round_id == round_id, RankingRun.is_decisive)
    run_id = session.scalar(newest)
    return {} if run_id is None else standings_of_run(session, round_id, run_id)

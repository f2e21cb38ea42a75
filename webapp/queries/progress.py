"""How far the experts are by the kept counts, as of the last commit, for those who only look: rows, no objects."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from webapp.models import Conflict, Expert, Seat, SeatTally
from webapp.queries.meetings import PANEL_COUNTS
from webapp.statements import Statement, together

ALL = 1_000_000  # seats of a round; there are not as many experts
SEAT, EXPERT, TALLY = Seat.__table__.c, Expert.__table__.c, SeatTally.__table__.c


class ProgressLine(NamedTuple):
    """How far one expert has come; no score is in it."""

    seat_id: int
    position: int
    pseudonym: str
    name: str
    undertaken_at: datetime | None
    reminded_at: datetime | None
    n_assigned: int
    n_started: int
    n_submitted: int


class PanelProgress(NamedTuple):
    """Some experts, and of the whole round the reviews assigned and submitted and the recusals experts declared."""

    lines: tuple[ProgressLine, ...]
    n_reviews: int
    n_submitted: int
    n_declared: int


SHOWN = (
    select(SEAT.id)
    .where(SEAT.round_id == bindparam("round_id"), SEAT.standing == "seated", SEAT.position > bindparam("after"))
    .order_by(SEAT.position)
    .limit(bindparam("most"))
)
COUNTS = [func.coalesce(one, 0).label(one.name) for one in (TALLY.n_assigned, TALLY.n_started, TALLY.n_submitted)]
LINES = Statement(
    select(SEAT.id, SEAT.position, SEAT.pseudonym, EXPERT.name, SEAT.undertaken_at, SEAT.reminded_at, *COUNTS)
    .join(Expert.__table__, SEAT.expert_id == EXPERT.id)
    .outerjoin(SeatTally.__table__, TALLY.seat_id == SEAT.id)
    .where(SEAT.id.in_(SHOWN))  # who stands on another page is not joined
    .order_by(SEAT.position)
)
PANEL = Statement(PANEL_COUNTS)
DECLARED = Statement(
    select(func.count().label("n"))
    .select_from(Conflict)
    .where(Conflict.round_id == bindparam("round_id"), Conflict.source == "expert")
)


def progress_lines(session: Session, round_id: int, after: int = 0, most: int = ALL) -> list[ProgressLine]:
    """List so many experts from a place of the draw on."""
    values = {"round_id": round_id, "after": after, "most": most}
    return [ProgressLine(*row) for row in LINES.rows(session.connection(), values)]


def panel_progress(session: Session, round_id: int, after: int, most: int) -> PanelProgress:
    """Read a page of them and the counts of the round, asked at once."""
    whole = {"round_id": round_id}
    lines, ((*_panel, assigned, submitted),), ((n_declared,),) = together(
        session.connection(), (LINES, {**whole, "after": after, "most": most}), (PANEL, whole), (DECLARED, whole)
    )
    shown = tuple(ProgressLine(*row) for row in lines)
    return PanelProgress(shown, int(assigned or 0), int(submitted or 0), n_declared)

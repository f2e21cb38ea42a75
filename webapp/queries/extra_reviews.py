"""Questions about who may give one more review of some declarations."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Assignment, Conflict, Expert, Seat, SeatTally
from webapp.queries.byte_order import by_bytes


@dataclass(frozen=True)
class SeatedExpert:
    """One of the panel: seat, person, unit, and how many declarations lie before them as of the last commit."""

    seat_id: int
    expert_id: int
    pseudonym: str
    unit: str
    load: int


def seated_by_load(session: Session, round_id: int) -> list[SeatedExpert]:
    """List the panel, the least loaded first, then by pseudonym."""
    load = func.coalesce(SeatTally.n_assigned, 0)
    query = (
        select(Seat.id, Seat.expert_id, Seat.pseudonym, Expert.unit, load)
        .join(Expert, Seat.expert_id == Expert.id)
        .outerjoin(SeatTally, SeatTally.seat_id == Seat.id)
        .where(Seat.round_id == round_id, Seat.standing == "seated")
        .order_by(load, by_bytes(Seat.pseudonym))
    )
    return [SeatedExpert(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class PairOfUnit:
    """One pair, in force or not, with the unit of its expert."""

    declaration_id: int
    seat_id: int
    is_withdrawn: bool
    unit: str


def pairs_among(session: Session, declaration_ids: Collection[int]) -> list[PairOfUnit]:
    """List the pairs of some declarations."""
    query = (
        select(Assignment.declaration_id, Assignment.seat_id, Assignment.is_withdrawn, Expert.unit)
        .join(Seat, Assignment.seat_id == Seat.id)
        .join(Expert, Seat.expert_id == Expert.id)
        .where(Assignment.declaration_id.in_(declaration_ids))
    )
    return [PairOfUnit(*row) for row in session.execute(query)]


def conflicts_among(session: Session, round_id: int, declaration_ids: Collection[int]) -> list[Conflict]:
    """List the conflicts that some declarations are part of."""
    found = session.scalars(select(Conflict).where(Conflict.declaration_id.in_(declaration_ids)))
    return [one for one in found if one.round_id == round_id]

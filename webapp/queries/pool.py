"""Questions about what is known beside the rows of the pool: units, ties, answers, merged rows, past work."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.models import (
    Assignment,
    Conflict,
    Expert,
    KnownTie,
    KnownUnit,
    MergedExpert,
    PoolAnswer,
    Review,
    Round,
    Seat,
    SeatTally,
)

# Work of a merged row is that of the row it was merged into.
PERSON = func.coalesce(MergedExpert.kept_id, Seat.expert_id)
ENDED = ("locked", "decided", "publicity", "announced")


def known_units(session: Session) -> list[KnownUnit]:
    """List the table of units by name."""
    return list(session.scalars(select(KnownUnit).order_by(KnownUnit.name)))


def known_ties(session: Session) -> list[KnownTie]:
    """List the table of ties."""
    return list(session.scalars(select(KnownTie).order_by(KnownTie.person_a, KnownTie.person_b, KnownTie.id)))


def pool_answers(session: Session) -> list[PoolAnswer]:
    """List what was answered about namesakes, the newest first."""
    return list(session.scalars(select(PoolAnswer).order_by(PoolAnswer.id.desc())))


def experts_by_ids(session: Session, ids: list[int]) -> list[Expert]:
    """List active experts by their rows, in the order of the rows."""
    return list(session.scalars(select(Expert).where(Expert.active, Expert.id.in_(ids)).order_by(Expert.id)))


def merged_into(session: Session, kept_ids: list[int]) -> list[MergedExpert]:
    """List the entries that were merged into these."""
    return list(session.scalars(select(MergedExpert).where(MergedExpert.kept_id.in_(kept_ids))))


def merged_entries(session: Session) -> dict[tuple[str, str], Expert]:
    """Name for every merged entry, by name and unit, the one that was kept."""
    kept, gone = aliased(Expert), aliased(Expert)
    query = (
        select(gone.name, gone.unit, kept)
        .join(MergedExpert, MergedExpert.expert_id == gone.id)
        .join(kept, MergedExpert.kept_id == kept.id)
    )
    return {(name, unit): row for name, unit, row in session.execute(query)}


def seats_under_way(session: Session, expert_ids: list[int]) -> list[tuple[Seat, Round]]:
    """List the seats these experts hold or wait for in rounds whose scores are not locked."""
    query = (
        select(Seat, Round)
        .join(Round, Seat.round_id == Round.id)
        .where(Seat.expert_id.in_(expert_ids), Seat.standing != "withdrawn", Round.state.not_in(ENDED))
    )
    return [(seat, found) for seat, found in session.execute(query)]


def conflicts_under_way(session: Session, expert_ids: list[int]) -> list[tuple[Conflict, Round]]:
    """List the conflicts of these experts in rounds whose scores are not locked."""
    query = (
        select(Conflict, Round)
        .join(Round, Conflict.round_id == Round.id)
        .where(Conflict.expert_id.in_(expert_ids), Round.state.not_in(ENDED))
        .order_by(Conflict.id)
    )
    return [(conflict, found) for conflict, found in session.execute(query)]


def all_rounds(session: Session) -> list[Round]:
    """List every round."""
    return list(session.scalars(select(Round).order_by(Round.id)))


@dataclass(frozen=True)
class PastWork:
    """What an expert did over all rounds: reviews assigned, handed in, handed in by the day set; seats given up."""

    n_rounds: int
    n_assigned: int
    n_submitted: int
    n_in_time: int
    n_withdrawn: int


NO_WORK = PastWork(0, 0, 0, 0, 0)


def past_work(
    session: Session, ends: Mapping[int, tuple[datetime, datetime]], among: Collection[int] | None = None
) -> dict[int, PastWork]:
    """Add up the kept counts of every expert's seats; the work of merged rows counts for the one kept.

    What came in late is looked for between the day set and the lock of each round, and is little.
    """
    late = late_reviews(session, ends)
    left = func.count(case((Seat.standing == "withdrawn", Seat.id)))
    given, done = (func.coalesce(func.sum(one), 0) for one in (SeatTally.n_assigned, SeatTally.n_submitted))
    query = (
        select(PERSON, func.count(Seat.round_id.distinct()), given, done, left)
        .select_from(Seat)
        .outerjoin(MergedExpert, MergedExpert.expert_id == Seat.expert_id)
        .outerjoin(SeatTally, SeatTally.seat_id == Seat.id)
        .where(Seat.standing != "reserve")
        .group_by(PERSON)
    )
    if among is not None:
        merged = select(MergedExpert.expert_id).where(MergedExpert.kept_id.in_(among))
        query = query.where(or_(Seat.expert_id.in_(among), Seat.expert_id.in_(merged)), PERSON.in_(among))
    found = {}
    for row in session.execute(query):
        person, n_rounds, n_assigned, n_submitted, n_left = (int(value) for value in row)
        in_time = n_submitted - late.get(person, 0)
        found[person] = PastWork(n_rounds, n_assigned, n_submitted, in_time, n_left)
    return found


def late_reviews(session: Session, ends: Mapping[int, tuple[datetime, datetime]]) -> dict[int, int]:
    """Count by expert what was handed in after the day set and not after the lock; mostly there is none at all."""
    is_late = or_(False, *(and_(Review.submitted_at > day, Review.submitted_at <= lock) for day, lock in ends.values()))
    if session.scalar(select(Review.id).where(is_late).limit(1)) is None:
        return {}
    spans = (and_(Seat.round_id == key, Review.submitted_at > day) for key, (day, _lock) in ends.items())
    query = (
        select(PERSON, func.count())
        .select_from(Review)
        .join(Assignment, Review.assignment_id == Assignment.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .outerjoin(MergedExpert, MergedExpert.expert_id == Seat.expert_id)
        .where(is_late, or_(*spans), Assignment.is_withdrawn.is_(False), Seat.standing != "reserve")
        .group_by(PERSON)
    )
    return {int(person): n for person, n in session.execute(query)}


def expert_names(session: Session, ids: list[int]) -> dict[int, str]:
    """Name experts with their units, those merged or gone included."""
    rows = session.execute(select(Expert.id, Expert.name, Expert.unit).where(Expert.id.in_(ids)))
    return {expert_id: f"{name}（{unit}）" for expert_id, name, unit in rows}

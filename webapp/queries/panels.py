"""Questions about the pool, the panel of a round, its conflicts and its assignment."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from typing import Any, TypeVar

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, defer

from webapp.errors import NotFound
from webapp.models import (
    Assignment,
    AssignmentPlan,
    Conflict,
    Declaration,
    Draw,
    Expert,
    PlanPage,
    Review,
    Score,
    Seat,
    SeatTally,
)
from webapp.queries.byte_order import by_bytes
from webapp.queries.declarations import LIGHT

PORTION = 500
SCORES_AT_ONCE = 5_000
Asked = TypeVar("Asked", bound=Select[*tuple[Any, ...]])
NAMED_SCORE = (Declaration.number, Seat.pseudonym, Score.criterion, Score.hundredths, Score.is_not_applicable)


def active_experts(session: Session) -> list[Expert]:
    """List the pool by the strokes of the name."""
    return list(session.scalars(select(Expert).where(Expert.active).order_by(Expert.stroke_key, Expert.id)))


def expert_by_id(session: Session, expert_id: int) -> Expert:
    """Find one expert of the pool."""
    found = session.get(Expert, expert_id)
    if found is None:
        raise NotFound("no-expert", "专家库中没有这位专家。")
    return found


def admitted_declarations(session: Session, round_id: int) -> list[Declaration]:
    """List the declarations that go to expert review."""
    query = select(Declaration).where(Declaration.round_id == round_id, Declaration.state == "admitted")
    return list(session.scalars(query.order_by(Declaration.number)))


def each_admitted(session: Session, round_id: int) -> Iterator[Declaration]:
    """Yield the same one after the other; of a large round only a portion is in memory at a time."""
    query = select(Declaration).where(Declaration.round_id == round_id, Declaration.state == "admitted")
    yield from session.scalars(query.order_by(Declaration.number).execution_options(yield_per=PORTION))


def admitted_numbers(session: Session, round_id: int) -> dict[str, int]:
    """Map the numbers of the same, in their order, to their rows."""
    query = select(Declaration.number, Declaration.id)
    wanted = query.where(Declaration.round_id == round_id, Declaration.state == "admitted")
    return dict(list(session.execute(wanted.order_by(Declaration.number))))


def admitted_places(session: Session, round_id: int) -> Iterator[Row[str, str, dict[str, Any]]]:
    """Yield number, city and context of the same; of a large round only a portion is in memory at a time."""
    query = select(Declaration.number, Declaration.city, Declaration.context)
    wanted = query.where(Declaration.round_id == round_id, Declaration.state == "admitted")
    yield from session.execute(wanted.order_by(Declaration.number).execution_options(yield_per=PORTION))


def admitted_names(session: Session, round_id: int) -> list[Declaration]:
    """List the same without what they declare: numbers, names and places, which is a hundredth of it."""
    query = select(Declaration).where(Declaration.round_id == round_id, Declaration.state == "admitted")
    return list(session.scalars(query.order_by(Declaration.number).options(*LIGHT)))


def draw_of_round(session: Session, round_id: int) -> Draw | None:
    """Find the draw of the round."""
    return session.scalars(select(Draw).where(Draw.round_id == round_id)).one_or_none()


def seats_of_round(session: Session, round_id: int) -> list[tuple[Seat, Expert]]:
    """List everybody drawn, reserves included, in the order of the draw."""
    query = (
        select(Seat, Expert)
        .join(Expert, Seat.expert_id == Expert.id)
        .where(Seat.round_id == round_id)
        .order_by(Seat.standing.desc(), Seat.position)
    )
    return [(seat, expert) for seat, expert in session.execute(query)]


def seated_of_round(session: Session, round_id: int) -> list[tuple[Seat, Expert]]:
    """List the panel without reserves and without those who withdrew."""
    return [(seat, expert) for seat, expert in seats_of_round(session, round_id) if seat.standing == "seated"]


def n_seated(session: Session, round_id: int) -> int:
    """Count the panel."""
    query = select(func.count()).select_from(Seat).where(Seat.round_id == round_id, Seat.standing == "seated")
    return session.scalar(query) or 0


def conflicts_of_round(session: Session, round_id: int) -> list[Conflict]:
    """List the conflicts that forbid a pair."""
    query = select(Conflict).where(Conflict.round_id == round_id).order_by(Conflict.expert_id, Conflict.declaration_id)
    return list(session.scalars(query))


def current_plan(session: Session, round_id: int) -> AssignmentPlan | None:
    """Find the newest plan."""
    query = (
        select(AssignmentPlan).where(AssignmentPlan.round_id == round_id).order_by(AssignmentPlan.id.desc()).limit(1)
    )
    return session.scalars(query).one_or_none()


def plan_head(session: Session, round_id: int) -> AssignmentPlan | None:
    """Find the newest plan without its problem and pairs, which in a large round are a hundred megabytes."""
    query = select(AssignmentPlan).where(AssignmentPlan.round_id == round_id).order_by(AssignmentPlan.id.desc())
    return session.scalars(query.limit(1).options(defer(AssignmentPlan.outcome, raiseload=True))).one_or_none()


def plan_key(session: Session, round_id: int) -> AssignmentPlan | None:
    """Find the newest plan by what stands before its problem: to what stands behind, SQLite goes through all of it."""
    behind = (AssignmentPlan.outcome, AssignmentPlan.total, AssignmentPlan.bound, AssignmentPlan.at)
    query = select(AssignmentPlan).where(AssignmentPlan.round_id == round_id).order_by(AssignmentPlan.id.desc())
    left_out = [defer(one, raiseload=True) for one in (*behind, AssignmentPlan.accepted_at)]
    return session.scalars(query.limit(1).options(*left_out)).one_or_none()


def pages_of_plan(session: Session, plan_id: int, pages: Collection[int]) -> dict[int, dict[str, Any]]:
    """Read some pages of what the assignment room shows of a plan."""
    query = select(PlanPage.page, PlanPage.content).where(PlanPage.plan_id == plan_id, PlanPage.page.in_(pages))
    return {one.page: one.content for one in session.execute(query)}


def outcome_of_plan(session: Session, plan_id: int) -> dict[str, Any]:
    """Read problem and pairs of a plan."""
    outcome: dict[str, Any] = session.scalars(select(AssignmentPlan.outcome).where(AssignmentPlan.id == plan_id)).one()
    return outcome


def admitted_of_numbers(session: Session, round_id: int, numbers: Collection[str]) -> dict[str, Declaration]:
    """Find some of the declarations that go to expert review by their numbers."""
    # The state is looked at here: asked for it, SQLite goes through all admitted rather than to the numbers.
    query = select(Declaration).where(Declaration.round_id == round_id, Declaration.number.in_(numbers))
    return {row.number: row for row in session.scalars(query) if row.state == "admitted"}


def admitted_among(session: Session, round_id: int, declaration_ids: Collection[int]) -> list[Declaration]:
    """Find some of the same by their rows."""
    query = select(Declaration).where(Declaration.id.in_(declaration_ids)).options(*LIGHT)
    return [row for row in session.scalars(query) if row.round_id == round_id and row.state == "admitted"]


def withdrawn_pairs(session: Session, round_id: int) -> list[tuple[str, str]]:
    """List the pairs that no longer stand by number and pseudonym."""
    query = (
        select(Declaration.number, Seat.pseudonym)
        .select_from(Seat)
        .join(Assignment, Assignment.seat_id == Seat.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .where(Seat.round_id == round_id, Assignment.is_withdrawn)
    )
    return [(number, pseudonym) for number, pseudonym in session.execute(query)]


def conflicts_of_declaration(session: Session, round_id: int, declaration_id: int) -> list[Conflict]:
    """List the conflicts one declaration is part of."""
    # By the declaration alone, and ordered here: in the order of the experts a database goes through the whole round.
    found = session.scalars(select(Conflict).where(Conflict.declaration_id == declaration_id))
    return sorted((one for one in found if one.round_id == round_id), key=lambda one: (one.expert_id, one.rule))


def assignments_of_round(session: Session, round_id: int) -> list[tuple[Assignment, Seat]]:
    """List who judges what, withdrawn pairs included."""
    query = select(Assignment, Seat).join(Seat, Assignment.seat_id == Seat.id).where(Seat.round_id == round_id)
    rows = session.execute(query.order_by(Assignment.declaration_id, Seat.position))
    return [(assignment, seat) for assignment, seat in rows]


def assignment_of_pair(session: Session, round_id: int, declaration_id: int, expert_id: int) -> Assignment | None:
    """Find the assignment of an expert to a declaration, withdrawn or not."""
    query = (
        select(Assignment)
        .join(Seat, Assignment.seat_id == Seat.id)
        .where(Seat.round_id == round_id, Seat.expert_id == expert_id, Assignment.declaration_id == declaration_id)
    )
    return session.scalars(query).one_or_none()


def plan_by_id(session: Session, round_id: int, plan_id: int) -> AssignmentPlan:
    """Find one plan of the round."""
    found = session.get(AssignmentPlan, plan_id)
    if found is None or found.round_id != round_id:
        raise NotFound("no-plan", "没有这个分派方案。")
    return found


def plans_before(session: Session, plan: AssignmentPlan) -> list[AssignmentPlan]:
    """List every plan that was stored before one, the newest first, without problems and pairs."""
    query = select(AssignmentPlan).where(AssignmentPlan.round_id == plan.round_id, AssignmentPlan.id < plan.id)
    query = query.order_by(AssignmentPlan.id.desc())
    return list(session.scalars(query.options(defer(AssignmentPlan.outcome, raiseload=True))))


@dataclass(frozen=True)
class LivePair:
    """One pair in force with the state of its review; None before the first stroke."""

    assignment: Assignment
    seat: Seat
    review_state: str | None


def pairs_of_round(session: Session, round_id: int) -> list[LivePair]:
    """List every pair, withdrawn ones included, with how far its review is; no score is in it."""
    query = (
        select(Assignment, Seat, Review.state)
        .join(Seat, Assignment.seat_id == Seat.id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Seat.round_id == round_id)
        .order_by(Assignment.declaration_id, Seat.position)
    )
    return [LivePair(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class SeatProgress:
    """How far one expert has come; no score is in it."""

    seat: Seat
    expert: Expert
    n_assigned: int
    n_started: int
    n_submitted: int


def progress_of_round(session: Session, round_id: int) -> list[SeatProgress]:
    """Count each expert's sheets by state in one statement."""
    query = (
        select(
            Seat,
            Expert,
            func.count(Assignment.id),
            func.count(Review.id),
            func.count(Review.submitted_at),
        )
        .join(Expert, Seat.expert_id == Expert.id)
        .outerjoin(Assignment, (Assignment.seat_id == Seat.id) & Assignment.is_withdrawn.is_(False))
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Seat.round_id == round_id, Seat.standing == "seated")
        .group_by(Seat.id, Expert.id)
        .order_by(Seat.position)
    )
    return [SeatProgress(*row) for row in session.execute(query)]


def kept_sums(session: Session, round_id: int) -> tuple[int, int, int]:
    """Return how many are seated, how many sheets they have and how many they have handed in, by the kept counts."""
    sums = (func.count(Seat.id), func.sum(SeatTally.n_assigned), func.sum(SeatTally.n_submitted))
    query = select(*sums).select_from(Seat).outerjoin(SeatTally, SeatTally.seat_id == Seat.id)
    row = session.execute(query.where(Seat.round_id == round_id, Seat.standing == "seated")).one()
    return row[0], int(row[1] or 0), int(row[2] or 0)


def declared_by_experts(session: Session, round_id: int) -> list[Conflict]:
    """List the recusals that experts declared after the assignment."""
    query = select(Conflict).where(Conflict.round_id == round_id, Conflict.source == "expert").order_by(Conflict.id)
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class StoredScore:
    """One frozen score under the public names of what it belongs to: the declaration's number, the pseudonym."""

    declaration: str
    expert: str
    criterion: str
    hundredths: int | None
    is_not_applicable: bool
    reason: str


def submitted_scores(session: Session, round_id: int, among: Collection[int] | None = None) -> list[StoredScore]:
    """List every score of the submitted reviews in a fixed order, or those of some declarations."""
    query = _in_order(select(*NAMED_SCORE, Score.reason), round_id)
    wanted = query if among is None else query.where(Assignment.declaration_id.in_(among))
    streamed = session.execute(wanted.execution_options(yield_per=SCORES_AT_ONCE))
    # Few names, millions of rows: each name is kept once.
    return [StoredScore(intern(row[0]), intern(row[1]), intern(row[2]), *row[3:]) for row in streamed]


def score_portions(
    session: Session, round_id: int, among: Collection[int] | None = None
) -> Iterator[Sequence[Row[str, str, str, int | None, bool]]]:
    """Yield the same without the reasons, in the same order; of a large round only a portion is in memory at a time.

    Of all declarations, or of some.
    """
    query = _in_order(select(*NAMED_SCORE), round_id)
    wanted = query if among is None else query.where(Assignment.declaration_id.in_(among))
    yield from session.connection().execute(wanted.execution_options(yield_per=SCORES_AT_ONCE)).partitions()


def _in_order(query: Asked, round_id: int) -> Asked:
    """Keep the scores of a round's submitted reviews, in their fixed order."""
    return (
        query.join(Review, Score.review_id == Review.id)
        .join(Assignment, Review.assignment_id == Assignment.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .where(Seat.round_id == round_id, Review.state == "submitted", Assignment.is_withdrawn.is_(False))
        .order_by(by_bytes(Declaration.number), Seat.position, by_bytes(Score.criterion))
    )


@dataclass(frozen=True)
class StoredReview:
    """One submitted review under the public names of what it belongs to."""

    declaration: str
    expert: str
    opinion: str
    submitted_at: datetime | None


def submitted_reviews(session: Session, round_id: int) -> list[StoredReview]:
    """List the submitted reviews."""
    query = (
        select(Declaration.number, Seat.pseudonym, Review.opinion, Review.submitted_at)
        .join(Assignment, Review.assignment_id == Assignment.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .where(Seat.round_id == round_id, Review.state == "submitted", Assignment.is_withdrawn.is_(False))
        .order_by(Declaration.number, Seat.position)
    )
    return [StoredReview(*row) for row in session.execute(query)]

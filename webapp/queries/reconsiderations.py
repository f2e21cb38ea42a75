"""Questions about reviews that were reconsidered, ordered after the lock, and the pairs they belong to."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Assignment, Declaration, ExtraReview, Reconsideration, Review, Seat
from webapp.queries.byte_order import by_bytes
from webapp.queries.declarations import LIGHT


@dataclass(frozen=True)
class Asked:
    """One request to reconsider with whom and what it is about."""

    request: Reconsideration
    seat: Seat
    declaration: Declaration


def requests() -> Select[Reconsideration, Seat, Declaration]:
    """Join requests with seat and declaration."""
    return (
        select(Reconsideration, Seat, Declaration)
        .join(Assignment, Reconsideration.assignment_id == Assignment.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
    )


def asked_in_round(session: Session, round_id: int) -> list[Asked]:
    """List every request of a round by declaration and seat."""
    query = requests().where(Reconsideration.round_id == round_id).order_by(by_bytes(Declaration.number), Seat.position)
    return [Asked(*row) for row in session.execute(query)]


def asked_from(session: Session, round_id: int, start: int, limit: int) -> list[Asked]:
    """List a part of the same."""
    query = requests().where(Reconsideration.round_id == round_id).order_by(by_bytes(Declaration.number), Seat.position)
    return [Asked(*row) for row in session.execute(query.offset(start).limit(limit))]


@dataclass(frozen=True)
class Steps:
    """How many requests and extra reviews a round has, and how many of each are waited for."""

    n_asked: int
    n_open: int
    n_ordered: int
    n_open_extra: int


def steps_of_round(session: Session, round_id: int) -> Steps:
    """Count them."""
    is_open = case((Reconsideration.state == "open", 1))
    asked = select(func.count(), func.count(is_open)).where(Reconsideration.round_id == round_id)
    is_late = case((and_(Assignment.is_withdrawn.is_(False), func.coalesce(Review.state, "") != "submitted"), 1))
    ordered = (
        select(func.count(), func.count(is_late))
        .select_from(ExtraReview)
        .join(Assignment, ExtraReview.assignment_id == Assignment.id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(ExtraReview.round_id == round_id)
    )
    return Steps(*session.execute(asked).one(), *session.execute(ordered).one())


def asked_of_account(session: Session, account_id: int) -> list[Asked]:
    """List the requests to one expert, newest first."""
    query = requests().where(Seat.account_id == account_id).order_by(Reconsideration.id.desc())
    return [Asked(*row) for row in session.execute(query)]


def request_of_account(session: Session, request_id: int, account_id: int) -> Asked:
    """Find one request to this expert; another's does not exist for them."""
    query = requests().where(Reconsideration.id == request_id, Seat.account_id == account_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("no-request", "没有这项复议，或它不属于您。")
    return Asked(*row)


@dataclass(frozen=True)
class SubmittedPair:
    """One submitted review with its pair."""

    assignment: Assignment
    review: Review
    seat: Seat
    declaration: Declaration


def submitted_pairs(
    session: Session, round_id: int, among: Collection[int] | None = None
) -> dict[tuple[str, str], SubmittedPair]:
    """Map declaration number and pseudonym to the submitted review: to every one, or to those of some assignments."""
    query = (
        select(Assignment, Review, Seat, Declaration)
        .join(Review, Review.assignment_id == Assignment.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .where(Seat.round_id == round_id, Review.state == "submitted", Assignment.is_withdrawn.is_(False))
        .options(*LIGHT)
    )
    wanted = query if among is None else query.where(Assignment.id.in_(among))
    pairs = (SubmittedPair(*row) for row in session.execute(wanted))
    return {(pair.declaration.number, pair.seat.pseudonym): pair for pair in pairs}


@dataclass(frozen=True)
class Ordered:
    """One extra review with whom and what it is about."""

    extra: ExtraReview
    assignment: Assignment
    seat: Seat
    declaration: Declaration
    review_state: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is still waited for."""
        return not self.assignment.is_withdrawn and self.review_state != "submitted"


def ordered_in_round(session: Session, round_id: int, start: int = 0, limit: int | None = None) -> list[Ordered]:
    """List the extra reviews of a round, withdrawn ones included, as they were ordered: all of them, or a part."""
    query = (
        select(ExtraReview, Assignment, Seat, Declaration, Review.state)
        .join(Assignment, ExtraReview.assignment_id == Assignment.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(ExtraReview.round_id == round_id)
        .order_by(ExtraReview.at, ExtraReview.assignment_id)
        .offset(start)
        .limit(limit)
    )
    return [Ordered(*row) for row in session.execute(query)]

"""What an expert finds on the desk; nothing of anybody else."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Assignment, Declaration, ExtraReview, Review, Round, Score, Seat


@dataclass(frozen=True)
class Sheet:
    """One declaration before one expert with what is scored so far."""

    assignment: Assignment
    seat: Seat
    round: Round
    declaration: Declaration
    review: Review | None
    scores: dict[str, Score]
    extra: ExtraReview | None = None

    @property
    def is_writable(self) -> bool:
        """Whether it may be written: while scores are given, or after the lock where it was ordered then."""
        is_running = self.round.state == "scoring" or (self.round.state == "locked" and self.extra is not None)
        return is_running and self.state != "submitted"

    @property
    def state(self) -> str:
        """Return open, draft or submitted."""
        if self.review is None:
            return "open"
        return self.review.state

    def points(self) -> dict[str, Decimal]:
        """Return the points given so far, by criterion."""
        return {
            key: Decimal(score.hundredths) / 100 for key, score in self.scores.items() if score.hundredths is not None
        }


def seats_of_account(session: Session, account_id: int) -> list[tuple[Seat, Round]]:
    """List the panels on which this account sits, newest round first."""
    query = (
        select(Seat, Round)
        .join(Round, Seat.round_id == Round.id)
        .where(Seat.account_id == account_id, Seat.standing == "seated")
        .order_by(Round.id.desc())
    )
    return [(seat, found) for seat, found in session.execute(query)]


def sheets_of_account(session: Session, account_id: int) -> list[Sheet]:
    """List everything assigned to this account, with its scores, in two statements."""
    rows = session.execute(
        select(Assignment, Seat, Round, Declaration, Review, ExtraReview)
        .join(Seat, Assignment.seat_id == Seat.id)
        .join(Round, Seat.round_id == Round.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .outerjoin(ExtraReview, ExtraReview.assignment_id == Assignment.id)
        .where(Seat.account_id == account_id, Assignment.is_withdrawn.is_(False))
        .order_by(Round.id.desc(), Declaration.number)
    ).all()
    scores = scores_of_reviews(session, [row[4].id for row in rows if row[4] is not None])
    return [Sheet(*row[:5], scores.get(row[4].id, {}) if row[4] else {}, row[5]) for row in rows]


def scores_of_reviews(session: Session, review_ids: list[int]) -> dict[int, dict[str, Score]]:
    """Group the scores of some reviews by review and criterion."""
    grouped: dict[int, dict[str, Score]] = {}
    if review_ids:
        for score in session.scalars(select(Score).where(Score.review_id.in_(review_ids))):
            grouped.setdefault(score.review_id, {})[score.criterion] = score
    return grouped


def sheet_of(session: Session, assignment_id: int, account_id: int) -> Sheet:
    """Find one sheet of this account; another's sheet does not exist for it."""
    row = session.execute(
        select(Assignment, Seat, Round, Declaration, Review, ExtraReview)
        .join(Seat, Assignment.seat_id == Seat.id)
        .join(Round, Seat.round_id == Round.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .outerjoin(ExtraReview, ExtraReview.assignment_id == Assignment.id)
        .where(Assignment.id == assignment_id, Seat.account_id == account_id, Assignment.is_withdrawn.is_(False))
    ).one_or_none()
    if row is None:
        raise NotFound("no-sheet", "没有这份评审任务，或它不属于您。")
    review = row[4]
    scores = scores_of_reviews(session, [review.id]).get(review.id, {}) if review else {}
    return Sheet(*row[:5], scores, row[5])


def submitted_reviews_of_seat(session: Session, round_id: int, seat_id: int) -> tuple[Seat, list[Review]]:
    """Find a seat of the round and the reviews it has submitted."""
    seat = session.get(Seat, seat_id)
    if seat is None or seat.round_id != round_id:
        raise NotFound("no-seat", "本轮次没有这位专家。")
    query = (
        select(Review)
        .join(Assignment, Review.assignment_id == Assignment.id)
        .where(Assignment.seat_id == seat_id, Review.state == "submitted", Assignment.is_withdrawn.is_(False))
        .order_by(Review.id)
    )
    return seat, list(session.scalars(query))

"""A submitted review is given back before the lock, with a reason the expert sees."""

from pathlib import Path

from sqlalchemy import Engine, select, update

from tests.conftest import NOW
from tests.stories.actors import account_of, signed_in
from webapp.database import reading, transaction
from webapp.models import Assignment, Review, Seat
from webapp.permissions import Role
from webapp.queries import desks


def submit_first(engine: Engine) -> tuple[int, int]:
    """Store one submitted review of the first expert; return the seat and the assignment."""
    with transaction(engine) as session:
        account = account_of(session, Role.EXPERT)
        seat, _round = desks.seats_of_account(session, account.id)[0]
        session.execute(update(Seat).where(Seat.id == seat.id).values(undertaken_at=NOW))
        sheet = desks.sheets_of_account(session, account.id)[0]
        key = sheet.assignment.id
        session.add(Review(assignment_id=key, state="submitted", opinion="同意", updated_at=NOW, submitted_at=NOW))
    return seat.id, key


def test_returned_review_is_a_draft_again_and_says_why(scoring: Engine, tmp_path: Path) -> None:
    seat, assignment = submit_first(scoring)
    organiser = signed_in(scoring, Role.ORGANISER, tmp_path)
    answer = organiser.post(f"/progress/NM-DEMO/return/{seat}", data={"reason": "第二项漏写理由"})
    assert answer.status_code == 302
    with reading(scoring) as session:
        review = session.scalars(select(Review).where(Review.assignment_id == assignment)).one()
        assert (review.state, review.submitted_at, review.opinion) == ("draft", None, "同意")
    expert = signed_in(scoring, Role.EXPERT, tmp_path)
    assert "第二项漏写理由" in expert.get("/desk/").text


def test_return_without_reason_changes_nothing(scoring: Engine, tmp_path: Path) -> None:
    seat, assignment = submit_first(scoring)
    organiser = signed_in(scoring, Role.ORGANISER, tmp_path)
    answer = organiser.post(f"/progress/NM-DEMO/return/{seat}", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    with reading(scoring) as session:
        assert session.scalars(select(Review.state).where(Review.assignment_id == assignment)).one() == "submitted"


def test_reminder_is_seen_on_the_desk(scoring: Engine, tmp_path: Path) -> None:
    submit_first(scoring)
    signed_in(scoring, Role.ORGANISER, tmp_path).post("/progress/NM-DEMO/remind")
    page = signed_in(scoring, Role.EXPERT, tmp_path).get("/desk/").text
    with reading(scoring) as session:
        n_open = len(session.scalars(select(Assignment)).all())
    assert ("份评审未提交" in page, n_open) == (True, 80)

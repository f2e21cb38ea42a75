"""No page asks the database more often because it lists more: as many statements for one row as for many."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from tests.conftest import NOW
from tests.stories.actors import account_of, signed_in, statements
from webapp.database import transaction
from webapp.models import Assignment, Declaration, Notice, RankingRow, Review, ReviewTally, Score, Seat
from webapp.permissions import Role

PAGES = {
    Role.DEPARTMENT: (
        "/",
        "/rounds/",
        "/rounds/NM-DEMO",
        "/declarations/",
        "/progress/NM-DEMO",
        "/rankings/NM-DEMO",
        "/publicity/NM-DEMO",
    ),
    Role.ORGANISER: ("/experts/", "/experts/rounds/NM-DEMO", "/progress/NM-DEMO", "/declarations/"),
    Role.OBSERVER: ("/ledger", "/ledger/approaches", "/rankings/NM-DEMO", "/experts/rounds/NM-DEMO"),
    Role.CITY_BUREAU: ("/declarations/",),
    Role.PUBLIC: ("/public", "/public/NM-DEMO"),
}


def counted(engine: Engine, role: Role, folder: Path, paths: tuple[str, ...]) -> dict[str, int]:
    """Count the statements of each page."""
    client = signed_in(engine, role, folder) if role != Role.PUBLIC else signed_in(engine, Role.APPLICANT, folder)
    counts = {}
    for path in paths:
        client.get(path)
        with statements(engine) as sent:
            assert client.get(path).status_code == 200, path
        counts[path] = len(sent)
    return counts


def thin_out(engine: Engine) -> None:
    """Leave one ranked and reviewed declaration, one notice and one expert's reviews."""
    with transaction(engine) as session:
        kept = session.scalars(select(Declaration.id).order_by(Declaration.id).limit(1)).one()
        pairs = select(Assignment.id).where(Assignment.declaration_id != kept)
        reviews = select(Review.id).where(Review.assignment_id.in_(pairs))
        session.execute(delete(RankingRow).where(RankingRow.declaration_id != kept))
        session.execute(delete(Score).where(Score.review_id.in_(reviews)))
        session.execute(delete(ReviewTally).where(ReviewTally.review_id.in_(reviews)))
        session.execute(delete(Review).where(Review.assignment_id.in_(pairs)))
        session.execute(delete(Assignment).where(Assignment.declaration_id != kept))


def give_notices(engine: Engine, role: Role, n: int) -> None:
    """Put notices before the first account of a role."""
    with transaction(engine) as session:
        account = account_of(session, role)
        session.add_all(Notice(account_id=account.id, text="通知", at=NOW) for _number in range(n))


@pytest.mark.parametrize("role", list(PAGES))
def test_page_sends_as_many_statements_for_one_row_as_for_many(published: Engine, role: Role, tmp_path: Path) -> None:
    if role != Role.PUBLIC:
        give_notices(published, role, 3)
    many = counted(published, role, tmp_path, PAGES[role])
    thin_out(published)
    assert counted(published, role, tmp_path, PAGES[role]) == many


def test_desk_sends_as_many_statements_for_one_sheet_as_for_all(scoring: Engine, tmp_path: Path) -> None:
    with Session(scoring) as session:
        account = account_of(session, Role.EXPERT)
        seat = session.scalars(select(Seat).where(Seat.account_id == account.id)).one()
        sheets = list(session.scalars(select(Assignment.id).where(Assignment.seat_id == seat.id)))
    client = signed_in(scoring, Role.EXPERT, tmp_path)
    client.post(f"/desk/undertaking/{seat.id}", data={"accepted": "yes"})
    paths = ("/desk/", f"/desk/{sheets[0]}", "/desk/submit")
    for sheet in sheets:
        sent = {"fields": {"green.carbon": {"seen": {}, "now": {"points": "80"}}}}
        assert client.post(f"/desk/{sheet}/save", json=sent).status_code == 200
    many = counted(scoring, Role.EXPERT, tmp_path, paths)
    with transaction(scoring) as session:
        others = select(Review.id).where(Review.assignment_id.in_(sheets[1:]))
        session.execute(delete(Score).where(Score.review_id.in_(others)))
        session.execute(delete(ReviewTally).where(ReviewTally.review_id.in_(others)))
        session.execute(delete(Review).where(Review.assignment_id.in_(sheets[1:])))
        session.execute(delete(Assignment).where(Assignment.id.in_(sheets[1:])))
    assert len(sheets) >= 3
    assert counted(scoring, Role.EXPERT, tmp_path, paths) == many

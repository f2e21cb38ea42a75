"""What leaves the desk beside the scores: the printed sheets, the report of an approach, the opened position."""

import re
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.stories.actors import account_of, signed_in
from webapp.models import Seat
from webapp.permissions import Role

REPORT = {"who": "某公司 张某", "what": "3月22日来电，请求关照其申报。"}


def test_reported_approach_is_shown_to_the_observer_only(scoring: Engine, tmp_path: Path) -> None:
    expert = signed_in(scoring, Role.EXPERT, tmp_path)
    assert expert.post("/desk-papers/approach", data=REPORT).status_code == 302
    pages = {
        role: signed_in(scoring, role, tmp_path).get("/ledger/approaches")
        for role in (Role.OBSERVER, Role.DEPARTMENT, Role.ORGANISER, Role.EXPERT)
    }
    assert REPORT["what"] in pages[Role.OBSERVER].text
    assert [pages[role].status_code for role in (Role.DEPARTMENT, Role.ORGANISER, Role.EXPERT)] == [403, 403, 403]


def test_empty_report_of_an_approach_is_refused(scoring: Engine, tmp_path: Path) -> None:
    answer = signed_in(scoring, Role.EXPERT, tmp_path).post("/desk-papers/approach", data={"who": "某人", "what": " "})
    assert answer.status_code == 422


def test_own_score_sheets_are_printed_after_the_undertaking(scoring: Engine, tmp_path: Path) -> None:
    with Session(scoring) as session:
        account = account_of(session, Role.EXPERT)
        seat = session.scalars(select(Seat).where(Seat.account_id == account.id)).one()
    expert = signed_in(scoring, Role.EXPERT, tmp_path)
    assert expert.get("/desk-papers/NM-DEMO/score-sheets.pdf").status_code == 404
    expert.post(f"/desk/undertaking/{seat.id}", data={"accepted": "yes"})
    assert expert.get("/desk-papers/NM-DEMO/score-sheets.pdf").data.startswith(b"%PDF-")


def test_opened_position_ends_on_the_stored_score(published: Engine, tmp_path: Path) -> None:
    department = signed_in(published, Role.DEPARTMENT, tmp_path)
    ranking = department.get("/rankings/NM-DEMO").text
    first = re.search(r'href="/rankings/NM-DEMO/([^"/]+)"', ranking)
    assert first is not None
    page = department.get(f"/rankings/NM-DEMO/{first[1]}").text
    shown = re.search(r'<p class="figure">(\d+\.\d\d)</p>', page)
    ends = re.search(r'<tr class="total">.*?<strong>(\d+\.\d\d)</strong>', page, re.DOTALL)
    assert shown is not None
    assert ends is not None
    assert abs(Decimal(shown[1]) - Decimal(ends[1])) <= Decimal("0.01")
    assert "note warn" not in page


def test_position_nobody_has_is_not_found(published: Engine, tmp_path: Path) -> None:
    assert signed_in(published, Role.OBSERVER, tmp_path).get("/rankings/NM-DEMO/none").status_code == 404

"""Every paper of a round, a declaration, an objection and a cluster from the shell, for whom the page hands it out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.actors import account_of
from tests.stories.list_world import noon, object_to, published_round
from tests.stories.registry_world import recognised
from tests.stories.three_doors import ThreeDoors, three_doors
from webapp.cli.entry import zeyou
from webapp.database import transaction
from webapp.models import Declaration, LedgerEntry, Round, Seat, SpotCheck
from webapp.permissions import Role
from webapp.queries import lists

TUESDAY = date(2026, 3, 24)
SIGNS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF"}
OF_ROUND = {
    "ranked-list": ("/rankings/NM-DEMO/export/ranked-list.{kind}", "xlsx"),
    "score-sheets": ("/rankings/NM-DEMO/export/score-sheets.{kind}", "xlsx"),
    "score-summary": ("/rankings/NM-DEMO/export/score-summary.{kind}", "xlsx"),
    "decision-sheet": ("/rankings/NM-DEMO/export/decision-sheet.{kind}", "docx"),
    "publicity-list": ("/rankings/NM-DEMO/export/publicity-list.{kind}", "xlsx"),
    "publicity-text": ("/rankings/NM-DEMO/export/publicity-text.{kind}", "docx"),
    "draw-record": ("/assigning/NM-DEMO/papers/draw-record.{kind}", "docx"),
    "undertakings": ("/assigning/NM-DEMO/papers/undertakings.{kind}", "docx"),
    "announcement-letter": ("/publicity/NM-DEMO/documents/letter.{kind}", "docx"),
    "announcement-list": ("/publicity/NM-DEMO/documents/list.{kind}", "xlsx"),
    "announcement-certificates": ("/publicity/NM-DEMO/documents/certificates.{kind}", "xlsx"),
    "reconsiderations": ("/panel/NM-DEMO/records.{kind}", "docx"),
    "panel-opinion": ("/panel/NM-DEMO/opinion.{kind}", "docx"),
    "recommendation": ("/papers/rounds/NM-DEMO/recommendation.{kind}", "docx"),
}
OF_DECLARATION = {
    "application-form": "/declaring/form/{id}.docx",
    "correction": "/papers/{id}/correction.docx",
    "preliminary": "/papers/{id}/preliminary.docx",
    "onsite": "/papers/{id}/onsite.docx",
    "screening": "/screening/{id}.docx",
}
OF_CLUSTER = {"reports": (2024, "reports/2024"), "changes": (1, "changes/1"), "re-reviews": (1, "re-reviews/1")}


@pytest.fixture
def doors(sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreeDoors]:
    """The invented round in publicity with an objection, and a cluster with its first years."""
    opened = three_doors(sqlite_backend, "publicity", tmp_path, noon(TUESDAY), monkeypatch)
    with transaction(opened.engine) as session:
        found, _positions = published_round(session, "nm-2023")
        object_to(session, found, lists.entries_of_round(session, found.id)[0].declaration.number, TUESDAY, tmp_path)
        story = recognised(session, "nm-2023", date(2023, 9, 15))
        story.report(story.city, 2024, date(2025, 3, 10))
        story.change("主导产业", date(2025, 9, 7), date(2025, 9, 20))
        story.open_re_review(TUESDAY)
    yield opened
    opened.engine.dispose()


def taken(doors: ThreeDoors, role: Role, *words: object) -> tuple[Result, bytes]:
    """Take a paper by the command; return what was written."""
    out = doors.folder / "papers" / str(role)
    told = [*map(str, words), "--out", str(out), "--as", doors.logins[role]]
    result = CliRunner().invoke(zeyou, ["paper", *told], env=doors.environment())
    return result, Path(result.output.strip()).read_bytes() if result.exit_code == 0 else b""


def both(doors: ThreeDoors, role: Role, page: str, kind: str, *words: object) -> tuple[bool, bool]:
    """Tell whether page and command hand a paper out to a part; a paper that comes is one of its kind."""
    shown = doors.persons[role].get(page)
    result, data = taken(doors, role, *words, "--kind", kind)
    assert result.exit_code != 0 or data.startswith(SIGNS[kind]), result.output
    assert shown.status_code in (200, 403, 404, 422), shown.text
    return shown.status_code == 200, result.exit_code == 0


def test_each_paper_comes_from_the_shell_exactly_where_the_page_gives_it(doors: ThreeDoors) -> None:
    with Session(doors.engine) as session:
        one = session.scalars(select(Declaration).order_by(Declaration.id)).first()
        assert one is not None
        number, key = one.number, one.id
        objection = lists.objections_of_round(session, 1)[0][0].number
    found: dict[tuple[str, Role], tuple[bool, bool]] = {}
    for role in (Role.DEPARTMENT, Role.CITY_BUREAU, Role.OBSERVER):
        for name, (page, kind) in OF_ROUND.items():
            found[name, role] = both(doors, role, page.format(kind=kind), kind, "round", "NM-DEMO", name)
        for name, page in OF_DECLARATION.items():
            found[name, role] = both(doors, role, page.format(id=key), "docx", "declaration", "NM-DEMO", number, name)
        page = f"/objections/NM-DEMO/{objection}/opinion.docx"
        found["objection", role] = both(doors, role, page, "docx", "objection", "NM-DEMO", objection)
        for name, (row, page) in OF_CLUSTER.items():
            told = ("cluster", "NM-2023-001", name, row)
            found[name, role] = both(doors, role, f"/registry/1/{page}.docx", "docx", *told)
        found["dues", role] = both(doors, role, "/registry/due.xlsx", "xlsx", "registry", "dues")
    assert {who: came for who, came in found.items() if came[0] != came[1]} == {}
    given = {name for (name, role), came in found.items() if role is Role.DEPARTMENT and came[0]}
    later = {name for name in OF_ROUND if name.startswith("announcement")}
    others = {"correction", "preliminary", "onsite", "recommendation", "panel-opinion", "reconsiderations"}
    panel = {"draw-record", "undertakings"}
    assert given >= {*OF_ROUND, *OF_DECLARATION, *OF_CLUSTER, "objection", "dues"} - later - others - panel


def test_taking_a_result_by_the_shell_is_noted(doors: ThreeDoors) -> None:
    result, _data = taken(doors, Role.DEPARTMENT, "round", "NM-DEMO", "ranked-list", "--kind", "pdf")
    assert result.exit_code == 0, result.output
    with Session(doors.engine) as session:
        last = session.scalars(select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    assert last is not None
    assert (last.action, "ranked-list.pdf" in last.facts) == ("read result", True)


def test_unknown_paper_kind_and_row_are_refused_in_words(doors: ThreeDoors) -> None:
    for words in (
        ("round", "NM-DEMO", "none"),
        ("round", "NM-DEMO", "decision-sheet", "--kind", "xlsx"),
        ("declaration", "NM-DEMO", "NONE-1", "onsite"),
        ("objection", "NM-DEMO", "NONE-1"),
        ("cluster", "NM-2023-001", "reports", 1999),
        ("cluster", "NM-2023-001", "none", 1),
    ):
        result, _data = taken(doors, Role.DEPARTMENT, *words)
        assert "没有" in str(getattr(result.exception, "message", "")), (words, result.output)


def test_sheet_of_a_spot_check_hung_list_and_own_sheets_come_by_command(doors: ThreeDoors) -> None:
    with transaction(doors.engine) as session:
        found = session.scalars(select(Round)).first()
        assert found is not None
        declaration = lists.entries_of_round(session, found.id)[0].declaration
        number, owner = declaration.number, account_of(session, Role.DEPARTMENT).id
        reasons = [{"template": "排序临近名单线", "values": {}}]
        told = {"reasons": reasons, "account_id": owner, "picked_at": noon(TUESDAY)}
        session.add(SpotCheck(round_id=found.id, declaration_id=declaration.id, **told))
    for role in (Role.DEPARTMENT, Role.CITY_BUREAU, Role.OBSERVER):
        came = both(doors, role, f"/spot-checks/NM-DEMO/{number}/sheet.docx", "docx", "spot-check", "NM-DEMO", number)
        assert came[0] == came[1], role
        hung = both(doors, role, "/public/NM-DEMO/1.docx", "docx", "published", "NM-DEMO", 1)
        assert hung == (True, True)
    assert taken(doors, Role.DEPARTMENT, "spot-check", "NM-DEMO", number)[0].exit_code == 0
    result, _data = taken(doors, Role.DEPARTMENT, "published", "NM-DEMO", 9)
    assert "没有" in str(getattr(result.exception, "message", ""))


def test_expert_prints_the_own_sheets_by_command_and_nobody_elses(doors: ThreeDoors) -> None:
    with transaction(doors.engine) as session:
        account = account_of(session, Role.EXPERT)
        for seat in session.scalars(select(Seat).where(Seat.account_id == account.id)):
            seat.undertaken_at = noon(TUESDAY)
        login = account.login
    words = ["paper", "own-sheets", "NM-DEMO", "--out", str(doors.folder), "--as"]
    result = CliRunner().invoke(zeyou, [*words, login], env=doors.environment())
    assert result.exit_code == 0, result.output
    assert Path(result.output.strip()).read_bytes().startswith(b"%PDF")
    refused = CliRunner().invoke(zeyou, [*words, doors.logins[Role.DEPARTMENT]], env=doors.environment())
    assert refused.exit_code != 0

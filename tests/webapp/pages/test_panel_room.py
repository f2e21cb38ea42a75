"""The doors of the panel's room: who gets in when, and what the projector never shows."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.stories.actors import account_of, signed_in, statements
from webapp.database import reading
from webapp.permissions import Role
from webapp.queries import panels, reconsiderations, rounds
from webapp.services.review_totals import review_totals

VIEWS = ("progress", "timetable", "line")


@pytest.fixture
def locked(sqlite_backend: Backend) -> Iterator[Engine]:
    """The invented round just after the lock; the door is the same on every database."""
    engine = sqlite_backend.copy("locked")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.ORGANISER, Role.OBSERVER])
@pytest.mark.parametrize("state", ["locked", "publicity"])
def test_projector_shows_no_expert_and_no_score(
    sqlite_backend: Backend, tmp_path: Path, role: Role, state: str
) -> None:
    engine = sqlite_backend.copy(state)
    with reading(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        people = panels.seats_of_round(session, found.id)
        scores = panels.submitted_scores(session, found.id)
        totals = {one.total for one in review_totals(found, scores).values() if one.total is not None}
    forbidden = {expert.name for _seat, expert in people} | {seat.pseudonym for seat, _expert in people}
    forbidden |= {f"{Decimal(one.hundredths) / 100:.2f}" for one in scores if one.hundredths is not None}
    forbidden |= {f"{float(total):.2f}" for total in totals}
    client = signed_in(engine, role, tmp_path)
    for view in VIEWS:
        page = client.get(f"/rounds/NM-DEMO/meeting?view={view}").text
        assert "演示轮次" in page
        assert {word for word in forbidden if word in page} == set()
    engine.dispose()


def test_cut_line_is_shown_after_the_lock_to_those_who_rank(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = sqlite_backend.copy("publicity")
    shown = {
        role: "view=line" in signed_in(engine, role, tmp_path).get("/rounds/NM-DEMO/meeting").text
        for role in (Role.DEPARTMENT, Role.OBSERVER, Role.ORGANISER)
    }
    engine.dispose()
    assert shown == {Role.DEPARTMENT: True, Role.OBSERVER: True, Role.ORGANISER: False}


def test_divergence_names_pseudonyms_only(locked: Engine, tmp_path: Path) -> None:
    with reading(locked) as session:
        people = panels.seats_of_round(session, rounds.round_by_code(session, "NM-DEMO").id)
    page = signed_in(locked, Role.ORGANISER, tmp_path).get("/panel/NM-DEMO/divergence").text
    assert {expert.name for _seat, expert in people if expert.name in page} == set()
    assert "专家01" in page


def test_expert_finds_no_request_of_a_colleague(locked: Engine, tmp_path: Path) -> None:
    assert signed_in(locked, Role.EXPERT, tmp_path).get("/desk-panel/reconsiderations/1").status_code == 404


def test_expert_who_does_not_lead_finds_no_opinion(locked: Engine, tmp_path: Path) -> None:
    client = signed_in(locked, Role.EXPERT, tmp_path)
    assert client.get("/panel/NM-DEMO/opinion").status_code == 404
    assert client.post("/panel/NM-DEMO/opinion", data={"version": "1"}).status_code == 404


def test_leader_named_by_the_organiser_writes_and_prints(locked: Engine, tmp_path: Path) -> None:
    with reading(locked) as session:
        account_ids = {seat.account_id: seat.pseudonym for seat, _expert in panels.seated_of_round(session, 1)}
        pseudonym = account_ids[account_of(session, Role.EXPERT).id]
    organiser = signed_in(locked, Role.ORGANISER, tmp_path)
    assert organiser.post("/panel/NM-DEMO/leader", data={"expert": pseudonym}).status_code == 302
    leader = signed_in(locked, Role.EXPERT, tmp_path)
    assert "起草专家组评审意见" in leader.get("/desk/").text
    text = {
        "version": "1",
        "overall": "共评审十六个集群。",
        "dissent": "专家03：保留意见。",
        "conclusion": "同意按得分择优。",
    }
    assert leader.post("/panel/NM-DEMO/opinion", data=text).status_code == 302
    late = organiser.post("/panel/NM-DEMO/opinion", data=text, headers={"Accept": "application/json"})
    assert late.status_code == 409
    printed = organiser.get("/panel/NM-DEMO/opinion.docx")
    assert (printed.status_code, printed.data[:2]) == (200, b"PK")


def test_divergence_record_is_printed_once_somebody_was_asked(locked: Engine, tmp_path: Path) -> None:
    organiser = signed_in(locked, Role.ORGANISER, tmp_path)
    assert organiser.get("/panel/NM-DEMO/records.docx", headers={"Accept": "application/json"}).status_code == 422
    with reading(locked) as session:
        pair = next(iter(reconsiderations.submitted_pairs(session, 1).values()))
    data = {"review": str(pair.assignment.id), "area": "digital", "note": "请复看数字化部分。"}
    assert organiser.post("/panel/NM-DEMO/divergence/ask", data=data).status_code == 302
    printed = organiser.get("/panel/NM-DEMO/records.docx")
    assert (printed.status_code, printed.data[:2]) == (200, b"PK")


@pytest.mark.parametrize("path", ["/rounds/NM-DEMO/meeting", "/panel/NM-DEMO/sample", "/panel/NM-DEMO/opinion"])
def test_panel_pages_ask_a_handful_of_questions(locked: Engine, tmp_path: Path, path: str) -> None:
    client = signed_in(locked, Role.ORGANISER, tmp_path)
    with statements(locked) as sent:
        assert client.get(path).status_code == 200
    assert len([one for one in sent if one.startswith("SELECT")]) <= 8

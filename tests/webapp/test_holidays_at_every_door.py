"""The notice of a year entered by page, interface and command: nothing that runs is shortened without a word."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.list_world import decide, noon, ranked_round
from tests.stories.three_doors import ThreeDoors, three_doors
from tests.webapp.api.programs import Program
from webapp.cli.entry import zeyou
from webapp.database import transaction
from webapp.models import LedgerEntry, Publicity
from webapp.permissions import Role
from webapp.services.start_publicity import start_publicity

PUBLISHED, BEFORE = date(2026, 12, 30), date(2027, 1, 6)
# Without the notice: 31 December, then 1, 4, 5 and 6 January, for a Friday is taken as worked.
LONGER = [("元旦", "2027-01-01", True), ("元旦", "2027-01-02", True), ("元旦", "2027-01-03", True)]
SOONER = [("调休上班", "2027-01-02", False)]


@pytest.fixture
def doors(sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreeDoors]:
    """A list published two days before a year whose holidays nobody knows."""
    opened = three_doors(sqlite_backend, "publicity", tmp_path, noon(PUBLISHED), monkeypatch)
    with transaction(opened.engine) as session:
        found = ranked_round(session, "nm-2023")
        decide(session, found, PUBLISHED)
        department = opened.actor(session, Role.DEPARTMENT)
        start_publicity(session, actor=department, found=found, published_on=PUBLISHED, now=noon(PUBLISHED))
    yield opened
    opened.engine.dispose()


def enter(doors: ThreeDoors, door: str, days: list[tuple[str, str, bool]], may_shorten: bool = False) -> bool:
    """Enter the notice; tell whether it was taken."""
    if door == "page":
        form = {"year": "2027", "paper": "国办发明电", "may_shorten": "yes" if may_shorten else ""}
        lines = {"off": [one for one in days if one[2]], "worked": [one for one in days if not one[2]]}
        form |= {name: "\n".join(f"{one[0]} {one[1]}" for one in listed) for name, listed in lines.items()}
        return doors.persons[Role.DEPARTMENT].post("/holidays/", data=form).status_code == 302
    named = [{"name": name, "date": day, "is_off": is_off} for name, day, is_off in days]
    if door == "interface":
        body: dict[str, Any] = {"year": 2027, "papers": ["国办发明电"], "days": named, "may_shorten": may_shorten}
        program = Program(doors.app.test_client(), doors.tokens[Role.DEPARTMENT])
        return program.post("/holidays", body).status_code == 201
    path = doors.folder / "notice.json"
    written = [{"name": one["name"], "date": one["date"], "isOffDay": one["is_off"]} for one in named]
    path.write_text(json.dumps({"year": 2027, "papers": ["国办发明电"], "days": written}))
    words = ["dates", "enter", str(path), *(["--shorten"] if may_shorten else [])]
    return CliRunner().invoke(zeyou, words, env=doors.environment()).exit_code == 0


def last_day(doors: ThreeDoors) -> tuple[date, bool]:
    """Return when the publicity ends, and whether that is provisional."""
    with Session(doors.engine) as session:
        hung = session.scalars(select(Publicity)).one()
        return hung.last_day, hung.is_provisional


@pytest.mark.parametrize("door", ["page", "interface", "command"])
def test_notice_lengthens_at_once_and_shortens_only_when_confirmed(doors: ThreeDoors, door: str) -> None:
    assert last_day(doors) == (BEFORE, True)
    before = doors.standing()
    assert not enter(doors, door, SOONER)
    assert (last_day(doors), doors.standing(), list(doors.folder.glob("holidays/*"))) == ((BEFORE, True), before, [])
    assert enter(doors, door, SOONER, may_shorten=True)
    assert last_day(doors) == (date(2027, 1, 5), False)
    with Session(doors.engine) as session:
        facts = session.scalars(select(LedgerEntry.facts).where(LedgerEntry.action == "enter holidays")).one()
    assert json.loads(facts)["shortened"] == {"NM-DEMO 公示": ["2027-01-06", "2027-01-05"]}


@pytest.mark.parametrize("door", ["page", "interface", "command"])
def test_notice_with_holidays_moves_the_last_day_back(doors: ThreeDoors, door: str) -> None:
    assert enter(doors, door, LONGER)
    assert last_day(doors) == (date(2027, 1, 7), False)


def test_lines_that_cannot_be_read_are_named_and_others_may_not_enter(doors: ThreeDoors) -> None:
    before = doors.standing()
    form = {
        "year": "2027",
        "paper": "国办发明电",
        "off": "元旦 2027-01-01 至 2027-13-03\n春节 2027-02-06 至 2027-02-12",
    }
    answer = doors.persons[Role.DEPARTMENT].post("/holidays/", data=form)
    assert (answer.status_code, "元旦 2027-01-01 至 2027-13-03" in answer.text) == (422, True)
    assert doors.persons[Role.CITY_BUREAU].post("/holidays/", data=form).status_code == 403
    assert doors.persons[Role.DEPARTMENT].get("/holidays/").status_code == 200
    assert doors.standing() == before

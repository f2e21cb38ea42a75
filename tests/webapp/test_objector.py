"""Who raised an objection: unreadable in the file, told only to those who handle it, on record, blanked in time."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.list_world import PROOF, noon, object_to, published_round, settle
from tests.stories.three_doors import ThreeDoors, three_doors
from tests.webapp.api.programs import Program
from webapp.cli.entry import zeyou
from webapp.database import transaction
from webapp.models import LedgerEntry, Objection, Round
from webapp.permissions import Role
from webapp.queries import lists
from webapp.services.announce_list import announce_list
from webapp.services.read_objector import FORGOTTEN, forget_objectors
from webapp.services.upgrade_sealed import encrypt_objectors

TUESDAY, ANNOUNCED = date(2026, 3, 24), date(2026, 3, 31)
NAME, CONTACT = "包头某某公司", "13800000000"


@pytest.fixture
def doors(sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreeDoors]:
    """An objection against the first name of a published list."""
    opened = three_doors(sqlite_backend, "publicity", tmp_path, noon(TUESDAY), monkeypatch)
    with transaction(opened.engine) as session:
        found, _positions = published_round(session, "nm-2023")
        object_to(session, found, lists.entries_of_round(session, found.id)[0].declaration.number, TUESDAY, tmp_path)
    yield opened
    opened.engine.dispose()


def number_of(doors: ThreeDoors) -> str:
    """Return the number of the objection."""
    with Session(doors.engine) as session:
        return session.scalars(select(Objection.number)).one()


def readings(doors: ThreeDoors) -> list[str]:
    """Return what was read, by the ledger."""
    with Session(doors.engine) as session:
        acts = session.scalars(select(LedgerEntry.action).order_by(LedgerEntry.sequence))
        return [one for one in acts if one in ("read objector", "open evidence")]


def test_objector_is_told_on_record_to_the_department_alone(doors: ThreeDoors) -> None:
    number, department, observer = number_of(doors), doors.persons[Role.DEPARTMENT], doors.persons[Role.OBSERVER]
    page = f"/objections/NM-DEMO/{number}"
    assert [NAME in one.get(page).text for one in (department, observer)] == [False, False]
    assert readings(doors) == []
    assert NAME in department.post(f"{page}/objector").text
    assert observer.post(f"{page}/objector").status_code == 403
    client = doors.app.test_client()
    path = f"/rounds/NM-DEMO/objections/{number}"
    told = Program(client, doors.tokens[Role.DEPARTMENT]).get(f"{path}/objector")
    assert told.json == {"name": NAME, "contact": CONTACT}
    assert Program(client, doors.tokens[Role.OBSERVER]).get(f"{path}/objector").status_code == 403
    words = ["objection", "objector", "NM-DEMO", number, "--as"]
    shown = CliRunner().invoke(zeyou, [*words, doors.logins[Role.DEPARTMENT]], env=doors.environment())
    assert (shown.exit_code, NAME in shown.output) == (0, True)
    refused = CliRunner().invoke(zeyou, [*words, doors.logins[Role.OBSERVER]], env=doors.environment())
    assert (refused.exit_code != 0, NAME in refused.output) == (True, False)
    assert readings(doors) == ["read objector"] * 3
    assert Program(client, doors.tokens[Role.OBSERVER]).get(f"{path}/evidence").data == PROOF.data
    assert department.get(f"{page}/evidence").data == PROOF.data
    assert readings(doors)[3:] == ["open evidence"] * 2


def test_paper_names_the_objector_only_for_those_who_handle_it(doors: ThreeDoors) -> None:
    from docx import Document

    page = f"/objections/NM-DEMO/{number_of(doors)}/opinion.docx"
    for role, is_named in ((Role.DEPARTMENT, True), (Role.OBSERVER, False)):
        path = doors.folder / f"{role}.docx"
        path.write_bytes(doors.persons[role].get(page).data)
        cells = [cell.text for table in Document(str(path)).tables for row in table.rows for cell in row.cells]
        assert (NAME in cells, CONTACT in cells) == (is_named, is_named)
    assert readings(doors) == ["read objector"]


def test_name_is_unreadable_in_the_file_and_older_ones_are_encrypted(doors: ThreeDoors) -> None:
    stored = text("SELECT objector, contact FROM objection")
    with doors.engine.connect() as connection:
        assert [one.partition(":")[0] for one in connection.execute(stored).one()] == ["aes", "aes"]
    with transaction(doors.engine) as session:
        session.execute(text("UPDATE objection SET objector = :name"), {"name": NAME})
        assert session.scalars(select(Objection.objector)).one() == NAME
        encrypt_objectors(session)
    with doors.engine.connect() as connection:
        assert connection.execute(stored).one()[0].startswith("aes:")
    with Session(doors.engine) as session:
        assert session.scalars(select(Objection.objector)).one() == NAME


def test_objector_is_blanked_when_the_period_after_the_announcement_is_over(doors: ThreeDoors) -> None:
    with transaction(doors.engine) as session:
        found = session.get_one(Round, 1)
        settle(session, found, lists.objections_of_round(session, found.id)[0][0], "dismissed", TUESDAY)
        told = {"found": found, "announced_on": ANNOUNCED, "now": noon(ANNOUNCED), "today": ANNOUNCED}
        announce_list(session, actor=doors.actor(session, Role.DEPARTMENT), **told)
        day_before, day = date(2029, 3, 29), date(2029, 3, 30)
        assert forget_objectors(session, today=day_before, days=1095, now=noon(day_before)) == 0
        assert forget_objectors(session, today=day, days=0, now=noon(day)) == 0
        assert forget_objectors(session, today=day, days=1095, now=noon(day)) == 1
        assert forget_objectors(session, today=day, days=1095, now=noon(day)) == 0
        one = lists.objections_of_round(session, found.id)[0][0]
        assert (one.objector, one.contact, one.state) == (FORGOTTEN, "", "dismissed")
        facts = session.scalars(select(LedgerEntry.facts).where(LedgerEntry.action == "forget objectors")).one()
        assert json.loads(facts)["objections"] == [one.number]

"""Evidence of incidents, charges and statements: let in by its content at every door, opened only on record."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.registry_places import ANNOUNCED
from tests.stories.registry_world import noon, recognised
from tests.stories.three_doors import ThreeDoors, three_doors
from tests.webapp.api.programs import Program
from webapp.cli.entry import zeyou
from webapp.database import transaction
from webapp.models import ClusterEvidence, Incident, LedgerEntry
from webapp.permissions import Role

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TODAY = date(2026, 3, 2)


@pytest.fixture
def doors(sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreeDoors]:
    """A cluster with an incident and a case that was opened."""
    opened = three_doors(sqlite_backend, "staff", tmp_path, noon(TODAY), monkeypatch)
    with transaction(opened.engine) as session:
        story = recognised(session, "nm-2023", ANNOUNCED)
        told = {"happened_on": TODAY, "text": "火灾", "evidence": "应急部门通报", "at": noon(TODAY)}
        session.add(Incident(cluster_id=story.cluster.id, account_id=story.city.account_id, **told))
        story.open_case(2, TODAY)
    yield opened
    opened.engine.dispose()


def command(doors: ThreeDoors, role: Role, side: str, path: Path) -> Result:
    """Attach by the command."""
    words = ["cluster", "attach", "NM-2023-001", side, "1", str(path), "--as", doors.logins[role]]
    return CliRunner().invoke(zeyou, words, env=doors.environment())


def test_file_attached_at_any_door_is_opened_at_any_other_and_noted(doors: ThreeDoors, tmp_path: Path) -> None:
    told = {"file": (BytesIO(PDF), "通报.pdf")}
    sent = doors.persons[Role.CITY_BUREAU].post("/registry/1/incidents/1/evidence", data=told)
    assert sent.status_code == 302, sent.text
    program = Program(doors.app.test_client(), doors.tokens[Role.DEPARTMENT])
    headers = {"Authorization": f"Bearer {program.token}"}
    path = "/api/v1/clusters/1/revocation/1/evidence?filename=核查.pdf"
    assert program.client.post(path, data=PDF + b"%", headers=headers).status_code == 201
    said = tmp_path / "陈述.pdf"
    said.write_bytes(PDF + b"%%")
    assert command(doors, Role.APPLICANT, "statement", said).exit_code == 0
    listed = program.get("/clusters/1/file").json["evidence"]
    assert [(one["side"], one["filename"]) for one in listed] == [
        ("incident", "通报.pdf"),
        ("charge", "核查.pdf"),
        ("statement", "陈述.pdf"),
    ]
    assert program.get("/clusters/1/evidence/1").data == PDF
    shown = doors.persons[Role.APPLICANT].get("/registry/1/evidence/2")
    assert (shown.data, shown.headers["X-Content-Type-Options"]) == (PDF + b"%", "nosniff")
    page = doors.persons[Role.OBSERVER].get("/registry/1").text
    assert all(name in page for name in ("通报.pdf", "核查.pdf", "陈述.pdf"))
    with Session(doors.engine) as session:
        acts = session.scalars(select(LedgerEntry.action).order_by(LedgerEntry.sequence)).all()
    assert [one for one in acts if "evidence" in one] == ["attach evidence"] * 3 + ["open evidence"] * 2


def test_hostile_file_and_wrong_person_leave_nothing_behind(doors: ThreeDoors, tmp_path: Path) -> None:
    before, bad = doors.standing(), tmp_path / "网页.pdf"
    bad.write_bytes(b"<html><script>alert(1)</script>")
    told = {"file": (BytesIO(bad.read_bytes()), "网页.pdf")}
    person = doors.persons[Role.DEPARTMENT].post("/registry/1/revocation/1/evidence", data=told)
    program = Program(doors.app.test_client(), doors.tokens[Role.DEPARTMENT])
    headers = {"Authorization": f"Bearer {program.token}"}
    path = "/api/v1/clusters/1/revocation/1/evidence?filename=网页.pdf"
    called = program.client.post(path, data=bad.read_bytes(), headers=headers)
    assert (person.status_code, called.status_code) == (422, 422)
    assert command(doors, Role.DEPARTMENT, "charge", bad).exit_code != 0
    good = tmp_path / "好.pdf"
    good.write_bytes(PDF)
    assert command(doors, Role.APPLICANT, "charge", good).exit_code != 0
    told = {"file": (BytesIO(PDF), "好.pdf")}
    assert doors.persons[Role.OBSERVER].post("/registry/1/incidents/1/evidence", data=told).status_code == 403
    empty = program.client.post(path, data=b"", headers=headers)
    assert empty.status_code == 422
    assert doors.standing() == before


def test_decided_case_takes_no_more_files(doors: ThreeDoors) -> None:
    department = doors.persons[Role.DEPARTMENT]
    department.post("/registry/1/revocation/1/statement", data={"text": "放弃陈述"})
    department.post("/registry/1/revocation/1/decide", data={"outcome": "keep", "reason": "已整改"})
    told = {"file": (BytesIO(PDF), "迟.pdf")}
    late = department.post("/registry/1/revocation/1/evidence", data=told)
    assert (late.status_code, "已于 2026-03-02 办结" in late.text) == (422, True)
    with Session(doors.engine) as session:
        assert session.scalars(select(ClusterEvidence)).all() == []

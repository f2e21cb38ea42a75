"""Evidence: let in by content, kept once, handed out only to those who may read it, missing where it is missing."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import NOW, Backend
from tests.webapp.imports.office_files import workbook_bytes
from tests.webapp.imports.test_evidence import pdf, png
from tests.webapp.pages.intake_world import declare, open_intake, person, stored
from webapp.database import reading, transaction
from webapp.models import Declaration, Evidence
from webapp.permissions import Role
from webapp.queries import accounts, desks, evidence
from webapp.services.keep_content import keep_content

FIELD = "governance.platform_ticks"


@pytest.fixture
def intake(sqlite_backend: Backend) -> Iterator[Engine]:
    """A round of the first pack that receives declarations."""
    engine = sqlite_backend.copy("staff")
    open_intake(engine)
    yield engine
    engine.dispose()


def upload(client: FlaskClient, number: int, data: bytes, name: str, place: str = FIELD) -> TestResponse:
    """Send one file."""
    sent = {"place": place, "file": (BytesIO(data), name)}
    return client.post(f"/declarations/{number}/evidence", data=sent, content_type="multipart/form-data")


def test_uploaded_file_is_listed_and_comes_back_whole(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    client = person(intake, Role.APPLICANT, tmp_path)
    assert upload(client, number, pdf(), "平台清单.pdf").status_code == 302
    assert "平台清单.pdf" in client.get(f"/declarations/{number}/particulars").text
    answer = client.get("/evidence/1")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, pdf(), "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "filename*=UTF-8''%E5%B9%B3%E5%8F%B0%E6%B8%85%E5%8D%95.pdf" in answer.headers["Content-Disposition"]


def test_workbook_is_only_ever_saved(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    client = person(intake, Role.APPLICANT, tmp_path)
    assert upload(client, number, workbook_bytes(""), "清单.xlsx").status_code == 302
    answer = client.get("/evidence/1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (answer.headers["X-Frame-Options"], "sandbox" in answer.headers["Content-Security-Policy"]) == ("DENY", True)


def test_file_that_is_not_what_it_says_is_refused(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    answer = upload(person(intake, Role.APPLICANT, tmp_path), number, b"<html>", "a.pdf")
    assert answer.status_code == 422
    with reading(intake) as session:
        assert evidence.evidence_of(session, number) == []
    assert not (tmp_path / "evidence").exists()


def test_first_upload_makes_the_other_claims_ask_for_theirs(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    client = person(intake, Role.APPLICANT, tmp_path)
    assert stored(intake, number).context.get("evidence_missing", []) == []
    upload(client, number, png(), "平台.png")
    missing = stored(intake, number).context["evidence_missing"]
    assert (FIELD in missing, "governance.service_ticks" in missing) == (False, True)
    stated = {"version": 2, "evidence:governance.service_ticks": "paper"}
    assert client.post(f"/declarations/{number}/particulars", data=stated).status_code == 302
    assert "governance.service_ticks" not in stored(intake, number).context["evidence_missing"]


def test_removed_content_goes_when_nothing_refers_to_it(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    client = person(intake, Role.APPLICANT, tmp_path)
    upload(client, number, png(), "甲.png")
    upload(client, number, png(), "乙.png", "governance.service_ticks")
    kept = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert client.post(f"/declarations/{number}/evidence/1/remove").status_code == 302
    assert kept[0].exists()
    assert client.post(f"/declarations/{number}/evidence/2/remove").status_code == 302
    assert not kept[0].exists()
    assert stored(intake, number).context["evidence_missing"] == []


def test_same_content_twice_at_one_place_is_refused(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    client = person(intake, Role.APPLICANT, tmp_path)
    assert [upload(client, number, png(), "甲.png").status_code for _ in range(2)] == [302, 422]


def test_submitted_evidence_stays(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    client = person(intake, Role.APPLICANT, tmp_path)
    upload(client, number, png(), "甲.png")
    typed = {"version": 2, "cover.cluster_name": "某集群", "cover.city": "包头市", "submit": "yes"}
    assert client.post(f"/declaring/{number}", data=typed).status_code == 302
    assert client.post(f"/declarations/{number}/evidence/1/remove").status_code == 403
    assert upload(client, number, pdf(), "乙.pdf").status_code == 403


def test_strangers_and_other_cities_do_not_get_the_file(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    upload(person(intake, Role.APPLICANT, tmp_path), number, png(), "甲.png")
    city = person(intake, Role.CITY_BUREAU, tmp_path)
    assert city.get("/evidence/1").status_code == 200
    with transaction(intake) as session:
        accounts.accounts_of_role(session, Role.CITY_BUREAU)[0].city = "赤峰市"
    others, none = (city.get(path, headers={"Accept": "application/json"}) for path in ("/evidence/1", "/evidence/99"))
    assert (others.status_code, others.data) == (none.status_code, none.data) == (404, others.data)


def test_expert_reads_what_lies_before_him_only(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = sqlite_backend.copy("scoring")
    with transaction(engine) as session:
        mine = [sheet.declaration.id for sheet in desks.sheets_of_account(session, expert_id(session))]
        other = next(one for one in every_declaration(session) if one not in mine)
        for at, number in enumerate((mine[0], other), start=1):
            session.add(file_of(session, number, at))
    keep_content(tmp_path, "0" * 64, b"%PDF")
    client = person(engine, Role.EXPERT, tmp_path)
    assert [client.get(f"/evidence/{at}").status_code for at in (1, 2)] == [
        200,
        404,
    ]  # 404: others' files read like none
    engine.dispose()


def expert_id(session: Session) -> int:
    """Return the first expert's account."""
    return accounts.accounts_of_role(session, Role.EXPERT)[0].id


def every_declaration(session: Session) -> list[int]:
    """List the ids of all declarations."""
    return list(session.scalars(select(Declaration.id)))


def file_of(session: Session, number: int, at: int) -> Evidence:
    """Add a file to a declaration."""
    facts = {"filename": "甲.pdf", "media_type": "application/pdf", "size": 4, "sha256": "0" * 64}
    return Evidence(id=at, declaration_id=number, account_id=expert_id(session), at=NOW, **facts)

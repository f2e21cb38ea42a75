"""Names that climb, mislead or break a header: nothing leaves the store, and every answer's header is one line."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.stories.actors import signed_in
from tests.webapp.imports.test_evidence import pdf
from tests.webapp.pages.intake_world import declare, open_intake, person
from tests.webapp.pages.test_intake_evidence import upload
from webapp.permissions import Role

NAMES = (
    "../../../../tmp/escaped.pdf",
    "..\\..\\escaped.pdf",
    "/etc/escaped.pdf",
    "C:\\escaped.pdf",
    "\\\\server\\share\\escaped.pdf",
    "....//escaped.pdf",
    "%2e%2e%2fescaped.pdf",
    ".htaccess.pdf",
    "con.pdf",
    "a\u202efdp.pdf",
    "a\r\nSet-Cookie: x=1.pdf",
    'a";filename="b.exe";x=".pdf',
    "a;b.pdf",
    "<img src=x onerror=alert(1)>.pdf",
    "=1+1.pdf",
    "长" * 300 + ".pdf",
    "\u2028\ufeff.pdf",
    "~root.pdf",
    "a.php;.pdf",
    " .pdf",
)
HARMLESS = re.compile(r"(inline|attachment); filename=[^\r\n]*", re.ASCII)
ODD_PATHS = (
    "/static/../wsgi.py",
    "/static/%2e%2e/wsgi.py",
    "/static/..%5cwsgi.py",
    "/static//etc/passwd",
    "/static/%00",
)


@pytest.fixture(scope="module")
def intake(sqlite_backend: Backend) -> Iterator[Engine]:
    """A round that receives declarations."""
    engine = sqlite_backend.copy("staff")
    open_intake(engine)
    yield engine
    engine.dispose()


def test_no_name_of_evidence_leaves_the_store_or_its_header(intake: Engine, tmp_path: Path) -> None:
    store, number = tmp_path / "outer" / "store", declare(intake)
    store.mkdir(parents=True)
    client = person(intake, Role.APPLICANT, store)
    sent = 0
    for turn, name in enumerate(NAMES):
        status = upload(client, number, pdf(stream=b"q %d Q" % turn), name).status_code
        assert status in (302, 422), name
        sent += status == 302
    answers = [client.get(f"/evidence/{n}") for n in range(1, sent + 1)]
    headers = [one.headers["Content-Disposition"] for one in answers]
    assert sent >= 15
    assert [one for one in headers if not HARMLESS.fullmatch(one)] == []
    assert [one for one in headers if re.search(r"\.\.|[/\\:\u202e]|\.exe\b", one.replace("UTF-8''", ""))] == []
    assert {one.mimetype for one in answers} == {"application/pdf"}
    assert [path.name for path in (tmp_path / "outer").iterdir()] == ["store"]
    assert not any("escaped" in path.name for path in tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("role", "path", "field"),
    [
        (Role.ORGANISER, "/experts/import", "table"),
        (Role.DEPARTMENT, "/declaring/IN-1/import-table", "table"),
        (Role.DEPARTMENT, "/declaring/IN-1/import-form", "form"),
    ],
)
def test_no_name_of_a_table_or_form_is_more_than_a_word(
    intake: Engine, tmp_path: Path, role: Role, path: str, field: str
) -> None:
    client = signed_in(intake, role, tmp_path)
    for name in NAMES:
        sent = {one: (BytesIO(b"not a table"), name.replace(".pdf", ".xlsx")) for one in (field, "file")}
        answer = client.post(path, data=sent, content_type="multipart/form-data")
        assert (name, answer.status_code) in [(name, 422), (name, 403), (name, 302)]
        assert "<img src=x" not in answer.text
    assert not any("escaped" in one.name for one in tmp_path.rglob("*"))


def test_static_files_end_at_their_folder(intake: Engine, tmp_path: Path) -> None:
    client = signed_in(intake, Role.DEPARTMENT, tmp_path)
    assert {client.get(path).status_code for path in ODD_PATHS} <= {308, 404, 422}

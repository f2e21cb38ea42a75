"""Papers of the pages come to programs as the kind of file asked for; a name or kind there is none of is refused."""

from pathlib import Path

import pytest

from tests.conftest import Backend
from tests.webapp.api.programs import program
from webapp.permissions import Role

SIGNS = {"docx": b"PK\3\4", "xlsx": b"PK\3\4", "pdf": b"%PDF-"}


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.ORGANISER, "/rounds/NM-DEMO/panel-papers/draw-record.docx"),
        (Role.ORGANISER, "/rounds/NM-DEMO/panel-papers/undertakings.pdf"),
        (Role.DEPARTMENT, "/rounds/NM-DEMO/publicities/1.pdf"),
        (Role.DEPARTMENT, "/rounds/NM-DEMO/publicities/1.xlsx"),
        (Role.DEPARTMENT, "/declarations/1/screening.docx"),
        (Role.DEPARTMENT, "/declarations/1/papers/application-form.docx"),
    ],
)
def test_paper_comes_as_the_kind_asked_for(role: Role, path: str, sqlite_backend: Backend, tmp_path: Path) -> None:
    answer = program(sqlite_backend.copy("publicity"), role, tmp_path).call("GET", path)
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith(SIGNS[path.rpartition(".")[2]])


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.ORGANISER, "/rounds/NM-DEMO/panel-papers/ranked-list.docx"),
        (Role.ORGANISER, "/rounds/NM-DEMO/panel-papers/draw-record.exe"),
        (Role.DEPARTMENT, "/rounds/NM-DEMO/announcement/nothing.docx"),
        (Role.DEPARTMENT, "/declarations/1/papers/onsite.docx"),
    ],
)
def test_paper_of_another_address_is_not_found(role: Role, path: str, sqlite_backend: Backend, tmp_path: Path) -> None:
    answer = program(sqlite_backend.copy("publicity"), role, tmp_path).call("GET", path)
    assert (answer.status_code, answer.json["code"]) == (404, "no-document")

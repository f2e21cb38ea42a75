"""No text of anybody turns into a formula in any table that is handed out."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.hostile.bent_requests import filled
from tests.hostile.known_parts import known_parts
from tests.hostile.poisoned_round import WORDS, fuller_round, poison
from tests.stories.actors import signed_in
from tests.webapp.exports.specimens import SPECIMENS
from tests.webapp.exports.specimens_after_recognition import SPECIMENS_AFTER_RECOGNITION
from webapp.exports.cell_formats import FORMULA_PREFIXES
from webapp.exports.ranking_files import ranking_csv, ranking_xlsx
from webapp.exports.rendering import render
from webapp.exports.round_documents import DOCUMENTS
from webapp.permissions import Role
from webapp.services.rank_file import FileRanking, RankedLine

EVERY = SPECIMENS | SPECIMENS_AFTER_RECOGNITION
ATTACKS = tuple(f"{prefix}HYPERLINK(1)|'/c calc'!A1" for prefix in FORMULA_PREFIXES)


def attacked(value: Any, turn: Iterator[str]) -> Any:
    """Put an attack before every text with Chinese words in a document."""
    if isinstance(value, str):
        return next(turn) + value if WORDS.search(value) else value
    if isinstance(value, tuple):
        return tuple(attacked(one, turn) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: attacked(getattr(value, one.name), turn) for one in fields(value) if one.init}
        )
    return value


def formulas(workbook: bytes) -> list[str]:
    """Return the cells that are formulas, or texts that would become one once somebody edits the cell."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [sheet.count(b"<f>") + sheet.count(b"<f ") for sheet in sheets] == [0] * len(sheets)
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [
        f"{cell.coordinate} {cell.value[:20]!r}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        or (isinstance(cell.value, str) and cell.value.startswith(FORMULA_PREFIXES) and not is_guarded(cell))
    ]


def is_guarded(cell: Any) -> bool:
    """Tell whether the cell stays text whatever is done to it: quoted, or formatted as text."""
    return bool(cell.quotePrefix) or cell.number_format == "@" or cell.value.startswith("\n")


@pytest.mark.parametrize("name", EVERY)
def test_no_printed_table_holds_a_formula(name: str) -> None:
    turn = cycle(ATTACKS)
    assert formulas(render(attacked(EVERY[name], turn), "xlsx")) == []


def ranking_of(names: tuple[str, ...]) -> FileRanking:
    """A ranking of declarations that carry these names."""
    lines = tuple(RankedLine(name, n, 80.0, 1.0, 78.0, 82.0, float(n), 0.5) for n, name in enumerate(names, start=1))
    return FileRanking(lines, "mean", names[0], 3, 1, ("0", "100"), 3, 9, {names[0]: names[1]}, names)


def test_no_ranking_computed_from_a_file_holds_a_formula() -> None:
    ranking = ranking_of(ATTACKS)
    rows = list(csv.reader(io.StringIO(ranking_csv(ranking).decode("utf-8-sig"), newline="")))
    assert [row[0][0] for row in rows[1:]] == ["'"] * 13
    assert formulas(ranking_xlsx(ranking)) == []


@pytest.fixture(scope="module")
def attacked_round(sqlite_backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The published round in which every word of a person begins like a formula."""
    engine = sqlite_backend.copy("publicity")
    fuller_round(engine, tmp_path_factory.mktemp("store"))
    assert poison(engine, ATTACKS) > 1000
    return engine


@pytest.mark.slow
def test_no_file_of_a_round_holds_a_formula(attacked_round: Engine, tmp_path: Path) -> None:
    found: dict[str, list[str]] = {}
    for role in (Role.DEPARTMENT, Role.CITY_BUREAU, Role.APPLICANT):
        client = signed_in(attacked_round, role, tmp_path)
        known = known_parts(attacked_round, role) | {"kind": "xlsx"}
        for rule in client.application.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or not rule.rule.endswith((".<kind>", ".xlsx", ".csv")):
                continue
            for name in DOCUMENTS if "<name>" in rule.rule else ("",):
                path = filled(rule.rule, known | {"name": name})
                answer = client.get(path)
                if answer.status_code == 200:
                    assert answer.headers["Content-Disposition"].startswith("attachment"), path
                    found[path] = formulas(answer.data)
    assert len(found) >= 12
    assert {path: cells for path, cells in found.items() if cells} == {}

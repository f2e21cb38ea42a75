"""A declaration filled online comes back equal in every cell through the .docx form and through the .xlsx table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from rubrics.loading import load_pack
from tests.conftest import Backend
from tests.webapp.pages.intake_world import answers_of, declare, open_intake, person, stored
from webapp.exports.declaration_template import declaration_workbook
from webapp.imports.application_form import import_application_form
from webapp.imports.declaration_table import import_declaration_table
from webapp.permissions import Role

PACK = load_pack("nm-2023")
RECOMMENDED = {"visited": "yes", "applicant.kind": "operator", "applicant.operator_kind": "产业园区管委会"}


@pytest.fixture
def intake(sqlite_backend: Backend) -> Iterator[Engine]:
    """A round of the first pack that receives declarations."""
    engine = sqlite_backend.copy("staff")
    open_intake(engine)
    yield engine
    engine.dispose()


def typed(answers: dict[str, Any]) -> dict[str, Any]:
    """Type answers as a browser sends them."""
    cells: dict[str, Any] = {}
    for field in PACK.form.fields:
        value = answers.get(field.key)
        if field.kind == "ticks":
            cells |= {field.key: [str(number) for number in value]} if value else {f"{field.key}.none": "yes"}
        elif field.years > 1:
            cells |= {f"{field.key}.{at}": str(cell) for at, cell in enumerate(value)}
        elif value is not None:
            cells[field.key] = str(value)
    return cells


def cells_of(answers: dict[str, Any]) -> list[Any]:
    """List what stands in each of the form's cells."""
    listed = []
    for cell in PACK.form.cells():
        value = answers.get(cell.key)
        listed.append(value if cell.year_index is None or value is None else value[cell.year_index])
    return listed


def filled_online(engine: Engine, folder: Path) -> int:
    """Fill the whole form in the browser, hand it in, and let the city write its opinion."""
    number = declare(engine, number=1)
    odd = {
        "leading_industry.supply_risk": "第一行\n　第二行：“引号”、<括号> & 百分之 5%",
        "innovation.rd_growth": ["-0.50", "无", "7.25"],
        "digital.new_mode_ticks": [],
        "openness.overseas_branches": "无",
    }
    answers = {**answers_of(2), **odd}
    client = person(engine, Role.APPLICANT, folder)
    answer = client.post(f"/declaring/{number}", data={"version": 1, "submit": "yes", **typed(answers)})
    assert answer.status_code == 302, answer.text
    return number


def test_online_declaration_survives_the_word_form(intake: Engine, tmp_path: Path) -> None:
    number = filled_online(intake, tmp_path)
    data = person(intake, Role.APPLICANT, tmp_path).get(f"/declaring/form/{number}.docx").data
    imported = import_application_form(data, "申报表.docx", PACK.form)
    assert imported.problems == ()
    before, after = cells_of(stored(intake, number).answers), cells_of(imported.fields)
    assert len(before) == 158
    assert after == before


def test_online_declaration_survives_the_table(intake: Engine, tmp_path: Path) -> None:
    number = filled_online(intake, tmp_path)
    data = person(intake, Role.APPLICANT, tmp_path).get(f"/declaring/table/{number}.xlsx").data
    table = import_declaration_table(data, "申报汇总.xlsx", PACK.form)
    assert table.all_problems == ()
    assert cells_of(table.declarations[0].fields) == cells_of(stored(intake, number).answers)
    assert declaration_workbook(PACK, [stored(intake, number).answers])[:2] == data[:2]


def test_word_form_brought_back_through_the_page_is_the_same(intake: Engine, tmp_path: Path) -> None:
    from io import BytesIO

    number = filled_online(intake, tmp_path)
    client = person(intake, Role.APPLICANT, tmp_path)
    data = client.get(f"/declaring/form/{number}.docx").data
    sent = {"form": (BytesIO(data), "申报表.docx")}
    answer = client.post("/declaring/IN-1/import-form", data=sent, content_type="multipart/form-data")
    again = int(answer.headers["Location"].rpartition("/")[2])
    assert cells_of(stored(intake, again).answers) == cells_of(stored(intake, number).answers)

"""The figures of the exported workbooks are those of the screen, digit for digit, and totals equal what is stored."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import Engine

from tests.stories.actors import signed_in
from webapp.database import reading
from webapp.permissions import Role
from webapp.queries import panels, rounds
from webapp.services.describe_desk import printed
from webapp.services.review_totals import review_totals


def cells_of(data: bytes) -> list[list[object]]:
    """Read every cell of the first sheet with another reader."""
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(data)).worksheets[0].iter_rows()]


def test_ranked_list_in_excel_equals_the_screen(published: Engine, tmp_path: Path) -> None:
    client = signed_in(published, Role.DEPARTMENT, tmp_path)
    page = client.get("/rankings/NM-DEMO").text
    rows = cells_of(client.get("/rankings/NM-DEMO/export/ranked-list.xlsx").data)
    on_screen = {
        number: Decimal(points)
        for number, points in re.findall(r"(NM-DEMO-\d+)</a></td>.*?data-estimate>([\d.]+)<", page, re.DOTALL)
    }
    head = next(row for row in rows if "项目编号" in row)
    number = head.index("项目编号")
    estimate = next(at for at, title in enumerate(head) if title and "校准" in str(title))
    in_file = {row[number]: Decimal(str(row[estimate])) for row in rows if str(row[number]).startswith("NM-DEMO-")}
    assert len(on_screen) == 16
    assert in_file == on_screen


def test_printed_totals_equal_the_stored_totals(published: Engine, tmp_path: Path) -> None:
    client = signed_in(published, Role.DEPARTMENT, tmp_path)
    data = client.get("/rankings/NM-DEMO/export/score-sheets.xlsx").data
    with reading(published) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        totals = review_totals(found, panels.submitted_scores(session, found.id))
    stored = sorted(Decimal(printed(one.total)) for one in totals.values())
    in_file = []
    for sheet in load_workbook(BytesIO(data)).worksheets:
        total = next(row for row in sheet.iter_rows(values_only=True) if "合计" in row)
        in_file.append(Decimal(str([value for value in total if isinstance(value, int | float)][-1])))
    assert len(in_file) == 80
    assert sorted(in_file) == stored


def test_every_document_opens_in_its_kind(published: Engine, tmp_path: Path) -> None:
    from webapp.exports.round_documents import DOCUMENTS

    client = signed_in(published, Role.OBSERVER, tmp_path)
    starts = {"xlsx": b"PK", "docx": b"PK", "pdf": b"%PDF"}
    for name, document in DOCUMENTS.items():
        if name == "score-sheets":
            continue
        for kind in document.kinds:
            answer = client.get(f"/rankings/NM-DEMO/export/{name}.{kind}")
            assert (answer.status_code, answer.data[: len(starts[kind])]) == (200, starts[kind])

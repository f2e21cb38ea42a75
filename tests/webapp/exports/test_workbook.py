from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from webapp.exports.cell_formats import FORMULA_PREFIXES
from webapp.exports.document import Column, Document, Table
from webapp.exports.ranked_list import ranked_list
from webapp.exports.rendering import render, render_together
from webapp.exports.sheet_writer import TextTooLongError
from webapp.exports.workbook import LONG_TABLE, sheet_names

from .specimens import IMPRINT, SPECIMENS, a_ranking, ranked_row

RANKED = ranked_list(a_ranking())


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def test_figures_are_numbers_with_two_fixed_decimals() -> None:
    sheet = opened(render(RANKED, "xlsx")).active
    assert sheet is not None
    row = next(row for row in sheet.iter_rows() if row[2].value == "NM2026-002")
    # place 2: first expert 90.12 - 0.37 × 2 + 0 = 89.38; mean 88.125 - 2 = 86.125, printed 86.13
    assert (row[6].value, row[6].number_format) == (89.38, "0.00")
    assert (row[13].value, row[13].number_format) == (86.13, "0.00")
    assert (row[18].value, row[18].number_format) == (0.96, '[>=1]">99.9%";[<=0]"<0.1%";0.0%')


def test_a_tied_rank_stays_a_number_with_its_remark() -> None:
    sheet = opened(render(RANKED, "xlsx")).active
    assert sheet is not None
    ranks = [
        (row[1].value, row[1].number_format)
        for row in sheet.iter_rows()
        if row[2].value in ("NM2026-005", "NM2026-006")
    ]
    assert ranks == [(5, '0"（并列）"'), (5, '0"（并列）"')]


@pytest.mark.parametrize("prefix", FORMULA_PREFIXES)
def test_a_text_that_looks_like_a_formula_stays_text(prefix: str) -> None:
    text = f"{prefix}cmd|'/c calc'!A1"
    document = Document("表", (Table((Column("甲", 20), Column("乙", 20)), ((text, "x"),)),), IMPRINT)
    content = render(document, "xlsx")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    sheet = opened(content).active
    assert sheet is not None
    cell = next(cell for row in sheet.iter_rows() for cell in row if "cmd" in str(cell.value))
    assert cell.data_type == "s"
    assert cell.quotePrefix or prefix == "\r"  # a carriage return is a line end, and the text then begins with one
    assert cell.value == text.replace("\r", "\n")


def test_there_are_thirteen_dangerous_prefixes() -> None:
    assert len(set(FORMULA_PREFIXES)) == 13


def test_the_sheet_prints_a4_landscape_one_page_wide() -> None:
    sheet = opened(render(RANKED, "xlsx")).active
    assert sheet is not None
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "A5"


def test_a_long_table_is_written_in_little_memory_with_all_rows() -> None:
    n_rows = LONG_TABLE + 500
    ranking = replace(a_ranking(), rows=tuple(ranked_row(1 + place % 40) for place in range(n_rows)))
    sheet = opened(render(ranked_list(ranking), "xlsx")).active
    assert sheet is not None
    serials = [row[0].value for row in sheet.iter_rows(min_col=1, max_col=1)]
    assert serials[4 : 4 + n_rows] == list(range(1, n_rows + 1))


def test_sheets_get_different_names_without_forbidden_signs() -> None:
    one = SPECIMENS["score_sheet"]
    names = sheet_names([replace(one, label="A/B:C" * 10), replace(one, label="A/B:C" * 10), replace(one, label="'?*")])
    assert names == ["A B CA B CA B CA B CA B CA B CA", "A B CA B CA B CA B CA B CA B(2)", "表"]


def test_one_workbook_holds_a_sheet_for_each_review() -> None:
    book = opened(render_together([SPECIMENS["score_sheet"]] * 3, "xlsx"))
    assert book.sheetnames == ["NM2026-001 专家03", "NM2026-001 专家03(2)", "NM2026-001 专家03(3)"]


def test_equal_subtotals_of_neighbouring_areas_are_not_merged() -> None:
    sheet = opened(render(SPECIMENS["score_sheet"], "xlsx")).active
    assert sheet is not None
    # 数字化升级 and 绿色低碳转型 both make 15 × 0.85 = 12.75 and have three criteria each
    column = [cell.value for row in sheet.iter_rows(min_col=8, max_col=8) for cell in row]
    assert [value for value in column if isinstance(value, float | int)] == [21.25, 17, 12.75, 12.75, 8.5, 12.75, 85]


def test_a_reason_too_tall_for_a_row_is_given_several_rows() -> None:
    reason = "主导产业数据与佐证材料不一致，" * 200
    columns = (
        Column("序号", 12),
        Column("评分", 20),
        Column("理由", 40, "left"),
        *(Column(f"空{n}", 20) for n in range(4)),
    )
    table = Table(columns, ((1, Decimal("8.5"), reason, *[None] * 4), (2, Decimal(9), "同意", *[None] * 4)))
    sheet = opened(render(Document("表", (table,), IMPRINT, layout="portrait"), "xlsx")).active
    assert sheet is not None
    merged = next(area for area in sheet.merged_cells.ranges if area.min_col == 3 and area.min_row == 3)
    height = sum(sheet.row_dimensions[row].height for row in range(merged.min_row, merged.max_row + 1))
    # 3000 characters, at most 12 to a line of 14.2 pt: at least 250 lines, far above the 409 pt of one row
    assert sheet.cell(3, 3).value == reason
    assert height >= 250 * 10.5 * 1.35
    assert sheet.cell(merged.max_row + 1, 2).value == 9


def test_a_text_no_cell_can_hold_is_refused() -> None:
    document = Document("表", (Table((Column("甲", 20),), (("长" * 32768,),)),), IMPRINT)
    with pytest.raises(TextTooLongError, match="32768"):
        render(document, "xlsx")

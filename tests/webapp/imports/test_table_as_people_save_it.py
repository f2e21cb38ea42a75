"""Tables that people and their programs save otherwise than the template: what is shown is read, nothing in silence."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from rubrics.loading import load_pack
from rubrics.model import Pack
from tests.webapp.imports.office_files import workbook_bytes
from tests.webapp.imports.sample_answers import sample_answers
from webapp.exports.declaration_template import declaration_workbook
from webapp.imports.declaration_table import ImportedTable, import_declaration_table
from webapp.imports.refusal import RefusedFileError
from webapp.imports.workbook import read_workbook

SHARE = "innovation.rd_staff_share"
GROWTH = "leading_industry.growth"
Change = Callable[[Any, Any, dict[str, int]], None]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("nm-2023")


def named(pack: Pack, seed: int) -> dict[str, Any]:
    name = f"第{seed}号特色产业集群"
    return sample_answers(pack.form, seed) | {"cover.cluster_name": name, "basic.cluster_name": name}


def saved(pack: Pack, change: Change) -> bytes:
    """Return the table of three declarations after a change: workbook, sheet and the column of every key."""
    workbook = openpyxl.load_workbook(io.BytesIO(declaration_workbook(pack, [named(pack, n) for n in range(3)])))
    sheet = workbook.worksheets[0]
    change(workbook, sheet, {str(cell.value): int(cell.column) for cell in sheet[4]})
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def imported(pack: Pack, change: Change) -> ImportedTable:
    return import_declaration_table(saved(pack, change), "申报.xlsx", pack.form)


def refusal(pack: Pack, change: Change) -> RefusedFileError:
    with pytest.raises(RefusedFileError) as caught:
        imported(pack, change)
    return caught.value


def cell(key: str, value: object, number_format: str = "General") -> Change:
    def change(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(5, columns[key]).value = value
        sheet.cell(5, columns[key]).number_format = number_format

    return change


@pytest.mark.parametrize(
    ("stored", "number_format", "answer"),
    [
        (0.125, "0.0%", "12.5"),
        (0.125, "0.00%;[Red]\\-0.00%", "12.5"),
        (12.5, '0.00"%"', "12.5"),  # the sign is printed only: nothing is multiplied
        (12.5, "0.00\\%", "12.5"),
        (12.5, '0.00" %";-0.00" %"', "12.5"),
        (0.5, '0.0"%"', "0.5"),
    ],
)
def test_percent_sign_of_a_format_is_told_from_a_printed_one(
    pack: Pack, stored: float, number_format: str, answer: str
) -> None:
    table = imported(pack, cell(SHARE, stored, number_format))
    assert table.all_problems == ()
    assert table.declarations[0].fields[SHARE] == answer


def test_formula_saved_without_its_figure_is_refused_by_cell(pack: Pack) -> None:
    assert "的公式没有保存计算结果" in refusal(pack, cell(SHARE, "=5+7.5")).message


def test_formula_that_results_in_no_text_is_a_blank() -> None:
    cells = '<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c><c r="B1"><v>2</v></c>'
    assert read_workbook(workbook_bytes(f'<row r="1">{cells}</row>'), "a.xlsx")[0].rows[0][0] is None


def test_every_year_of_a_row_that_is_wrong_is_named_by_its_cell(pack: Pack) -> None:
    def change(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        for year, written in enumerate(("约五", "5.005", "5.00")):
            sheet.cell(6, columns[f"{GROWTH}[{year}]"]).value = written

    problems = imported(pack, change).all_problems
    assert [problem.code for problem in problems] == ["not_a_number", "too_many_decimals"]
    assert problems[0].cell != problems[1].cell


def test_fifty_wrong_cells_are_fifty_problems(pack: Pack) -> None:
    def change(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        numeric = [at for key, at in columns.items() if (entry := _field(pack, key)) is not None and entry.numeric]
        for row in (5, 6):
            for column in numeric[:25]:
                sheet.cell(row, column).value = "约十"

    assert len(imported(pack, change).all_problems) == 50


def _field(pack: Pack, key: str) -> Any:
    return pack.form.by_key.get(key.partition("[")[0])


def test_two_sheets_of_declarations_are_refused_by_name(pack: Pack) -> None:
    error = refusal(pack, lambda workbook, sheet, _: workbook.copy_worksheet(sheet))
    assert error.code == "table.several_sheets"
    assert "“申报数据”" in error.message


def test_hidden_copy_and_sheet_of_remarks_are_no_offence(pack: Pack) -> None:
    def change(workbook: Any, sheet: Any, _: dict[str, int]) -> None:
        workbook.copy_worksheet(sheet).sheet_state = "hidden"
        workbook.create_sheet("说明", 0)["A1"] = "请看第二张"

    table = imported(pack, change)
    assert (len(table.declarations), table.all_problems) == (3, ())


def test_row_of_spaces_is_no_declaration(pack: Pack) -> None:
    def change(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(40, columns[SHARE]).value = "  "

    assert len(imported(pack, change).declarations) == 3


def test_none_in_a_cell_joined_over_three_years_holds_for_all(pack: Pack) -> None:
    def change(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        first = columns[f"{GROWTH}[0]"]
        sheet.cell(5, first).value = "无"
        sheet.merge_cells(start_row=5, start_column=first, end_row=5, end_column=first + 2)

    assert imported(pack, change).declarations[0].fields[GROWTH] == ["无", "无", "无"]


def test_date_with_a_time_of_day_is_that_day(pack: Pack) -> None:
    table = imported(pack, cell("cover.apply_date", 45352.354, "yyyy-mm-dd hh:mm"))
    assert table.declarations[0].fields["cover.apply_date"] == "2024-03-01"

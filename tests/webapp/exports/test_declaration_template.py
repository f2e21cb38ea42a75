"""The template of the declarations' table: one column for each cell of the form, with help where it is filled."""

import io
import math

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rubrics.loading import load_pack
from rubrics.model import Pack
from tests.webapp.imports.sample_answers import sample_answers
from webapp.exports.declaration_template import columns_of, declaration_workbook
from webapp.exports.expert_template import write_expert_template
from webapp.exports.text_width import letters


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("nm-2023")


@pytest.fixture(scope="module")
def sheet(pack: Pack) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(declaration_workbook(pack))).worksheets[0]


def test_template_has_one_column_for_each_cell(pack: Pack, sheet: Worksheet) -> None:
    keys = [cell.value for cell in sheet[4] if cell.value]
    assert len(keys) == 158
    assert keys == [column.key for column in columns_of(pack.form)]
    assert sheet.row_dimensions[4].hidden is True


def test_sections_are_grouped_and_panes_frozen(pack: Pack, sheet: Worksheet) -> None:
    headed = [cell.value for cell in sheet[1] if cell.value]
    assert headed == ["序号", *(section.title for section in pack.form.sections)]
    assert sheet.freeze_panes == "F5"


def test_no_label_is_cut_by_the_height_of_its_row(pack: Pack, sheet: Worksheet) -> None:
    # A line of 11 points takes 15; a Chinese character is two letters wide.
    widths = {
        one.min + step: one.width for one in sheet.column_dimensions.values() for step in range(one.max - one.min + 1)
    }
    spans = {one.min_col: one.max_col for one in sheet.merged_cells.ranges if one.min_row == one.max_row == 2}
    labels = {cell.column: str(cell.value) for cell in sheet[2] if cell.value}
    rooms = {at: sum(widths[one] for one in range(at, spans.get(at, at) + 1)) for at in labels}
    needed = max(math.ceil(letters(label) / rooms[at]) for at, label in labels.items())
    assert needed == 5
    assert (sheet.row_dimensions[2].height or 0) >= 15 * needed


@pytest.mark.parametrize("name", ["declarations", "experts"])
def test_guide_is_printed_as_wide_as_the_sheet_with_its_headings(pack: Pack, name: str) -> None:
    content = declaration_workbook(pack) if name == "declarations" else write_expert_template()
    guide = openpyxl.load_workbook(io.BytesIO(content))["填写说明"]
    heading = next(cell.row for row in guide.iter_rows(max_col=1) for cell in row if cell.value in ("部分", "列名"))
    assert (guide.sheet_properties.pageSetUpPr.fitToPage, guide.page_setup.fitToHeight) == (True, 0)
    assert (guide.page_setup.orientation, guide.print_title_rows) == ("landscape", f"${heading}:${heading}")


def test_every_field_carries_its_help_as_a_comment(pack: Pack, sheet: Worksheet) -> None:
    helped = [cell for cell in sheet[2] if cell.comment is not None]
    assert len(helped) == len(pack.form.fields)
    area = next(cell for cell in helped if cell.value == "集群占地面积（平方公里）")
    assert area.comment.text == "填数字，最多 2 位小数\n单位：平方公里\n必须填写，不能填“无”"


def test_single_choices_are_offered_as_lists(sheet: Worksheet) -> None:
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists == {'"是,否"', '"是,否,不涉及"', '"第一产业,第二产业,第三产业"', '"是,否,非工业集群，不适用"'}


def test_guide_explains_every_field_and_rule(pack: Pack) -> None:
    guide = openpyxl.load_workbook(io.BytesIO(declaration_workbook(pack)))["填写说明"]
    labels = [row[1] for row in guide.values if row[1]]
    assert labels == ["栏目", *(entry.label for entry in pack.form.fields)]
    first = [row[0] for row in guide.values if row[0]]
    assert f"12. {pack.form.notes[-1].text}" in first


def test_answers_are_text_digit_for_digit_and_never_formulas(pack: Pack) -> None:
    answers = sample_answers(pack.form, 1) | {"basic.area_km2": "80.00", "cover.operator": "=1+1", "plan.goals": "@x"}
    row = openpyxl.load_workbook(io.BytesIO(declaration_workbook(pack, [answers]))).worksheets[0][5]
    written = {cell.value: cell.data_type for cell in row if cell.value is not None}
    assert {"80.00": "s", "@x": "s"}.items() <= written.items()
    assert b"<f>" not in declaration_workbook(pack, [answers])

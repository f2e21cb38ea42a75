"""The table of declarations as .xlsx: one row for each, one column for each cell of the form; blank or filled."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rubrics.answers import Answer, render_answer
from rubrics.form import Field, Form, Section
from rubrics.model import Pack
from webapp.exports.field_guidance import guidance_lines
from webapp.exports.text_width import n_lines

SHEET, GUIDE = "申报数据", "填写说明"
NUMBER_HEADING = "序号"
SECTION_ROW, LABEL_ROW, PART_ROW, KEY_ROW, FIRST_ROW = 0, 1, 2, 3, 4
FROZEN_COLUMNS = 5
ROWS_WITH_LISTS = 1_000
LONGEST_LIST = 255
WIDTHS = {"text": 36, "ticks": 30, "name": 22, "seal": 22, "phone": 16, "date": 13, "yes_no": 18, "yes_no_na": 14}
NARROW = 10
LINE = 15
GUIDE_WIDTHS = (24, 44, 80)
LETTERING = {"font_name": "仿宋_GB2312", "font_size": 11, "valign": "vcenter", "text_wrap": True}
GUIDE_LINES = (
    "一行填一个集群，一列对应申报表的一格；从第 5 行起填写，不要改动表头、不要增删列。",
    "没有的情况填“无”，不要留空；数据有小数时保留两位。三年的数由早到晚填写。",
    "单元格已设为文本，照样填数字即可；全角数字、千分位逗号、百分号都认得。",
    "可以直接从别的表粘贴；上传后系统会一次列出所有有问题的单元格，改好再传。",
)
GUIDE_HEADINGS = ("部分", "栏目", "怎样填")


@dataclass(frozen=True)
class Column:
    """One column of the table: a field, and for a yearly row which year."""

    entry: Field
    year: int | None

    @property
    def key(self) -> str:
        """The name that stands in the hidden row and is looked for on import."""
        return self.entry.key if self.year is None else f"{self.entry.key}[{self.year}]"

    @property
    def part(self) -> str:
        """The words below the label: which year, in which unit."""
        year = "" if self.year is None else ("最早一年", "第二年", "最近一年")[self.year]
        return f"{year}（{self.entry.unit}）" if self.entry.unit else year


def columns_of(form: Form) -> tuple[Column, ...]:
    """Return the columns of a form's table in printed order."""
    return tuple(Column(form.field(cell.key), cell.year_index) for cell in form.cells())


def width_of(column: Column) -> int:
    """Return how wide a column is, in letters."""
    return WIDTHS.get(column.entry.kind, NARROW)


def declaration_workbook(pack: Pack, declarations: Sequence[Mapping[str, Answer]] = ()) -> bytes:
    """Return the table of declarations; without any it is the template to fill."""
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _fill_table(workbook, workbook.add_worksheet(SHEET), pack.form, declarations)
    _fill_guide(workbook, workbook.add_worksheet(GUIDE), pack)
    workbook.set_properties({"title": pack.title, "author": ""})
    workbook.close()
    return buffer.getvalue()


def _fill_table(workbook: Any, sheet: Any, form: Form, declarations: Sequence[Mapping[str, Answer]]) -> None:
    columns = columns_of(form)
    plain = workbook.add_format({**LETTERING, "num_format": "@"})
    sheet.set_column(0, 0, 6, plain)
    for at, column in enumerate(columns, start=1):
        sheet.set_column(at, at, width_of(column), plain)
    _fill_headings(workbook, sheet, form, columns)
    for at, answers in enumerate(declarations):
        _fill_row(sheet, FIRST_ROW + at, at + 1, form, answers, plain)
    for at, column in enumerate(columns, start=1):
        _offer_choices(sheet, at, column.entry, max(ROWS_WITH_LISTS, len(declarations)))
    sheet.freeze_panes(FIRST_ROW, FROZEN_COLUMNS)
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(SECTION_ROW, PART_ROW)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{FIRST_ROW + max(ROWS_WITH_LISTS, len(declarations))}"})


def _fill_headings(workbook: Any, sheet: Any, form: Form, columns: Sequence[Column]) -> None:
    bold = {**LETTERING, "font_name": "黑体", "align": "center", "border": 1}
    section_format = workbook.add_format({**bold, "bg_color": "#D9E5F3"})
    label_format, part_format = workbook.add_format(bold), workbook.add_format({**bold, "font_size": 9})
    key_format = workbook.add_format({"font_size": 8, "font_color": "#808080"})
    _merged(sheet, SECTION_ROW, 0, PART_ROW - SECTION_ROW, 0, NUMBER_HEADING, label_format)
    titles = {section.key: section.title for section in form.sections}
    for first, last in _spans([column.entry.section for column in columns]):
        _merged(sheet, SECTION_ROW, first, 0, last - first, titles[columns[first - 1].entry.section], section_format)
    most_lines = 1
    for first, last in _spans([column.entry.key for column in columns]):
        entry = columns[first - 1].entry
        width = sum(width_of(column) for column in columns[first - 1 : last])
        most_lines = max(most_lines, n_lines(entry.label, width))
        _merged(sheet, LABEL_ROW, first, 0, last - first, entry.label, label_format)
        sheet.write_comment(LABEL_ROW, first, "\n".join(guidance_lines(entry)), {"x_scale": 2, "y_scale": 1.6})
    for at, column in enumerate(columns, start=1):
        sheet.write_string(PART_ROW, at, column.part, part_format)
        sheet.write_string(KEY_ROW, at, column.key, key_format)
    sheet.set_row(LABEL_ROW, LINE * most_lines + 4)
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})


def _spans(names: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and last column (from 1) of each run of equal names."""
    starts = [at for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
    ends = [*starts[1:], len(names)]
    return [(start + 1, end) for start, end in zip(starts, ends, strict=True)]


def _merged(sheet: Any, row: int, column: int, rows: int, columns: int, text: str, style: Any) -> None:
    if rows or columns:
        sheet.merge_range(row, column, row + rows, column + columns, text, style)
    else:
        sheet.write_string(row, column, text, style)


def _fill_row(sheet: Any, row: int, number: int, form: Form, answers: Mapping[str, Answer], style: Any) -> None:
    """Every answer is written as text: “22.00” stays “22.00”."""
    sheet.write_string(row, 0, str(number), style)
    at = 1
    for entry in form.fields:
        shown = render_answer(entry, answers.get(entry.key))
        for text in shown if isinstance(shown, list) else [shown]:
            if text:
                sheet.write_string(row, at, text, style)
            at += 1


def _offer_choices(sheet: Any, at: int, entry: Field, rows: int) -> None:
    labels = [option.label for option in entry.options]
    if entry.kind in ("yes_no", "yes_no_na", "choice") and len(",".join(labels)) < LONGEST_LIST:
        rule = {"validate": "list", "source": labels, "error_type": "information", "ignore_blank": True}
        sheet.data_validation(FIRST_ROW, at, FIRST_ROW + rows - 1, at, rule)


def _fill_guide(workbook: Any, sheet: Any, pack: Pack) -> None:
    plain, head = workbook.add_format(LETTERING), workbook.add_format({**LETTERING, "font_name": "黑体", "border": 1})
    ruled = workbook.add_format({**LETTERING, "border": 1})
    for at, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(at, at, width)
    lines = [*GUIDE_LINES, *(note.text for note in pack.form.notes)]
    for at, line in enumerate(lines):
        sheet.merge_range(at, 0, at, 2, f"{at + 1}. {line}", plain)
        sheet.set_row(at, LINE * n_lines(line, sum(GUIDE_WIDTHS)) + 3)
    for column, heading in enumerate(GUIDE_HEADINGS):
        sheet.write_string(len(lines) + 1, column, heading, head)
    for at, entry in enumerate(pack.form.fields, start=len(lines) + 2):
        words = (_title(pack.form.sections, entry), entry.label, "；".join(guidance_lines(entry)))
        for column, text in enumerate(words):
            sheet.write_string(at, column, text, ruled)
        sheet.set_row(at, LINE * max(map(n_lines, words, GUIDE_WIDTHS)) + 3)
    print_guide(sheet, len(lines) + 1)


def print_guide(sheet: Any, heading_row: int) -> None:
    """Let a sheet of guidance come out of the printer as wide as the paper, its headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _title(sections: Sequence[Section], entry: Field) -> str:
    return next((section.title for section in sections if section.key == entry.section), "")

"""The files people bring to the round of the story: invented declarations and a pool of experts."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from rubrics.loading import load_pack
from webapp.exports.application_form import application_form_docx
from webapp.exports.declaration_template import declaration_workbook
from webapp.exports.expert_template import write_expert_template
from webapp.services.example.invented import invented_answers, read_invented

YEARS = (2023, 2024, 2025)


def answers_of(number: int) -> dict[str, Any]:
    """Fill the form for one invented cluster, moved to one city so that one bureau recommends them all."""
    pack, row = load_pack("nm-2023"), read_invented("clusters")[number]
    return invented_answers(pack, {**row, "city": "包头市"}, number + 1, YEARS)


def filled_form(number: int) -> bytes:
    """A filled .docx application form."""
    return application_form_docx(load_pack("nm-2023"), answers_of(number))


def filled_table(numbers: range, spoil: bool = False) -> bytes:
    """A table of declarations; spoiled, one cell holds a word where a number belongs."""
    data = declaration_workbook(load_pack("nm-2023"), [answers_of(number) for number in numbers])
    if not spoil:
        return data
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == answers_of(numbers[0])["leading_industry.average_growth"]:
                cell.value = "约十个点"
                return saved(book)
    raise AssertionError("the table holds no average growth")


def expert_table() -> bytes:
    """The template filled with the invented pool; nobody sits in the city of the clusters."""
    book = load_workbook(BytesIO(write_expert_template()))
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value and "姓名" in str(cell.value) for cell in row))
    columns = {str(cell.value).strip().rstrip("*＊ "): cell.column for cell in header if cell.value}
    first = header[0].row + 1
    sheet.delete_rows(first, sheet.max_row)
    for at, row in enumerate((one for one in read_invented("experts") if one["city"] != "包头市"), start=first):
        cells = {"姓名": row["name"], "工作单位": row["unit"], "所在市": row["city"], "职称": row["title"]}
        cells |= {"行业专长": row["industry"], "关键词": row["industry"]}
        for title, value in cells.items():
            sheet.cell(at, columns[title], value)
    return saved(book)


def saved(book: Any) -> bytes:
    """Return a workbook's bytes."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()

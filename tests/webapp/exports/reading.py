"""What another reader sees in an exported file."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pypdfium2
from docx.oxml.ns import qn

from webapp.exports.document import Boxes, Document, Facts, Paragraph, Table
from webapp.exports.figures import shown, shown_plain


def squeezed(text: str) -> str:
    """The text without blanks and line ends, which paper sets as it likes."""
    return re.sub(r"[\s\u200b\ufffe\x02]", "", text)


def said(document: Document) -> list[str]:
    """Every text and figure of the document as it must be printed."""
    texts: list[str] = [*document.title.split("\n")]
    for block in document.blocks:
        match block:
            case Table():
                rows = [*block.rows, *([block.total] if block.total else [])]
                texts += [column.heading for column in block.columns]
                texts += [
                    shown(value, column) for row in rows for value, column in zip(row, block.columns, strict=True)
                ]
            case Facts():
                texts += [text for label, value in block.pairs for text in (label, shown_plain(value))]
            case Boxes():
                texts += [text for box in block.boxes for text in (box.label, *box.text.split("\n"), *box.signatures)]
            case Paragraph(text, _):
                texts.append(text)
            case _:
                pass
    return [squeezed(text) for text in texts if squeezed(text)]


def pdf_pages(content: bytes) -> list[str]:
    """The text of each page."""
    file = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in file]
    finally:
        file.close()


def word_texts(content: bytes) -> list[str]:
    """The text of each paragraph, inside tables and outside."""
    body = docx.Document(BytesIO(content)).element.body
    return ["".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p"))]


def sheet_texts(content: bytes) -> list[str]:
    """Each cell of every sheet as a spreadsheet shows it."""
    book = openpyxl.load_workbook(BytesIO(content))
    return [displayed(cell) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def displayed(cell: Any) -> str:
    """A cell's value under its number format, as far as exports use number formats."""
    if isinstance(cell.value, str):
        return cell.value
    form = cell.number_format
    for condition, bound, text in re.findall(r'\[([<>]=)(\d+)\]"([^"]*)"', form):
        if cell.value >= int(bound) if condition == ">=" else cell.value <= int(bound):
            return str(text)
    form = form.rpartition(";")[2]
    figure = Decimal(str(cell.value)) * (100 if form.endswith("%") else 1)
    digits = re.match(r"0(\.0+)?", form)
    n_decimals = len(digits[1]) - 1 if digits and digits[1] else 0
    text = f"{figure.quantize(Decimal(1).scaleb(-n_decimals), ROUND_HALF_UP):f}"
    note = re.search(r'"(.*)"', form)
    return text + ("%" if form.endswith("%") else "") + (note[1] if note else "")

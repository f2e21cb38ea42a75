"""Documents as an xlsx workbook, one sheet each, ready to print; WPS and Excel show it alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from webapp.exports.cell_formats import Formats
from webapp.exports.document import Document, Table
from webapp.exports.figures import legible, stamp
from webapp.exports.imprint import imprint_line
from webapp.exports.paper import paper_of
from webapp.exports.sheet_blocks import write_block, write_title
from webapp.exports.sheet_grid import PIXELS_PER_MILLIMETRE, grid_widths, leading_table
from webapp.exports.sheet_writer import SheetWriter

# Above so many rows the workbook is written row by row in little memory, without cells over several rows.
LONG_TABLE = 2000
FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_FOOT = 240
MILLIMETRES_PER_INCH = 25.4


def xlsx_bytes(documents: Sequence[Document]) -> bytes:
    """The workbook of these documents."""
    import xlsxwriter

    is_long = any(_n_rows(document) > LONG_TABLE for document in documents)
    target = BytesIO()
    options = {
        "in_memory": not is_long,
        "constant_memory": is_long,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(
            {"title": legible(documents[0].title).replace("\n", ""), "created": stamp(documents[0].imprint.printed_at)}
        )
        formats = Formats(book)
        for document, name in zip(documents, sheet_names(documents), strict=True):
            sheet = book.add_worksheet(name)
            _set_up_page(sheet, document)
            _write(SheetWriter(sheet, formats, grid_widths(document), paper_of(document), is_long), document)
    return target.getvalue()


def _n_rows(document: Document) -> int:
    return sum(len(block.rows) for block in document.blocks if isinstance(block, Table))


def sheet_names(documents: Sequence[Document]) -> list[str]:
    """A name for each sheet: no forbidden sign, at most 31 letters, none twice."""
    names: list[str] = []
    for document in documents:
        plain = (
            FORBIDDEN_IN_NAME.sub(" ", legible(document.label or document.title).replace("\n", "")).strip()[:31] or "表"
        )
        name, count = plain, 2
        while name.casefold() in {taken.casefold() for taken in names}:
            mark = f"({count})"
            name, count = plain[: 31 - len(mark)] + mark, count + 1
        names.append(name)
    return names


def _set_up_page(sheet: Any, document: Document) -> None:
    """A4, one page wide, edges in inches, the imprint and page x of y in the foot."""
    paper = paper_of(document)
    if paper.is_landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    edges = {"left": paper.left, "right": paper.right, "top": paper.top, "bottom": paper.bottom}
    sheet.set_margins(**{edge: size / MILLIMETRES_PER_INCH for edge, size in edges.items()})
    foot = imprint_line(document).replace("&", "&&")[:LONGEST_FOOT]
    if document.mark:
        mark = legible(document.mark).replace("&", "&&")[:LONGEST_FOOT]
        sheet.set_header(f"&R&9{mark}", {"margin": 0.3})
    sheet.set_footer(f"&L&8{foot}&R&8第 &P 页　共 &N 页", {"margin": 0.3})
    for position, width in enumerate(grid_widths(document)):
        sheet.set_column_pixels(position, position, round(width * PIXELS_PER_MILLIMETRE))


def _write(writer: SheetWriter, document: Document) -> None:
    """Title and blocks from top to bottom; the headings of the leading table stay in view and repeat on paper."""
    write_title(writer, document)
    leading = leading_table(document)
    for block in document.blocks:
        first, last = write_block(writer, block)
        if block is leading and isinstance(block, Table):
            writer.sheet.repeat_rows(first, last)
            writer.sheet.freeze_panes(last + 1, 0)

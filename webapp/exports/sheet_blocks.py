"""Each kind of block as rows of a worksheet."""

from __future__ import annotations

from webapp.exports.cell_formats import Look
from webapp.exports.document import Block, Box, Boxes, Closing, Document, Facts, Paragraph, Role, Signatures, Table
from webapp.exports.faces import BODY, HEAD, KAI, TITLE
from webapp.exports.paper import fact_lines, fact_widths, label_width, title_lines
from webapp.exports.sheet_grid import standing
from webapp.exports.sheet_table import write_table
from webapp.exports.sheet_writer import SheetWriter

POINTS_PER_MILLIMETRE = 72 / 25.4
ROLES: dict[Role, Look] = {
    "addressee": Look(size=12),
    "body": Look(size=12, indent=2),
    "annex": Look(size=12, indent=2),
    "heading": Look(HEAD, 12, bold=True, indent=2),
    "subheading": Look(KAI, 12, indent=2),
    "note": Look(size=9),
    "plain": Look(size=12),
    "centre": Look(size=12, align="centre"),
}


def write_title(writer: SheetWriter, document: Document) -> None:
    """The annex mark, the title and what stands below it."""
    if document.annex:
        writer.line(document.annex, Look(HEAD, 12))
    writer.line("\n".join(title_lines(document.title, writer.paper)), Look(TITLE, 18, align="centre"), 32)
    if document.subtitle:
        writer.line(document.subtitle, Look(KAI, 11, align="centre"))


def write_block(writer: SheetWriter, block: Block) -> tuple[int, int]:
    """Write a block and return its first and last heading row, for tables, or its first and last row."""
    first = writer.row
    match block:
        case Table():
            return write_table(writer, block)
        case Facts():
            _write_facts(writer, block)
        case Boxes():
            _write_boxes(writer, block)
        case Paragraph(text, role):
            writer.line(text, ROLES[role])
        case Signatures():
            _write_signatures(writer, block)
        case Closing(body, date):
            writer.line(body, Look(BODY, 12, align="right", indent=4), 40)
            writer.line(date, Look(BODY, 12, align="right", indent=4))
    return first, writer.row - 1


def _write_facts(writer: SheetWriter, facts: Facts) -> None:
    places = standing(fact_widths(facts, writer.paper), writer.grid)
    for line in fact_lines(facts):
        height, position = 20.0, 0
        for text, n_places, is_label in line:
            first, last = places[position][0], places[position + n_places - 1][1]
            look = Look(HEAD if is_label else BODY, align="centre" if is_label else "left", ruled=True, shaded=is_label)
            height = max(height, writer.text(first, last, text, look))
            position += n_places
        writer.end_row(height)


def _write_boxes(writer: SheetWriter, boxes: Boxes) -> None:
    label = label_width(writer.paper)
    name, field = standing([label, writer.paper.width - label], writer.grid)
    for box in boxes.boxes:
        _write_box(writer, box, name, field)


def _write_box(writer: SheetWriter, box: Box, name: tuple[int, int], field: tuple[int, int]) -> None:
    """The text from the top of its field and the lines to sign on at the bottom right, the label beside both."""
    signing = "\n".join((*(f"{line}　　　　　　　　" for line in box.signatures), *([box.date] if box.date else [])))
    upper = Look(ruled=True, valign="top", open_side="bottom" if signing else "")
    lower = Look(ruled=True, align="right", valign="bottom", open_side="top")
    below = writer.needed(*field, signing, lower) if signing else 0
    above = max(writer.needed(*field, box.text, upper), box.height * POINTS_PER_MILLIMETRE - below)
    depth, label = writer.depth(above), Look(HEAD, align="centre", ruled=True, shaded=True)
    writer.text(*name, box.label, label, 1 if writer.is_long else depth + bool(signing))
    writer.text(*field, box.text, upper, depth)
    writer.end_row(above, depth)
    if signing:
        writer.text(*field, signing, lower)
        writer.end_row(below)


def _write_signatures(writer: SheetWriter, signatures: Signatures) -> None:
    writer.end_row(12)
    places = standing([1.0] * signatures.per_line, writer.grid)
    for start in range(0, len(signatures.lines), signatures.per_line):
        for place, line in zip(places, signatures.lines[start : start + signatures.per_line], strict=False):
            writer.text(*place, line, Look(size=11))
        writer.end_row(28)
    if signatures.date:
        writer.line(signatures.date, Look(size=11, align="right", indent=2), 24)

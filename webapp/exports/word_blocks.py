"""Each kind of block as elements of a Word file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from webapp.exports.document import (
    Block,
    Boxes,
    Closing,
    Document,
    Facts,
    Paragraph,
    Role,
    Signatures,
    Table,
)
from webapp.exports.faces import BODY, HEAD, KAI, TITLE
from webapp.exports.paper import Paper, closing_indent, fact_lines, fact_widths, label_width, paper_of, title_lines
from webapp.exports.word_table import Cell, table_frame, table_row, word_table
from webapp.exports.word_text import Type, paragraph


def write_title(body: Any, document: Document) -> None:
    """The annex mark, the title and what stands below it."""
    paper = paper_of(document)
    is_official = document.layout == "official"
    if document.annex:
        _append(body, paragraph(document.annex, Type(HEAD, 16)))
    space = paper.line_pitch if is_official else 0
    shape = Type(
        TITLE,
        paper.title_size,
        align="centre",
        before=space,
        pitch=paper.title_size * 1.6,
        is_kept=True,
        after=0 if document.subtitle else 6,
    )
    _append(body, paragraph("\n".join(title_lines(document.title, paper)), shape))
    if document.subtitle:
        _append(body, paragraph(document.subtitle, Type(KAI, paper.body_size, align="centre", after=6)))
    if is_official:
        _append(body, paragraph("", Type(BODY, paper.body_size, pitch=paper.line_pitch)))


def write_block(body: Any, block: Block, paper: Paper, is_kept: bool = False) -> None:
    """Append one block to the end of the file; a kept paragraph stays on the page of what follows."""
    match block:
        case Table():
            _write_table(body, block, paper)
        case Facts():
            _write_facts(body, block, paper)
        case Boxes():
            _write_boxes(body, block, paper)
        case Paragraph(text, role):
            _append(body, paragraph(text, replace(_role(role, paper), is_kept=is_kept)))
        case Signatures():
            _write_signatures(body, block, paper)
        case Closing(issuer, date):
            indent = closing_indent(block)
            size, pitch = paper.body_size, paper.line_pitch
            _append(
                body, paragraph(issuer, Type(BODY, size, align="right", pitch=pitch, right=indent, before=pitch * 2))
            )
            _append(body, paragraph(date, Type(BODY, size, align="right", pitch=pitch, right=4)))


def _append(body: Any, made: Any) -> None:
    """Put an element before the section properties, which stay last."""
    body.insert(len(body) - 1, made)


def _role(role: Role, paper: Paper) -> Type:
    size, pitch = paper.body_size, paper.line_pitch
    return {
        "addressee": Type(BODY, size, pitch=pitch),
        "body": Type(BODY, size, align="both", pitch=pitch, first_line=2),
        "annex": Type(BODY, size, pitch=pitch, before=pitch, first_line=2, later_lines=5),
        "heading": Type(HEAD, size, pitch=pitch, first_line=2),
        "subheading": Type(KAI, size, pitch=pitch, first_line=2),
        "note": Type(BODY, 9, before=3),
        "plain": Type(BODY, size, pitch=pitch),
        "centre": Type(BODY, size, align="centre", pitch=pitch),
    }[role]


def _write_table(body: Any, table: Table, paper: Paper) -> None:
    if table.caption:
        _append(body, paragraph(table.caption, Type(HEAD, 12, align="centre", before=6, is_kept=True)))
    if table.unit:
        _append(body, paragraph(table.unit, Type(BODY, 10.5, align="right", is_kept=True)))
    _append(body, word_table(table, paper))
    _append(body, _gap())


def _gap() -> Any:
    """A narrow empty line, which keeps neighbouring tables apart."""
    return paragraph("", Type(size=4, pitch=5))


def _write_facts(body: Any, facts: Facts, paper: Paper) -> None:
    widths = fact_widths(facts, paper)
    made = table_frame(widths)
    for line in fact_lines(facts):
        cells, position = [], 0
        for text, n_columns, is_label in line:
            shape = Type(HEAD if is_label else BODY, align="centre" if is_label else "left")
            width = sum(widths[position : position + n_columns])
            cells.append(Cell((paragraph(text, shape),), width, n_columns, is_shaded=is_label))
            position += n_columns
        made.append(table_row(cells))
    _append(body, made)
    _append(body, _gap())


def _write_boxes(body: Any, boxes: Boxes, paper: Paper) -> None:
    label = label_width(paper)
    widths = [label, paper.width - label]
    made = table_frame(widths)
    for number, box in enumerate(boxes.boxes, start=2):
        is_kept = number == len(boxes.boxes)  # the last field is signed: it stays on the page of the one before
        lines = [paragraph(part, Type(pitch=18, first_line=2, is_kept=is_kept)) for part in box.text.split("\n")]
        lines += [paragraph(line, Type(align="right", right=8, before=8, is_kept=is_kept)) for line in box.signatures]
        lines += [paragraph(box.date, Type(align="right", right=1, before=8, is_kept=is_kept))] if box.date else []
        name = paragraph(box.label, Type(HEAD, align="centre", is_kept=is_kept))
        is_at_top = bool(box.text)
        cells = [Cell((name,), widths[0], is_shaded=True), Cell(tuple(lines), widths[1], is_at_top=is_at_top)]
        made.append(table_row(cells, height=box.height, may_split=True))
    _append(body, made)
    _append(body, _gap())


def _write_signatures(body: Any, signatures: Signatures, paper: Paper) -> None:
    widths = [paper.width / signatures.per_line] * signatures.per_line
    made = table_frame(widths, "none")
    for start in range(0, len(signatures.lines), signatures.per_line):
        lines = signatures.lines[start : start + signatures.per_line]
        shapes = [paragraph(line, Type(size=11, before=10, underlined_tail=8, is_kept=True)) for line in lines]
        shapes += [paragraph("", Type())] * (signatures.per_line - len(lines))
        made.append(table_row([Cell((shape,), width) for shape, width in zip(shapes, widths, strict=True)]))
    if signatures.date:
        date = paragraph(signatures.date, Type(size=11, align="right", right=2, before=10))
        made.append(table_row([Cell((date,), paper.width, signatures.per_line)]))
    _append(body, made)
    _append(body, _gap())

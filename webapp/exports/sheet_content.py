"""A document as plain strings, numbers and lists, the way the PDF template reads it."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from webapp.exports.check_code import check_code
from webapp.exports.document import (
    Block,
    Box,
    Boxes,
    Closing,
    Column,
    Document,
    Facts,
    Paragraph,
    Signatures,
    Table,
    Value,
)
from webapp.exports.figures import legible, shown
from webapp.exports.imprint import imprint_line
from webapp.exports.paper import (
    Paper,
    closing_indent,
    fact_lines,
    fact_widths,
    has_groups,
    heading_groups,
    kept_with_next,
    label_width,
    paper_of,
    shared,
    shared_cells,
    title_lines,
)

UNBROKEN = re.compile(r"[\x21-\x7e]+")
ZERO_WIDTH_SPACE = "\u200b"
MILLIMETRES_PER_LETTER = 2.1
# A field of an approval form with less text than this is moved to the next page rather than torn.
LONGEST_UNBROKEN_BOX = 400


def printed_document(document: Document) -> dict[str, Any]:
    """The document with every figure printed and every width measured."""
    paper = paper_of(document)
    return {
        "title": title_lines(document.title, paper),
        "subtitle": legible(document.subtitle),
        "annex": legible(document.annex),
        "official": document.layout == "official",
        "paper": {**asdict(paper), "label": label_width(paper)},
        "mark": legible(document.mark),
        "foot": imprint_line(document),
        "check_code": check_code(document),
        "blocks": [
            {**_printed_block(block, paper), "is_kept": is_kept}
            for block, is_kept in zip(document.blocks, kept_with_next(document), strict=True)
        ],
    }


def _printed_block(block: Block, paper: Paper) -> dict[str, Any]:
    match block:
        case Table():
            return {"kind": "table", **_printed_table(block, paper)}
        case Facts():
            return {"kind": "facts", **_printed_facts(block, paper)}
        case Boxes():
            return {"kind": "boxes", "boxes": [_printed_box(box, paper) for box in block.boxes]}
        case Closing():
            return {"kind": "closing", **_legible(asdict(block)), "indent": closing_indent(block)}
        case Paragraph(text, role):
            return {"kind": "paragraph", "role": role, "text": breakable(legible(text), paper.width)}
        case Signatures():
            return {"kind": "signatures", **_legible(asdict(block))}


def _printed_box(box: Box, paper: Paper) -> dict[str, Any]:
    text = breakable(legible(box.text), paper.width - label_width(paper))
    return {**_legible(asdict(box)), "text": text, "breakable": len(text) > LONGEST_UNBROKEN_BOX}


def _legible(content: dict[str, Any]) -> dict[str, Any]:
    return {name: legible(value) if isinstance(value, str) else value for name, value in content.items()}


def _printed_table(table: Table, paper: Paper) -> dict[str, Any]:
    widths, scale = shared(table.columns, paper.width)
    spans = [shared_cells(table, position) for position in range(len(table.columns))]
    return {
        "caption": legible(table.caption),
        "unit": legible(table.unit),
        "widths": widths,
        "scale": scale,
        "head": _printed_heading(table),
        "rows": [
            [
                _printed_cell(value, column, width, spans[position][line])
                for position, (value, column, width) in enumerate(zip(row, table.columns, widths, strict=True))
                if spans[position][line]
            ]
            for line, row in enumerate(table.rows)
        ],
        "total": [_printed_cell(*cell, 1) for cell in zip(table.total, table.columns, widths, strict=False)],
        "cut_after": table.cut_after,
    }


def _printed_cell(value: Value, column: Column, width: float, n_rows: int) -> dict[str, Any]:
    text = shown(value, column)
    return {
        "text": breakable(text, width) if isinstance(value, str) else text,
        "rows": n_rows,
        "align": column.align,
    }


def _printed_heading(table: Table) -> list[list[dict[str, Any]]]:
    """One or two lines of headings; an ungrouped heading stands over both lines."""
    if not has_groups(table):
        return [[{"text": column.heading, "columns": 1, "rows": 1} for column in table.columns]]
    upper: list[dict[str, Any]] = []
    position = 0
    for group, n_columns in heading_groups(table):
        heading = group or table.columns[position].heading
        upper.append({"text": heading, "columns": n_columns, "rows": 1 if group else 2})
        position += n_columns
    lower = [{"text": column.heading, "columns": 1, "rows": 1} for column in table.columns if column.group]
    return [upper, lower]


def _printed_facts(facts: Facts, paper: Paper) -> dict[str, Any]:
    widths, cells = fact_widths(facts, paper), []
    for line in fact_lines(facts):
        position = 0
        for text, n_columns, is_label in line:
            width = sum(widths[position : position + n_columns])
            cells.append({"text": breakable(text, width), "columns": n_columns, "is_label": is_label})
            position += n_columns
    return {"widths": widths, "cells": cells}


def breakable(text: str, width: float) -> str:
    """The text with break points inside words too long for their column."""
    n_letters = max(4, int(width / MILLIMETRES_PER_LETTER))

    def broken(word: re.Match[str]) -> str:
        letters = word[0]
        if len(letters) <= n_letters:
            return letters
        return ZERO_WIDTH_SPACE.join(letters[start : start + 4] for start in range(0, len(letters), 4))

    return UNBROKEN.sub(broken, text)

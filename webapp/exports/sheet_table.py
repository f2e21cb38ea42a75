"""A table as rows of a worksheet: figures are numbers in the cells, with the digits that are printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from webapp.exports.cell_formats import Look
from webapp.exports.document import Column, Noted, Table, Value
from webapp.exports.faces import BODY, HEAD
from webapp.exports.figures import cell_figure, legible, shown
from webapp.exports.paper import has_groups, heading_groups, shared, shared_cells
from webapp.exports.sheet_grid import standing
from webapp.exports.sheet_writer import SheetWriter

Place = tuple[int, int]
HEADING = Look(HEAD, align="centre", ruled=True, shaded=True)


def write_table(writer: SheetWriter, table: Table) -> Place:
    """Write a table and return its first and last heading row."""
    widths, _ = shared(table.columns, writer.paper.width)
    places = standing(widths, writer.grid)
    if table.caption:
        writer.line(table.caption, Look(HEAD, 12, align="centre"), 24)
    if table.unit:
        writer.line(table.unit, Look(BODY, align="right"))
    first = writer.row
    if has_groups(table):
        _write_groups(writer, table, places)
    _write_headings(writer, table, places)
    last = writer.row - 1
    _write_rows(writer, table, places)
    if table.total:
        _write_row(writer, table.columns, table.total, places, [1] * len(table.columns), bold=True)
    return first, last


def _write_groups(writer: SheetWriter, table: Table, places: list[Place]) -> None:
    """The upper line of headings; a heading without a group stands over both lines, except in a long workbook."""
    position = 0
    for group, n_columns in heading_groups(table):
        first, last = places[position][0], places[position + n_columns - 1][1]
        if group or writer.is_long:
            writer.text(first, last, group, HEADING)
        else:
            writer.text(first, last, table.columns[position].heading, HEADING, n_rows=2)
        position += n_columns
    writer.end_row(20)


def _write_headings(writer: SheetWriter, table: Table, places: list[Place]) -> None:
    height = 20.0
    for column, place in zip(table.columns, places, strict=True):
        if not has_groups(table) or column.group or writer.is_long:
            height = max(height, writer.text(*place, column.heading, HEADING))
        else:
            height = max(height, writer.needed(*place, column.heading, HEADING) - 20)
    writer.end_row(height)


def _write_rows(writer: SheetWriter, table: Table, places: list[Place]) -> None:
    spans = [shared_cells(table, position) for position in range(len(table.columns))]
    for line, row in enumerate(table.rows):
        n_rows = [column_spans[line] for column_spans in spans]
        _write_row(writer, table.columns, row, places, n_rows, thick_below=table.cut_after == line + 1)


def _write_row(
    writer: SheetWriter,
    columns: tuple[Column, ...],
    row: tuple[Value, ...],
    places: list[Place],
    n_rows: list[int],
    thick_below: bool = False,
    bold: bool = False,
) -> None:
    height = 20.0
    for value, column, place, n_covered in zip(row, columns, places, n_rows, strict=True):
        look = Look(align=column.align, ruled=True, thick_below=thick_below, bold=bold)
        if n_covered == 1:
            height = max(height, _write_value(writer, value, column, place, look))
        elif n_covered and not writer.is_long:
            writer.text(*place, shown(value, column), look, n_covered)
        elif writer.is_long:
            writer.text(*place, shown(value, column) if n_covered else "", look)
    writer.end_row(height)


def _write_value(writer: SheetWriter, value: Value, column: Column, place: Place, look: Look) -> float:
    """A figure as a number in the printed form, anything else as text; returns the height it needs."""
    if value is None or isinstance(value, str):
        return writer.text(*place, shown(value, column), look)
    figure = value.figure if isinstance(value, Noted) else cell_figure(value, column)
    return writer.number(*place, figure, replace(look, number=number_form(value, column)))


def number_form(value: Decimal | int | Noted, column: Column) -> str:
    """The number format under which a spreadsheet shows the printed digits."""
    if isinstance(value, Noted):
        return '0"' + legible(value.note).replace('"', "") + '"'
    if isinstance(value, int):
        return "0"
    digits = "0" + ("." + "0" * column.decimals if column.decimals else "")
    return f"{digits}%" if column.percent else digits

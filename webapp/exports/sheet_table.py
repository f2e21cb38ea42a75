"""A table as rows of a worksheet: figures are numbers in the cells, with the digits that are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from webapp.exports.cell_formats import Look
from webapp.exports.document import Column, Noted, Table, Value
from webapp.exports.faces import BODY, HEAD
from webapp.exports.figures import cell_figure, chance, legible, shown
from webapp.exports.paper import has_groups, heading_groups, shared, shared_cells
from webapp.exports.sheet_grid import standing
from webapp.exports.sheet_writer import SheetWriter

Place = tuple[int, int]
LOWEST_ROW = 20.0
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
    writer.end_row(LOWEST_ROW)


def _write_headings(writer: SheetWriter, table: Table, places: list[Place]) -> None:
    height = LOWEST_ROW
    for column, place in zip(table.columns, places, strict=True):
        if not has_groups(table) or column.group or writer.is_long:
            height = max(height, writer.text(*place, column.heading, HEADING))
        else:
            height = max(height, writer.needed(*place, column.heading, HEADING) - LOWEST_ROW)
    writer.end_row(height)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table on the sheet: for each cell the sheet rows it covers, none where a cell above covers it."""

    values: tuple[Value, ...]
    covered: list[int]
    height: float
    depth: int
    look: Look


def _write_rows(writer: SheetWriter, table: Table, places: list[Place]) -> None:
    for line in _lines(writer, table, places):
        _write_line(writer, table.columns, line, places)
    if table.total:
        height, covered = _height(writer, table, table.total, places), [1] * len(table.columns)
        _write_line(writer, table.columns, Line(table.total, covered, height, 1, Look(ruled=True, bold=True)), places)


def _lines(writer: SheetWriter, table: Table, places: list[Place]) -> Iterator[Line]:
    """Each row with its height; a row too tall for one sheet row takes several, so that no text is cut."""
    spans = [shared_cells(table, position) for position in range(len(table.columns))]
    heights = [_height(writer, table, row, places) for row in table.rows]
    depths = [writer.depth(height) for height in heights]
    for number, row in enumerate(table.rows):
        covered = [sum(depths[number : number + span[number]]) for span in spans]
        look = Look(ruled=True, thick_below=table.cut_after == number + 1)
        yield Line(row, covered, heights[number], depths[number], look)


def _height(writer: SheetWriter, table: Table, row: tuple[Value, ...], places: list[Place]) -> float:
    """The height in points of the tallest cell; a cell over several rows is left out, as it has room enough."""
    cells = zip(row, table.columns, places, strict=True)
    texts = (
        writer.needed(*place, shown(value, column), Look())
        for value, column, place in cells
        if isinstance(value, str) and not column.merged
    )
    return max(LOWEST_ROW, *texts, LOWEST_ROW)


def _write_line(writer: SheetWriter, columns: tuple[Column, ...], line: Line, places: list[Place]) -> None:
    for value, column, place, n_rows in zip(line.values, columns, places, line.covered, strict=True):
        look = replace(line.look, align=column.align)
        if n_rows and not writer.is_long:
            _write_value(writer, value, column, place, look, n_rows)
        elif writer.is_long:
            _write_value(writer, value if n_rows else "", column, place, look, 1)
    writer.end_row(line.height, line.depth)


def _write_value(writer: SheetWriter, value: Value, column: Column, place: Place, look: Look, n_rows: int) -> None:
    """A figure as a number in the printed form, anything else as text."""
    if value is None or isinstance(value, str):
        writer.text(*place, shown(value, column), look, n_rows)
        return
    figure = value.figure if isinstance(value, Noted) else cell_figure(value, column)
    writer.number(*place, figure, replace(look, number=number_form(value, column)), n_rows)


def number_form(value: Decimal | int | Noted, column: Column) -> str:
    """The number format under which a spreadsheet shows the printed digits."""
    if isinstance(value, Noted):
        return '0"' + legible(value.note).replace('"', "") + '"'
    if isinstance(value, int):
        return "0"
    digits = "0" + ("." + "0" * column.decimals if column.decimals else "")
    if column.chance:  # what is not certain is not shown as a certainty here either
        return f'[>=1]"{chance(Decimal(1), column.decimals)}";[<=0]"{chance(Decimal(0), column.decimals)}";{digits}%'
    return f"{digits}%" if column.percent else digits

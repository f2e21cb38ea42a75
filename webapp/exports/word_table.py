"""Tables of a Word file, written element by element, since python-docx slows down with every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from webapp.exports.document import Table, Value
from webapp.exports.faces import BODY, HEAD
from webapp.exports.figures import shown
from webapp.exports.paper import Paper, has_groups, heading_groups, shared, shared_cells
from webapp.exports.word_text import Type, element, paragraph

TWENTIETHS_PER_MILLIMETRE = 1440 / 25.4
SHADE = "F0F0F0"
Merge = Literal["", "restart", "continue"]
Edges = Literal["all", "none"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, width in millimetres, columns covered, and its part in a vertical merge."""

    paragraphs: tuple[Any, ...]
    width: float
    n_columns: int = 1
    merge: Merge = ""
    is_shaded: bool = False
    is_thick_below: bool = False
    is_at_top: bool = False


def table_frame(widths: Sequence[float], edges: Edges = "all") -> Any:
    """An empty table of fixed widths, ruled or not."""
    made, properties = element("tbl"), element("tblPr")
    properties.append(element("tblW", w=twentieths(sum(widths)), type="dxa"))
    properties.append(element("jc", val="center"))
    if edges == "all":
        borders = element("tblBorders")
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(element(edge, val="single", sz=4, space=0, color="000000"))
        properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for edge, room in (("top", 30), ("left", 60), ("bottom", 30), ("right", 60)):
        margins.append(element(edge, w=room, type="dxa"))
    properties.append(margins)
    made.append(properties)
    grid = element("tblGrid")
    for width in widths:
        grid.append(element("gridCol", w=twentieths(width)))
    made.append(grid)
    return made


def table_row(cells: Sequence[Cell], is_heading: bool = False, height: float = 0, may_split: bool = False) -> Any:
    """A row that stays on one page unless told otherwise; headings are repeated on every page."""
    made, properties = element("tr"), element("trPr")
    if not may_split:
        properties.append(element("cantSplit"))
    if height:
        properties.append(element("trHeight", val=twentieths(height), hRule="atLeast"))
    if is_heading:
        properties.append(element("tblHeader"))
    made.append(properties)
    for cell in cells:
        made.append(_cell(cell))
    return made


def _cell(cell: Cell) -> Any:
    made, properties = element("tc"), element("tcPr")
    properties.append(element("tcW", w=twentieths(cell.width), type="dxa"))
    if cell.n_columns > 1:
        properties.append(element("gridSpan", val=cell.n_columns))
    if cell.merge:
        properties.append(element("vMerge", val=cell.merge))
    if cell.is_thick_below:
        borders = element("tcBorders")
        borders.append(element("bottom", val="single", sz=18, space=0, color="000000"))
        properties.append(borders)
    if cell.is_shaded:
        properties.append(element("shd", val="clear", color="auto", fill=SHADE))
    properties.append(element("vAlign", val="top" if cell.is_at_top else "center"))
    made.append(properties)
    made.extend(cell.paragraphs)
    return made


def twentieths(millimetres: float) -> int:
    """Millimetres in twentieths of a point, Word's unit."""
    return round(millimetres * TWENTIETHS_PER_MILLIMETRE)


def word_table(table: Table, paper: Paper) -> Any:
    """The ruled table with repeated headings, the thick line and the total."""
    widths, scale = shared(table.columns, paper.width)
    size = min(10.5, paper.body_size) * scale
    made = table_frame(widths)
    for heading in _headings(table, widths, size):
        made.append(table_row(heading, is_heading=True))
    spans = [shared_cells(table, position) for position in range(len(table.columns))]
    for line, row in enumerate(table.rows):
        merges = [_merge(column_spans[line]) for column_spans in spans]
        made.append(table_row(_row(table, row, widths, Type(size=size), merges, table.cut_after == line + 1)))
    if table.total:
        made.append(table_row(_row(table, table.total, widths, Type(size=size, bold=True), [""] * len(widths), False)))
    return made


def _merge(n_rows: int) -> Merge:
    return "" if n_rows == 1 else "restart" if n_rows else "continue"


def _row(
    table: Table, row: tuple[Value, ...], widths: list[float], shape: Type, merges: Sequence[Merge], is_thick: bool
) -> list[Cell]:
    cells = []
    for value, column, width, merge in zip(row, table.columns, widths, merges, strict=True):
        text = "" if merge == "continue" else shown(value, column)
        type_ = Type(BODY, shape.size, shape.bold, column.align)
        cells.append(Cell((paragraph(text, type_),), width, merge=merge, is_thick_below=is_thick))
    return cells


def _headings(table: Table, widths: list[float], size: float) -> list[list[Cell]]:
    def heading(text: str, width: float, n_columns: int = 1, merge: Merge = "") -> Cell:
        shape = Type(HEAD, size, align="centre")
        return Cell((paragraph(text, shape),), width, n_columns, merge, is_shaded=True)

    if not has_groups(table):
        return [[heading(column.heading, width) for column, width in zip(table.columns, widths, strict=True)]]
    upper, position = [], 0
    for group, n_columns in heading_groups(table):
        text = group or table.columns[position].heading
        upper.append(heading(text, sum(widths[position : position + n_columns]), n_columns, "" if group else "restart"))
        position += n_columns
    lower = [
        heading(column.heading if column.group else "", width, merge="" if column.group else "continue")
        for column, width in zip(table.columns, widths, strict=True)
    ]
    return [upper, lower]

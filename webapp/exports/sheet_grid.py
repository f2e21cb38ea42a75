"""The one grid of columns a worksheet has, and where blocks of another shape stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from webapp.exports.document import Document, Table
from webapp.exports.paper import paper_of, shared

FEWEST_COLUMNS = 6
PLAIN_COLUMNS = 12
PIXELS_PER_MILLIMETRE = 96 / 25.4
PIXELS_PER_LETTER = 7
PIXELS_OF_PADDING = 5


def leading_table(document: Document) -> Table | None:
    """The table that lends the sheet its columns: the one with most of them, when it has enough."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    widest = max(tables, key=lambda table: len(table.columns), default=None)
    return widest if widest is not None and len(widest.columns) >= FEWEST_COLUMNS else None


def grid_widths(document: Document) -> list[float]:
    """The widths of the sheet's columns in millimetres."""
    paper, table = paper_of(document), leading_table(document)
    if table is None:
        return [paper.width / PLAIN_COLUMNS] * PLAIN_COLUMNS
    widths, scale = shared(table.columns, paper.width)
    return [width / scale for width in widths]


def standing(widths: Sequence[float], grid: Sequence[float]) -> list[tuple[int, int]]:
    """First and last grid column of each cell of a row with these widths, each taking at least one column."""
    if len(widths) == len(grid):
        return [(position, position) for position in range(len(grid))]
    edges = [edge / sum(widths) * sum(grid) for edge in accumulate(widths)]
    grid_edges = list(accumulate(grid))
    places, first = [], 0
    for position, edge in enumerate(edges):
        latest = len(grid) - (len(widths) - position)
        nearest = min(range(len(grid)), key=lambda column: abs(grid_edges[column] - edge))
        last = len(grid) - 1 if position == len(widths) - 1 else min(latest, max(first, nearest))
        places.append((first, last))
        first = last + 1
    return places


def spanned(grid: Sequence[float], first: int, last: int) -> float:
    """The width in letters of neighbouring grid columns."""
    pixels = sum(grid[first : last + 1]) * PIXELS_PER_MILLIMETRE
    return (pixels - PIXELS_OF_PADDING) / PIXELS_PER_LETTER

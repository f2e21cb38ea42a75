"""A worksheet written from top to bottom."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from webapp.exports.cell_formats import FORMULA_PREFIXES, Formats, Look
from webapp.exports.figures import legible
from webapp.exports.paper import Paper
from webapp.exports.sheet_grid import spanned
from webapp.exports.text_width import n_lines

TALLEST_ROW = 409
LINE_HEIGHT = 1.35


class SheetWriter:
    """A worksheet on a fixed grid of columns, with the row that is written next."""

    def __init__(self, sheet: Any, formats: Formats, grid: list[float], paper: Paper, is_long: bool) -> None:
        self.sheet, self.formats, self.grid, self.paper, self.is_long = sheet, formats, grid, paper, is_long
        self.row = 0

    def text(self, first: int, last: int, text: str, look: Look, n_rows: int = 1) -> float:
        """Write a text over grid columns of the current row, and return the height it needs in points."""
        readable = legible(text)
        shape = self.formats.of(replace(look, quoted=readable.startswith(FORMULA_PREFIXES)))
        self._merge(first, last, n_rows, shape)
        if readable:
            self.sheet.write_string(self.row, first, readable, shape)
        else:
            self.sheet.write_blank(self.row, first, None, shape)
        return self.needed(first, last, readable, look)

    def number(self, first: int, last: int, figure: Decimal | int, look: Look) -> float:
        """Write a number over grid columns of the current row, and return the height it needs in points."""
        shape = self.formats.of(look)
        self._merge(first, last, 1, shape)
        self.sheet.write_number(self.row, first, figure, shape)
        return self.needed(first, last, "0", look)

    def needed(self, first: int, last: int, text: str, look: Look) -> float:
        """The height in points a text needs over these grid columns."""
        width = spanned(self.grid, first, last) * 10.5 / look.size - look.indent * 2
        return n_lines(text, width) * look.size * LINE_HEIGHT + 4

    def line(self, text: str, look: Look, height: float = 0) -> None:
        """Write a text over the whole width and go to the next row."""
        needed = self.text(0, len(self.grid) - 1, text, look)
        self.end_row(max(needed, height))

    def end_row(self, height: float) -> None:
        """Set the height of the current row and go to the next."""
        self.sheet.set_row(self.row, min(TALLEST_ROW, height))
        self.row += 1

    def _merge(self, first: int, last: int, n_rows: int, shape: Any) -> None:
        if last > first or n_rows > 1:
            self.sheet.merge_range(self.row, first, self.row + n_rows - 1, last, "", shape)

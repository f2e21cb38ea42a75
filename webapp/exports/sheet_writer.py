"""A worksheet written from top to bottom."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import Any

from webapp.exports.cell_formats import FORMULA_PREFIXES, Formats, Look
from webapp.exports.figures import legible
from webapp.exports.paper import Paper
from webapp.exports.sheet_grid import spanned
from webapp.exports.text_width import n_lines

TALLEST_ROW = 409
LINE_HEIGHT = 1.35
LONGEST_TEXT = 32767


class TextTooLongError(ValueError):
    """A text has more letters than a spreadsheet cell holds."""

    def __init__(self, n_letters: int) -> None:
        super().__init__(f"a cell holds {LONGEST_TEXT} letters, the text has {n_letters}")
        self.n_letters = n_letters


class SheetWriter:
    """A worksheet on a fixed grid of columns, with the row that is written next."""

    def __init__(self, sheet: Any, formats: Formats, grid: list[float], paper: Paper, is_long: bool) -> None:
        self.sheet, self.formats, self.grid, self.paper, self.is_long = sheet, formats, grid, paper, is_long
        self.row = 0

    def text(self, first: int, last: int, text: str, look: Look, n_rows: int = 1) -> float:
        """Write a text over grid columns of the current row, and return the height it needs in points."""
        readable = legible(text)
        if len(readable) > LONGEST_TEXT:
            raise TextTooLongError(len(readable))
        shape = self.formats.of(replace(look, quoted=readable.startswith(FORMULA_PREFIXES)))
        self._merge(first, last, n_rows, shape)
        if readable:
            self.sheet.write_string(self.row, first, readable, shape)
        else:
            self.sheet.write_blank(self.row, first, None, shape)
        return self.needed(first, last, readable, look)

    def number(self, first: int, last: int, figure: Decimal | int, look: Look, n_rows: int = 1) -> None:
        """Write a number over grid columns of the current row."""
        shape = self.formats.of(look)
        self._merge(first, last, n_rows, shape)
        self.sheet.write_number(self.row, first, figure, shape)

    def needed(self, first: int, last: int, text: str, look: Look) -> float:
        """The height in points a text needs over these grid columns."""
        width = spanned(self.grid, first, last) * 10.5 / look.size - look.indent * 2
        return n_lines(text, width) * look.size * LINE_HEIGHT + 4

    def line(self, text: str, look: Look, height: float = 0) -> None:
        """Write a text over the whole width and go to the next row."""
        last = len(self.grid) - 1
        tall = max(self.needed(0, last, legible(text), look), height)
        self.text(0, last, text, look, self.depth(tall))
        self.end_row(tall, self.depth(tall))

    def depth(self, height: float) -> int:
        """How many sheet rows a height takes, since a spreadsheet has no row taller than 409 points."""
        return 1 if self.is_long else max(1, ceil(height / TALLEST_ROW))

    def end_row(self, height: float, n_rows: int = 1) -> None:
        """Share a height among the current row and those merged with it, and go below them."""
        for _ in range(n_rows):
            self.sheet.set_row(self.row, min(TALLEST_ROW, height / n_rows))
            self.row += 1

    def _merge(self, first: int, last: int, n_rows: int, shape: Any) -> None:
        if last > first or n_rows > 1:
            self.sheet.merge_range(self.row, first, self.row + n_rows - 1, last, "", shape)

"""A filled form as rows, cut at the printed titles of its sections."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rubrics.form import Form
from webapp.imports.form_labels import BRACKETED, NUMBERING, letters
from webapp.imports.imported_declaration import Place
from webapp.imports.word_document import Document, Paragraph, Table, TableCell

RUNNING_TEXT = "正文"
COVER = "cover"
NUMBER = re.compile(r"[一二三四五六七八九十]+(?=、)")
LONGEST_REWORDING = 8


@dataclass(frozen=True)
class Row:
    """One row of a table, or one paragraph as a row of one cell; ``table`` is 0 for running text."""

    table: int
    number: int
    cells: tuple[TableCell, ...]

    @property
    def title(self) -> str:
        """The one text of the row without its number and remarks in brackets, or an empty text when it has several."""
        texts = {cell.text.strip() for cell in self.cells if cell.text.strip()}
        return letters(BRACKETED.sub("", NUMBERING.sub("", texts.pop(), count=1))) if len(texts) == 1 else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in any of its cells."""
        return not any(cell.text.strip() for cell in self.cells)

    def place(self, position: int) -> Place:
        """Return where a cell of this row stands, counted as a person counts."""
        if self.table == 0:
            return Place(RUNNING_TEXT, self.number, 1, f"第 {self.number} 段")
        column = position + 1
        return Place(f"表{self.table}", self.number, column, f"第 {self.number} 行第 {column} 格")


def rows_of(document: Document) -> Iterator[Row]:
    """Yield every row in reading order; a table inside a cell follows the row that holds it."""
    tables = 0
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, Paragraph):
            yield Row(0, number, (TableCell(block.text, 0, 1, continues=False),))
            continue
        waiting = [block]
        while waiting:
            table = waiting.pop(0)
            tables += 1
            yield from _table_rows(table, tables)
            waiting += [inner for row in table.rows for cell in row for inner in cell.tables]


def _table_rows(table: Table, number: int) -> Iterator[Row]:
    for at, cells in enumerate(table.rows, start=1):
        yield Row(number, at, cells)


def sections_of(document: Document, form: Form) -> dict[str, tuple[Row, ...]]:
    """Return the rows of every section; what stands before the first title is the cover."""
    found: dict[str, list[Row]] = {COVER: []}
    current = COVER
    for row in rows_of(document):
        key = _titled(row, form) if row.title else None
        if key is not None and key not in found:
            current = key
            found[current] = []
        else:
            found[current].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _titled(row: Row, form: Form) -> str | None:
    """Return the section whose title this row is, printed alike or, with the same number, half reworded."""
    for section in form.sections:
        title = letters(NUMBERING.sub("", section.title, count=1))
        if row.title == title or (row.table == 0 and _is_reworded(row.cells[0].text.strip(), section.title)):
            return section.key
    return None


def _is_reworded(text: str, title: str) -> bool:
    number = NUMBER.match(title)
    if number is None or not text.startswith(number[0]) or len(text) > len(title) + LONGEST_REWORDING:
        return False
    words = set(letters(title)) - set(number[0])
    return 2 * len(words & set(letters(text))) > len(words)

"""Answers written in the cells of the printed tables, found by the labels beside, above or inside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from webapp.imports.form_labels import NUMBERING, Label, after, bare_years, letters, rest_after, without_hints, year_of
from webapp.imports.form_lines import SEALED_KINDS, LineReader
from webapp.imports.form_rows import Row
from webapp.imports.imported_declaration import Place
from webapp.imports.shared_lines import named_answers
from webapp.imports.word_document import TableCell


@dataclass
class Found:
    """The raw text of one field with the places of its cells and, for a yearly row, the years above or beside them."""

    texts: list[str]
    places: list[Place]
    years: list[int] = field(default_factory=list)


class SectionReader:
    """One pass through the rows of a section, from label to label."""

    def __init__(self, labels: Sequence[Label], rows: Sequence[Row], printed: frozenset[str]) -> None:
        self.labels, self.rows, self.printed = labels, rows, printed
        self.by_key = {label.field.key: label for label in labels}
        self.found: dict[str, Found] = {}
        self.header_years: list[tuple[int, TableCell]] = []  # the last seen: a table cut in two prints them once
        self.columns: dict[str, list[TableCell]] = {}
        self.bare_years = {id(cell): year for cells in _neighbours(rows) for cell, year in _bare_years(cells)}

    def read(self) -> dict[str, Found]:
        """Return what was found for each field."""
        for at, row in enumerate(self.rows):
            self._read_row(at, row)
        return self.found

    def _read_row(self, at: int, row: Row) -> None:
        self._note_headers(row)
        position = 0
        while position < len(row.cells):
            cell = row.cells[position]
            label = None if cell.continues else self._label(cell.text)
            position += self._take(at, row, position, label) if label else self._take_lines(row, position)

    def _note_headers(self, row: Row) -> None:
        """Remember the years and the column names this row prints above the cells to come."""
        years = [(year, cell) for cell in row.cells if (year := self._year(cell)) is not None]
        if len(years) > 1:
            self.header_years = years
        tails = {label.tail for label in self.labels if label.tail and label.field.years > 1}
        named = [cell for cell in row.cells if letters(cell.text) in tails]
        if named:
            self.columns = {tail: [cell for cell in named if letters(cell.text) == tail] for tail in tails}

    def _year(self, cell: TableCell) -> int | None:
        """Return the year a cell prints, with or without 年, None when it prints something else."""
        return self.bare_years.get(id(cell), year_of(cell.text))

    def _waiting(self) -> Iterator[Label]:
        return (label for label in self.labels if label.field.key not in self.found)

    def _label(self, text: str) -> Label | None:
        """Return the field whose label opens the cell, numbered or not."""
        return self._opening(text) or self._opening(NUMBERING.sub("", text))

    def _opening(self, text: str) -> Label | None:
        """Return the field whose label opens a text; the longest wins, then the first not yet found."""
        whole = next((label for label in self._waiting() if label.is_whole(text)), None)
        if whole is not None:
            return whole
        fits = [label for label in self._waiting() if self._opens(text, label)]
        return max(fits, key=lambda label: len(label.head), default=None)

    def _opens(self, text: str, label: Label) -> bool:
        if label.tail and label.field.years > 1:
            words = letters(text)
            return len(words) >= 2 and label.head.startswith(words) and bool(self.columns)
        if label.tail:
            return label.field.kind != "date" and after(text.strip(), label.head) is not None
        return rest_after(text, label) is not None

    def _take(self, at: int, row: Row, position: int, label: Label) -> int:
        """Read the answer that belongs to a label and return how many cells were used."""
        is_grouped = label.tail and not label.is_whole(row.cells[position].text)
        if is_grouped and label.field.years > 1:
            return self._take_matrix(row, position, label)
        if label.field.years > 1:
            return self._take_years(at, row, position, label)
        if is_grouped:
            return self._take_named(row, position, label)
        return self._take_single(row, position, label)

    def _take_single(self, row: Row, position: int, label: Label) -> int:
        """The answer stands in the next cell; without one it stands behind or below the label in its own."""
        if position + 1 >= len(row.cells) or self._is_other_label(row.cells[position + 1].text, label):
            return self._take_lines(row, position)
        beside = position + 1
        if beside + 1 < len(row.cells) and row.cells[beside].text.strip() == label.field.unit != "":
            beside += 1
        cell, place = row.cells[beside], row.place(beside)
        repeated = rest_after(cell.text, label) if label.field.options else None
        self.found[label.field.key] = Found(
            [without_hints(cell.text if repeated is None else repeated, label)], [place]
        )
        below = [other for other in self._waiting() if other.field.kind in SEALED_KINDS]
        if below and label.field.kind == "text":
            reader = LineReader([label, *below], letters(row.cells[position].text), self.printed)
            self._keep(reader.read(cell.text, label), place)
        return beside - position + 1

    def _is_other_label(self, text: str, label: Label) -> bool:
        """Whether the next cell is another field's label because this field's own cell is missing."""
        other = self._label(text)
        return other is not None and other.head != label.head and letters(text) == other.head

    def _take_lines(self, row: Row, position: int) -> int:
        """A cell without one beside it may hold answers in lines, each behind its own label."""
        cell = row.cells[position]
        if cell.continues or not cell.text.strip():
            return 1
        context = letters("".join(other.text for other in row.cells[:position]))
        waiting = [label for label in self._waiting() if not (label.tail and label.field.years > 1)]
        reader = LineReader(waiting, context, self.printed)
        texts, used = reader.read(cell.text), 1
        if texts and not any(texts.values()) and position + 1 < len(row.cells):
            texts, used = reader.read(f"{cell.text.strip()}：{row.cells[position + 1].text}"), 2
        self._keep(texts, row.place(position + used - 1))
        return used

    def _keep(self, texts: dict[str, str], place: Place) -> None:
        for key, text in texts.items():
            self.found[key] = Found([without_hints(text, self.by_key[key])], [place])

    def _take_named(self, row: Row, position: int, label: Label) -> int:
        """“名称及数量 | 数量：2 个 名称：…”: several answers of one label in the cell beside it."""
        together = [other for other in self._waiting() if other.head == label.head]
        used = 2 if position + 1 < len(row.cells) else 1
        beside = position + used - 1
        text = row.cells[beside].text if used == 2 else rest_after(row.cells[position].text, label) or ""
        self._keep({other.field.key: part for other, part in named_answers(text, together)}, row.place(beside))
        return used

    def _take_matrix(self, row: Row, position: int, label: Label) -> int:
        """“国际 | 主持 | 参与” once for each year: a cell belongs to the column name above it."""
        for other in [other for other in self._waiting() if other.head == label.head]:
            columns = {cell.column for cell in self.columns.get(other.tail, ())}
            hits = [(n, cell) for n, cell in enumerate(row.cells) if n > position and cell.column in columns]
            years = [year for year, _ in self.header_years]
            self.found[other.field.key] = Found([cell.text for _, cell in hits], [row.place(n) for n, _ in hits], years)
        return len(row.cells) - position

    def _take_years(self, at: int, row: Row, position: int, label: Label) -> int:
        beside = list(range(position + 1, len(row.cells)))
        years_beside = [n for n in beside if self._year(row.cells[n]) is not None]
        if len(years_beside) > 1:
            self._take_years_below(at, row, label)
        elif years_beside:
            self._take_years_stacked(at, row, years_beside[0], label)
        else:
            columns = {cell.column for _, cell in self.header_years}
            under = [n for n in beside if row.cells[n].column in columns]
            cells = under if len(under) >= label.field.years else beside[: label.field.years]
            years = [year for year, _ in self.header_years]
            self.found[label.field.key] = Found(
                [row.cells[n].text for n in cells], [row.place(n) for n in cells], years
            )
        return len(row.cells) - position

    def _take_years_below(self, at: int, row: Row, label: Label) -> None:
        """The label's own row prints the years; the figures stand below them."""
        headers = self.header_years
        below = self._row_below(at, row)
        columns = {cell.column for _, cell in headers}
        hits = [(n, cell) for n, cell in enumerate(below.cells) if cell.column in columns and not cell.continues]
        years = [year for year, _ in headers]
        self.found[label.field.key] = Found([cell.text for _, cell in hits], [below.place(n) for n, _ in hits], years)

    def _row_below(self, at: int, row: Row) -> Row:
        """Return the row under a row, or the one under an empty row that a person put between."""
        following = self._below(at + 1)[:2]
        if len(following) < 2 or not following[0].is_empty or any(self._label(c.text) for c in following[1].cells):
            return following[0] if following else row
        return following[1]

    def _below(self, at: int) -> list[Row]:
        """Return the rows of tables from a row on; “续表” between the parts of a table that was cut is none of them."""
        return [row for row in self.rows[at:] if row.table]

    def _take_years_stacked(self, at: int, row: Row, position: int, label: Label) -> None:
        """One row for each year: the year, then the figure."""
        entry = Found([], [])
        column = row.cells[position].column
        for below in (below for below in self._below(at) if not below.is_empty):
            spot = next((n for n, cell in enumerate(below.cells) if cell.column == column), None)
            year = self._year(below.cells[spot]) if spot is not None else None
            if spot is None or year is None or spot + 1 >= len(below.cells) or len(entry.texts) == label.field.years:
                break
            entry.texts.append(below.cells[spot + 1].text)
            entry.places.append(below.place(spot + 1))
            entry.years.append(year)
        if len(entry.texts) == 1:  # one year of three is no answer for all three
            entry.texts += [""] * (label.field.years - 1)
        self.found[label.field.key] = entry


def _neighbours(rows: Sequence[Row]) -> Iterator[Sequence[TableCell]]:
    """Yield every three cells beside each other or below each other."""
    tabled = [row for row in rows if row.table]
    for row in tabled:
        yield from (row.cells[at : at + 3] for at in range(len(row.cells) - 2))
    for three in zip(tabled, tabled[1:], tabled[2:], strict=False):
        for cell in three[0].cells:
            yield [other for row in three for other in row.cells if other.column == cell.column]


def _bare_years(cells: Sequence[TableCell]) -> Iterator[tuple[TableCell, int]]:
    return zip(cells, bare_years([cell.text for cell in cells]), strict=False)

"""A table of experts, one row for each: every wrong cell is named, all at once; nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from webapp.imports import expert_cells as cells
from webapp.imports.expert_cells import Post, UnusableCellError
from webapp.imports.expert_columns import REQUIRED, TITLES, ExpertHeader, find_expert_header, place
from webapp.imports.imported_declaration import CellProblem
from webapp.imports.refusal import RefusedFileError
from webapp.imports.workbook import CellValue, read_workbook

BLANK = "“{title}”不能为空，请填写。"
DUPLICATE = "专家“{name}”（{unit}）与第{row}行重复，请只保留一行。"
NO_ROWS = "表里没有填写任何专家。请从表头下面一行起，一行填一位专家。"
Value = TypeVar("Value")
NO_NAMES: tuple[tuple[str, ...], tuple[str, ...], str] = ((), (), "")
NO_WORDS: tuple[str, ...] = ()
NO_POSTS: tuple[Post, ...] = ()


@dataclass(frozen=True)
class ExpertRow:
    """One expert as the table tells it; lists are empty and texts blank where the table is."""

    row: int
    name: str
    units: tuple[str, ...]
    unit_aliases: tuple[str, ...]
    unit_former_names: tuple[str, ...]
    unit_english_name: str
    parents: tuple[str, ...]
    province: str
    city: str
    county: str
    titles: tuple[str, ...]
    industries: tuple[str, ...]
    areas: tuple[str, ...]
    keywords: tuple[str, ...]
    advice: tuple[Post, ...]
    past: tuple[Post, ...]
    avoid_units: tuple[str, ...]
    phone: str
    note: str


def read_expert_table(data: bytes, filename: str) -> tuple[tuple[ExpertRow, ...], tuple[CellProblem, ...]]:
    """Read the first visible sheet with rows; `RefusedFileError` for a file that is damaged, hostile or no table."""
    for sheet in read_workbook(data, filename):
        if sheet.rows and not sheet.hidden:
            return parse_expert_rows(sheet.name, sheet.rows)
    raise RefusedFileError("experts.no_rows", NO_ROWS)


def parse_expert_rows(
    sheet: str, rows: Sequence[Sequence[CellValue]]
) -> tuple[tuple[ExpertRow, ...], tuple[CellProblem, ...]]:
    """Return the experts without mistakes and every mistake of the others."""
    header, problems = find_expert_header(sheet, rows)
    if header is None or any(key not in header.columns for key in REQUIRED):
        return (), problems
    found: list[ExpertRow] = []
    mistakes = list(problems)
    for at in range(header.row + 1, len(rows)):
        if any(value is not None and str(value).strip() for value in rows[at]):
            reader = _RowReader(sheet, at, rows[at], header)
            expert = reader.expert()
            mistakes += reader.problems
            found += [] if reader.problems else [expert]
    if not found and not mistakes:
        mistakes.append(place(sheet, header.row + 1, 0).problem("", "no_rows", NO_ROWS))
    mistakes += _duplicates(sheet, header, found)
    return tuple(found), tuple(mistakes)


class _RowReader:
    """Reads the cells of one row and keeps the problems."""

    def __init__(self, sheet: str, at: int, row: Sequence[CellValue], header: ExpertHeader) -> None:
        self.problems: list[CellProblem] = []
        self._sheet, self._at, self._row, self._header = sheet, at, row, header

    def expert(self) -> ExpertRow:
        """The row as an expert; usable only when there are no problems."""
        aliases, former, english = self._cell("other_names", cells.other_names, NO_NAMES)
        return ExpertRow(
            row=self._at + 1,
            name=self._cell("name", cells.person_name, ""),
            units=self._cell("unit", cells.unit_names, NO_WORDS),
            unit_aliases=aliases,
            unit_former_names=former,
            unit_english_name=english,
            parents=self._cell("parents", cells.unit_names, NO_WORDS),
            province=self._cell("province", str, ""),
            city=self._cell("city", str, ""),
            county=self._cell("county", str, ""),
            titles=(*self._cell("titles", cells.words, NO_WORDS), *self._cell("posts", cells.words, NO_WORDS)),
            industries=self._cell("industries", cells.industries, NO_WORDS),
            areas=self._cell("areas", cells.areas, NO_WORDS),
            keywords=self._cell("keywords", cells.words, NO_WORDS),
            advice=self._cell("advice", cells.running_posts, NO_POSTS),
            past=self._cell("past", cells.past_posts, NO_POSTS),
            avoid_units=self._cell("avoid", cells.unit_names, NO_WORDS),
            phone=self._cell("phone", cells.phone, ""),
            note=self._cell("note", str, ""),
        )

    def _cell(self, key: str, read: Callable[[str], Value], blank: Value) -> Value:
        column = self._header.columns.get(key)
        if column is None:
            return blank
        here = place(self._sheet, self._at, column)
        try:
            text = cells.cell_text(self._row[column] if column < len(self._row) else None)
            if text:
                return read(text)
        except UnusableCellError as fault:
            self.problems.append(here.problem(key, fault.code, fault.template, fault.values))
            return blank
        if key in REQUIRED:
            self.problems.append(here.problem(key, "blank", BLANK, {"title": TITLES[key][0]}))
        return blank


def _duplicates(sheet: str, header: ExpertHeader, found: Sequence[ExpertRow]) -> Iterator[CellProblem]:
    first: dict[tuple[str, str], int] = {}
    for expert in found:
        unit = "".join(expert.units[0].split())
        earlier = first.setdefault((expert.name, unit), expert.row)
        if earlier != expert.row:
            values = {"name": expert.name, "unit": expert.units[0], "row": str(earlier)}
            here = place(sheet, expert.row - 1, header.columns["name"])
            yield here.problem("name", "duplicate", DUPLICATE, values)

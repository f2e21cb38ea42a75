"""The organiser's tables of units and of ties, two sheets of one workbook: every wrong cell is named, all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from webapp.imports import expert_cells as cells
from webapp.imports.expert_cells import UnusableCellError
from webapp.imports.expert_columns import place, plain
from webapp.imports.imported_declaration import CellProblem
from webapp.imports.refusal import RefusedFileError
from webapp.imports.workbook import CellValue, Sheet, read_workbook

UNIT_TITLES: Mapping[str, str] = {
    "name": "单位名称",
    "aliases": "别名和简称",
    "former_names": "曾用名",
    "parents": "上级单位",
    "english_name": "英文名",
}
TIE_TITLES: Mapping[str, str] = {
    "person_a": "专家姓名",
    "unit_a": "专家单位",
    "person_b": "对方姓名",
    "unit_b": "对方单位",
    "kind": "关系",
    "evidence": "依据",
}
UNIT_NEEDS, TIE_NEEDS = ("name",), ("person_a", "person_b", "kind")
TIE_KINDS: Mapping[str, str] = {
    "亲属": "family",
    "合作": "co_work",
    "师生": "teacher_student",
    "合著": "co_author",
    "商业往来": "business",
    "其他利害": "other",
}
SEARCHED_ROWS = 10
NO_TABLE = "没有找到单位表或关系表。请使用模板：单位表含有“单位名称”列，关系表含有“专家姓名”“对方姓名”和“关系”列。"
BLANK = "“{title}”不能为空，请填写。"
UNKNOWN_COLUMN = "不认识“{title}”这一列。请改成模板里的列名，或删除这一列。"
COLUMN_TWICE = "“{title}”这一列出现了两次，请只保留一列。"
UNKNOWN_KIND = "不认识“{written}”这种关系，请填写{kinds}中的一种。"
UNIT_TWICE = "单位“{name}”与第{row}行重复，请合并成一行。"
TIE_TWICE = "这一对关系与第{row}行重复，请只保留一行。"
NAME_LENGTH, PERSON_LENGTH = 200, 64
TOO_LONG = "“{title}”超过{limit}个字，请核对。"


class Numbered(Protocol):
    """What was read from a row of a sheet."""

    @property
    def row(self) -> int:
        """The row's number as the person sees it."""


Row = TypeVar("Row", bound=Numbered)


@dataclass(frozen=True)
class UnitRow:
    """One body with every name it is known by."""

    row: int
    name: str
    aliases: tuple[str, ...]
    former_names: tuple[str, ...]
    parents: tuple[str, ...]
    english_name: str


@dataclass(frozen=True)
class TieRow:
    """One tie between an expert and somebody else."""

    row: int
    person_a: str
    unit_a: str
    person_b: str
    unit_b: str
    kind: str
    evidence: str


@dataclass(frozen=True)
class KnownTables:
    """What the workbook holds; None where it has no such table."""

    units: tuple[UnitRow, ...] | None
    ties: tuple[TieRow, ...] | None


def read_known_tables(data: bytes, filename: str) -> tuple[KnownTables, tuple[CellProblem, ...]]:
    """Read both tables; `RefusedFileError` for a file that is damaged, hostile or holds neither."""
    sheets = [sheet for sheet in read_workbook(data, filename) if sheet.rows and not sheet.hidden]
    units, ties = _table(sheets, UNIT_TITLES, UNIT_NEEDS), _table(sheets, TIE_TITLES, TIE_NEEDS)
    if units is None and ties is None:
        raise RefusedFileError("known.no_table", NO_TABLE)
    problems: list[CellProblem] = []
    found = KnownTables(
        tuple(_rows(units, _unit_row, problems)) if units else None,
        tuple(_rows(ties, _tie_row, problems)) if ties else None,
    )
    problems += _repeated(units, found.units or (), lambda one: (one.name,), UNIT_TWICE)
    problems += _repeated(ties, found.ties or (), _tie_key, TIE_TWICE)
    return found, tuple(problems)


@dataclass(frozen=True)
class Table:
    """A sheet whose header was found: the header's row, the column of each title, what is wrong with the header."""

    sheet: Sheet
    header: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    needs: Sequence[str]
    problems: tuple[CellProblem, ...]


def _table(sheets: Sequence[Sheet], titles: Mapping[str, str], needs: Sequence[str]) -> Table | None:
    known = {plain(title): key for key, title in titles.items()}
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
            if {known.get(plain(value)) for value in row} >= set(needs):
                return _with_columns(sheet, at, known, titles, needs)
    return None


def _with_columns(
    sheet: Sheet, at: int, known: Mapping[str, str], titles: Mapping[str, str], needs: Sequence[str]
) -> Table:
    columns: dict[str, int] = {}
    problems: list[CellProblem] = []
    for column, value in enumerate(sheet.rows[at]):
        key, here = known.get(plain(value)), place(sheet.name, at, column)
        told = {"title": str(value).strip()}
        if key in columns:
            problems.append(here.problem(str(key), "column_twice", COLUMN_TWICE, told))
        elif key is not None:
            columns[key] = column
        elif plain(value) not in ("", "序号"):
            problems.append(here.problem("", "unknown_column", UNKNOWN_COLUMN, told))
    return Table(sheet, at, columns, titles, needs, tuple(problems))


def _rows(table: Table, read: Callable[[_Cells], Row], problems: list[CellProblem]) -> list[Row]:
    problems += table.problems
    found: list[Row] = []
    for at in range(table.header + 1, len(table.sheet.rows)):
        if any(value is not None and str(value).strip() for value in table.sheet.rows[at]):
            row = _Cells(table, at)
            one = read(row)
            problems += row.problems
            found += [] if row.problems else [one]
    return found


class _Cells:
    """The cells of one row by their keys; what is wrong is kept."""

    def __init__(self, table: Table, at: int) -> None:
        self.row = at + 1
        self.problems: list[CellProblem] = []
        self._table, self._at = table, at

    def text(self, key: str, limit: int = cells.LIMIT) -> str:
        """The cell as text; a blank one that is needed, or one too long, is a problem."""
        column = self._table.columns.get(key)
        if column is None:
            return ""
        here, row = place(self._table.sheet.name, self._at, column), self._table.sheet.rows[self._at]
        title = {"title": self._table.titles[key]}
        try:
            text = cells.cell_text(_cell(row, column))
        except UnusableCellError as fault:
            self.problems.append(here.problem(key, fault.code, fault.template, fault.values))
            return ""
        if not text and key in self._table.needs:
            self.problems.append(here.problem(key, "blank", BLANK, title))
        if len(text) > limit:
            self.problems.append(here.problem(key, "too_long", TOO_LONG, {**title, "limit": str(limit)}))
        return text

    def kind(self) -> str:
        """The kind of a tie by its Chinese name."""
        text = self.text("kind")
        if text and text not in TIE_KINDS:
            here = place(self._table.sheet.name, self._at, self._table.columns["kind"])
            told = {"written": text, "kinds": "、".join(TIE_KINDS)}
            self.problems.append(here.problem("kind", "unknown_kind", UNKNOWN_KIND, told))
        return TIE_KINDS.get(text, "")


def _cell(row: Sequence[CellValue], column: int) -> CellValue:
    return row[column] if column < len(row) else None


def _unit_row(row: _Cells) -> UnitRow:
    aliases, former, parents = (cells.unit_names(row.text(key)) for key in ("aliases", "former_names", "parents"))
    name, english = row.text("name", NAME_LENGTH), row.text("english_name", NAME_LENGTH)
    return UnitRow(row.row, name, aliases, former, parents, english)


def _tie_row(row: _Cells) -> TieRow:
    first, second = row.text("person_a", PERSON_LENGTH), row.text("person_b", PERSON_LENGTH)
    mine, theirs = row.text("unit_a", NAME_LENGTH), row.text("unit_b", NAME_LENGTH)
    return TieRow(row.row, first, mine, second, theirs, row.kind(), row.text("evidence"))


def _tie_key(one: TieRow) -> tuple[str, ...]:
    return one.person_a, one.unit_a, one.person_b, one.unit_b, one.kind


def _repeated(
    table: Table | None, found: Sequence[Row], key: Callable[[Row], tuple[str, ...]], template: str
) -> list[CellProblem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for one in found:
        number = one.row
        earlier = first.setdefault(key(one), number)
        if earlier != number and table is not None:
            here = place(table.sheet.name, number - 1, table.columns[table.needs[0]])
            told = {"name": key(one)[0], "row": str(earlier)}
            problems.append(here.problem(table.needs[0], "twice", template, told))
    return problems

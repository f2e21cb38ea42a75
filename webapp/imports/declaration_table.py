"""A table of declarations, one row for each: every wrong cell is named, all at once, and nothing is half read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rubrics.answers import Answer
from rubrics.form import Field, Form
from rubrics.numbers import Gap
from webapp.imports.form_labels import letters
from webapp.imports.imported_declaration import CellProblem, ImportedDeclaration, Place, answer_or_problems
from webapp.imports.refusal import RefusedFileError
from webapp.imports.sheet_scan import cell_name
from webapp.imports.table_header import Header, find_header
from webapp.imports.workbook import FORMULA_ERROR, CellValue, Sheet, read_workbook

NOT_THE_TABLE = "没有找到申报数据表的表头。请下载模板，把数据填进模板（不要改动表头）后再上传。"
SEVERAL_SHEETS = "工作表{names}都填有申报，不知道以哪一张为准。请合并到一张工作表里，或删去多余的再上传。"
NO_ROWS = "表里没有填写任何集群。请从表头下面一行起，一行填一个集群。"
COLUMN_MISSING = "表里缺少“{label}”这一列。请重新下载模板填写，或补上这一列。"
DUPLICATE = "集群“{name}”与第 {row} 行重复。请只保留一行。"
BROKEN_FORMULA = "“{label}”里的公式出错（显示为 #DIV/0! 之类）。请改正公式或直接填写数值。"
NONE = Gap.NONE.value
NAME_KEYS = ("basic.cluster_name", "cover.cluster_name")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ImportedTable:
    """The declarations of a table in the order of its rows; ``problems`` are those of the table itself."""

    declarations: tuple[ImportedDeclaration, ...]
    problems: tuple[CellProblem, ...]

    @property
    def all_problems(self) -> tuple[CellProblem, ...]:
        """Every problem of the table and of its rows."""
        return (*self.problems, *(problem for entry in self.declarations for problem in entry.problems))


def import_declaration_table(data: bytes, filename: str, form: Form, progress: Progress | None = None) -> ImportedTable:
    """Return the declarations of a table file; `RefusedFileError` for a file that is no such table."""
    seen = [sheet for sheet in read_workbook(data, filename) if not sheet.hidden]
    tables = [(sheet, header) for sheet in seen if (header := find_header(sheet, form)) is not None]
    if not tables:
        raise RefusedFileError("table.not_the_template", NOT_THE_TABLE)
    filled = [table for table in tables if _filled_rows(*table)]
    if len(filled) > 1:
        names = "、".join(f"“{sheet.name}”" for sheet, _ in filled)
        raise RefusedFileError("table.several_sheets", SEVERAL_SHEETS, {"names": names})
    return _import_sheet(*(filled or tables)[0], form, filename, progress)


def _import_sheet(sheet: Sheet, header: Header, form: Form, filename: str, progress: Progress | None) -> ImportedTable:
    filled = _filled_rows(sheet, header)
    if not filled:
        raise RefusedFileError("table.no_rows", NO_ROWS)
    declarations = []
    for done, at in enumerate(filled, start=1):
        declarations.append(_import_row(sheet, at, header, form, filename))
        if progress is not None:
            progress(done, len(filled))
    problems = (*_missing_columns(sheet, header, form), *_duplicates(sheet, filled, header, declarations))
    return ImportedTable(tuple(declarations), problems)


def _filled_rows(sheet: Sheet, header: Header) -> list[int]:
    return [at for at in range(header.first_row, len(sheet.rows)) if _is_filled(sheet.rows[at], header)]


def _is_filled(row: Sequence[CellValue], header: Header) -> bool:
    values = [row[column] for columns in header.columns.values() for column in columns if column < len(row)]
    return any(value.strip() if isinstance(value, str) else value is not None for value in values)


def _import_row(sheet: Sheet, at: int, header: Header, form: Form, filename: str) -> ImportedDeclaration:
    fields: dict[str, Answer] = {}
    problems: list[CellProblem] = []
    for entry in form.fields:
        columns = header.columns.get(entry.key)
        if columns is None:
            continue
        answer = _answer(entry, sheet, at, columns)
        if isinstance(answer, tuple):
            problems += answer
        else:
            fields[entry.key] = answer
    return ImportedDeclaration(fields, tuple(problems), filename)


def _answer(entry: Field, sheet: Sheet, at: int, columns: tuple[int, ...]) -> Answer | tuple[CellProblem, ...]:
    row = sheet.rows[at]
    raw = [row[column] if column < len(row) else None for column in columns]
    failed = [place_of(sheet, at, column) for column, value in zip(columns, raw, strict=True) if value == FORMULA_ERROR]
    if failed:
        values = {"label": entry.label}
        return tuple(place.problem(entry.key, "table.formula_error", BROKEN_FORMULA, values) for place in failed)
    if raw[0] == NONE and _is_merged(sheet, at, columns):
        raw = [NONE] * len(raw)
    return answer_or_problems(entry, raw[0] if entry.years == 1 else raw, lambda n: place_of(sheet, at, columns[n]))


def _is_merged(sheet: Sheet, at: int, columns: tuple[int, ...]) -> bool:
    """Whether the years of a row were joined into one cell, so that its one word speaks for all of them."""
    spans = [(left, right) for (top, left), (bottom, right) in sheet.merged if top <= at <= bottom]
    return any(left <= min(columns) and max(columns) <= right for left, right in spans)


def place_of(sheet: Sheet, row: int, column: int) -> Place:
    """Return a cell as a spreadsheet names it."""
    return Place(sheet.name, row + 1, column + 1, cell_name(row + 1, column + 1))


def _missing_columns(sheet: Sheet, header: Header, form: Form) -> Iterator[CellProblem]:
    for entry in form.fields:
        if entry.key not in header.columns:
            place = place_of(sheet, header.first_row - 1, 0)
            yield place.problem(entry.key, "table.column_missing", COLUMN_MISSING, {"label": entry.label})


def _duplicates(
    sheet: Sheet, rows: Sequence[int], header: Header, declarations: Sequence[ImportedDeclaration]
) -> Iterator[CellProblem]:
    """Two rows for one cluster: a slip of pasting, named before it becomes two declarations."""
    seen: dict[str, int] = {}
    for at, declaration in zip(rows, declarations, strict=True):
        key, name = _name(declaration.fields)
        if name and letters(name) in seen:
            place = place_of(sheet, at, header.columns[key][0])
            yield place.problem(key, "table.duplicate", DUPLICATE, {"name": name, "row": str(seen[letters(name)] + 1)})
        elif name:
            seen[letters(name)] = at


def _name(fields: Mapping[str, Answer]) -> tuple[str, str]:
    for key in NAME_KEYS:
        value = fields.get(key)
        if isinstance(value, str):
            return key, value
    return "", ""

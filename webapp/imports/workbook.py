"""Tables people hand in, .xlsx .xls .et .csv, as sheets of text and exact decimal numbers."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from webapp.imports.compound_file import SIGNATURE as COMPOUND_SIGNATURE
from webapp.imports.csv_table import read_csv_rows
from webapp.imports.limits import TABLE_LIMITS, Limits
from webapp.imports.old_sheet_scan import old_workbook_marks
from webapp.imports.preflight import check_compound_file, check_ending, check_size, check_workbook
from webapp.imports.refusal import RefusedFileError
from webapp.imports.sandbox import parse_in_sandbox
from webapp.imports.sheet_scan import ERROR, Marks

CellValue = str | Decimal | None

FORMULA_ERROR = "#ERROR"
UNKNOWN_ENDING = "不认识“{ending}”这种表格。请上传 .xlsx、.xls、.et 或 .csv 文件。"


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of equal length from A1 on; ``merged`` holds ((top, left), (bottom, right)) from 0."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    hidden: bool
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]


def read_workbook(data: bytes, filename: str, limits: Limits = TABLE_LIMITS) -> tuple[Sheet, ...]:
    """Return every sheet of a table file; `RefusedFileError` for a file that is damaged, hostile or no table.

    Numbers are `Decimal` with their stored digits, dates are ISO text, percentages text as shown (“36.5%”), failed
    formulas `FORMULA_ERROR`.
    """
    ending = PurePath(filename).suffix.lower()
    check_ending(filename)
    if ending == ".csv":
        check_size(data, limits)
        return (Sheet(PurePath(filename).stem, read_csv_rows(data, filename, limits), hidden=False, merged=()),)
    if ending not in (".xlsx", ".xls", ".et"):
        raise RefusedFileError("file.unknown_ending", UNKNOWN_ENDING, {"ending": ending or filename[-20:]})
    if ending in (".xls", ".et") and data.startswith(COMPOUND_SIGNATURE):
        check_compound_file(data, filename, "xls", limits)
        marks = old_workbook_marks(data)
    else:
        marks = check_workbook(data, filename, limits)
    sheets = parse_in_sandbox("workbook", data)
    return tuple(_sheet(sheet, marks.get(sheet["name"], {})) for sheet in sheets) if isinstance(sheets, list) else ()


def _sheet(sheet: dict[str, Any], marks: Marks) -> Sheet:
    for (row, column), mark in marks.items():
        if row < len(sheet["rows"]) and column < len(sheet["rows"][row]):
            sheet["rows"][row][column] = _as_shown(sheet["rows"][row][column], mark)
    merged = tuple(((int(a), int(b)), (int(c), int(d))) for (a, b), (c, d) in sheet["merged"])
    return Sheet(sheet["name"], tuple(map(tuple, sheet["rows"])), sheet["hidden"], merged)


def _as_shown(value: CellValue, mark: str) -> CellValue:
    if mark == ERROR:
        return FORMULA_ERROR
    return f"{(value * 100).normalize():f}%" if isinstance(value, Decimal) else value

"""The guard's pass over an old workbook (.xls, .et): macros and passwords, percentages and failed formulas."""

import struct
from collections.abc import Iterator

from webapp.imports.archive import damaged
from webapp.imports.compound_file import LOCKED
from webapp.imports.compound_stream import CompoundFile
from webapp.imports.refusal import RefusedFileError
from webapp.imports.sheet_scan import ERROR, PERCENT, PERCENT_FORMATS, Marks, is_percentage
from webapp.imports.xml_scan import MACROS

BEGIN, END, BOUND_SHEET, FORMAT, STYLE, FILE_PASS = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x2F
FORMULA, NUMBER, SMALL_NUMBER, SMALL_NUMBERS, BOOLEAN_OR_ERROR = 0x06, 0x203, 0x27E, 0xBD, 0x205
EXCEL_97 = 0x600
WORKSHEET = 0
NOT_A_NUMBER, FAILED = b"\xff\xff", 2

TOO_OLD = "这是 Excel 95 以前的格式，读不可靠。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再上传。"

Records = Iterator[tuple[int, bytes]]


def old_workbook_marks(data: bytes) -> dict[str, Marks]:
    """Return the cells that do not show what they store, by sheet; `RefusedFileError` for macros and passwords."""
    stream = CompoundFile(data).stream("Workbook", "Book")
    try:
        return _marks(stream)
    except (struct.error, IndexError) as error:
        raise damaged("旧格式表格不完整") from error


def _marks(stream: bytes) -> dict[str, Marks]:
    formats = {int(name) for name in PERCENT_FORMATS}
    percent_styles: set[int] = set()
    sheets: list[tuple[str, int]] = []
    n_styles = 0
    for kind, body in _records(stream, 0):
        if kind == BEGIN and struct.unpack_from("<H", body)[0] != EXCEL_97:
            raise RefusedFileError("table.too_old", TOO_OLD)
        if kind == FILE_PASS:
            raise RefusedFileError("file.password", LOCKED)
        if kind == FORMAT and is_percentage(body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")):
            formats.add(struct.unpack_from("<H", body)[0])
        elif kind == STYLE:
            if struct.unpack_from("<H", body, 2)[0] in formats:
                percent_styles.add(n_styles)
            n_styles += 1
        elif kind == BOUND_SHEET:
            sheets += _sheet(body)
    return {name: dict(_sheet_marks(stream, at, percent_styles)) for name, at in sheets}


def _records(stream: bytes, at: int) -> Records:
    """Yield the records of one part, that of a chart inside a sheet left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 1:
            yield kind, stream[at + 4 : at + 4 + length]
        if depth == 0:
            return
        at += 4 + length


def _sheet(body: bytes) -> list[tuple[str, int]]:
    at, _, kind, length, is_wide = struct.unpack_from("<I4B", body)
    if kind not in (WORKSHEET, 2):
        raise RefusedFileError("archive.macros", MACROS)
    name = (
        body[8 : 8 + 2 * length].decode("utf-16-le", "replace") if is_wide else body[8 : 8 + length].decode("latin-1")
    )
    return [(name, at)] if kind == WORKSHEET else []


def _sheet_marks(stream: bytes, start: int, percent_styles: set[int]) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, body in _records(stream, start):
        if kind in (NUMBER, SMALL_NUMBER, FORMULA, BOOLEAN_OR_ERROR):
            row, column, style = struct.unpack_from("<3H", body)
            if _has_failed(kind, body):
                yield (row, column), ERROR
            elif style in percent_styles and kind != BOOLEAN_OR_ERROR:
                yield (row, column), PERCENT
        elif kind == SMALL_NUMBERS:
            row, first = struct.unpack_from("<2H", body)
            for n, at in enumerate(range(4, len(body) - 2, 6)):
                if struct.unpack_from("<H", body, at)[0] in percent_styles:
                    yield (row, first + n), PERCENT


def _has_failed(kind: int, body: bytes) -> bool:
    if kind == FORMULA:
        return body[12:14] == NOT_A_NUMBER and body[6] == FAILED
    return kind == BOOLEAN_OR_ERROR and body[7] == 1

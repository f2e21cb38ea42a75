"""Rows of a .csv file as Excel and WPS write it: UTF-8 or GB 18030, comma, semicolon or tab."""

import csv

from webapp.imports.limits import Limits
from webapp.imports.preflight import wrong_kind
from webapp.imports.refusal import RefusedFileError
from webapp.imports.sheet_scan import TOO_MANY_CELLS, TOO_TALL, TOO_WIDE

UNDECODABLE = "文件的文字编码认不出来（不是 UTF-8，也不是 GB 18030）。请在 Excel 或 WPS 中另存为 .xlsx 后再上传。"
BROKEN_LINE = "第 {row} 行的格式有误（引号不成对或内容过长）。请在 Excel 或 WPS 中打开检查、另存为 .xlsx 后再上传。"


def _text(data: bytes, filename: str) -> str:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise wrong_kind(filename, ".csv")
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedFileError("csv.undecodable", UNDECODABLE)


def _delimiter(first_line: str) -> str:
    return max(",;\t", key=first_line.count)


def read_csv_rows(data: bytes, filename: str, limits: Limits) -> tuple[tuple[str | None, ...], ...]:
    """Return the rows padded to one width; `RefusedFileError` for what is no such table."""
    lines = _text(data, filename).splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=_delimiter(lines[0] if lines else ""), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            _check_bounds(rows, limits)
    except csv.Error as error:
        raise RefusedFileError("csv.broken_line", BROKEN_LINE, {"row": len(rows) + 1}) from error
    width = max(map(len, rows), default=0)
    return tuple(tuple(cell or None for cell in row) + (None,) * (width - len(row)) for row in rows)


def _check_bounds(rows: list[list[str]], limits: Limits) -> None:
    height, width = len(rows), len(rows[-1])
    if width > limits.columns:
        values = {"cell": f"第 {height} 行第 {width} 列", "limit": limits.columns}
        raise RefusedFileError("table.too_wide", TOO_WIDE, values)
    if height > limits.rows:
        raise RefusedFileError("table.too_tall", TOO_TALL, {"cell": f"第 {height} 行", "limit": limits.rows})
    if height * width > 5 * limits.cells:
        raise RefusedFileError("table.too_many_cells", TOO_MANY_CELLS, {"limit": limits.cells})

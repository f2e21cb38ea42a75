"""Tables for analysts as CSV, workbook or Parquet, written batch by batch: no table is ever in memory as a whole."""

import csv
import io
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from typing import IO, Any, Literal

from webapp.errors import Unusable
from webapp.exports.cell_formats import FORMULA_PREFIXES
from webapp.exports.figures import legible
from webapp.services.dump_round import DumpTable

DumpKind = Literal["csv", "xlsx", "parquet"]
KINDS = ("csv", "xlsx", "parquet")
MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
BATCH = 5_000
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576; the rest goes on to the next
MISSING = "要导出 Parquet，请先安装附加组件：pip install 'zeyou[parquet]'，或改用 csv。"


def write_dump(table: DumpTable, kind: str, target: IO[bytes]) -> int:
    """Write the table and return its number of rows."""
    writers = {"csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet}
    return writers[kind](table, target)


def batches(table: DumpTable) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows a batch at a time."""
    while batch := list(islice(table.rows, BATCH)):
        yield batch


def write_csv(table: DumpTable, target: IO[bytes]) -> int:
    """Write UTF-8 with a mark for spreadsheets; no text turns into a formula there."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    n_rows = 0
    for batch in batches(table):
        writer.writerows([harmless(cell) for cell in row] for row in batch)
        n_rows += len(batch)
    text.detach()
    return n_rows


def write_xlsx(table: DumpTable, target: IO[bytes]) -> int:
    """Write a workbook row by row: numbers are numbers, a text is never a formula, and no sheet grows too long."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    n_rows, names = 0, tuple(table.columns)
    with xlsxwriter.Workbook(target, {**options, "strings_to_numbers": False}) as book:
        sheet, text = None, book.add_format({"quote_prefix": True})
        for row in table.rows:
            at = n_rows % MOST_ROWS
            if sheet is None or at == 0:
                sheet = added_sheet(book, names)
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(at + 1, column, legible(cell), text)
                elif cell is not None:
                    sheet.write(at + 1, column, cell)
            n_rows += 1
        if sheet is None:
            added_sheet(book, names)
    return n_rows


def added_sheet(book: Any, names: tuple[str, ...]) -> Any:
    """Begin a sheet with the names of the columns."""
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, names, book.add_format({"bold": True}))
    return sheet


def harmless(cell: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; a negative number is none."""
    if not isinstance(cell, str) or not cell.startswith(FORMULA_PREFIXES):
        return cell
    return cell if cell[1:].replace(".", "", 1).isdecimal() else "'" + cell


def write_parquet(table: DumpTable, target: IO[bytes]) -> int:
    """Write typed columns, one row group a batch."""
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise Unusable("parquet-missing", MISSING) from error
    types = {str: arrow.string(), int: arrow.int64(), bool: arrow.bool_()}
    schema = arrow.schema([(name, types[kind]) for name, kind in table.columns.items()])
    n_rows = 0
    with parquet.ParquetWriter(target, schema) as writer:
        for batch in batches(table):
            columns = [list(column) for column in zip(*batch, strict=True)]
            writer.write_table(arrow.table(columns, schema=schema))
            n_rows += len(batch)
    return n_rows

"""Tables for analysts as CSV, workbook or Parquet, written batch by batch: no table is ever in memory as a whole."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, Literal

from webapp.exports.cell_formats import FORMULA_PREFIXES
from webapp.exports.figures import legible
from webapp.exports.parquet_file import ParquetFile
from webapp.services.dump_round import DumpTable

DumpKind = Literal["csv", "xlsx", "parquet"]
KINDS = ("csv", "xlsx", "parquet")
MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
BATCH = 2_000
PIECE = 64 * 1024
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576; the rest goes on to the next


def write_dump(table: DumpTable, kind: str, target: IO[bytes]) -> int:
    """Write the table and return its number of rows."""
    n_rows = 0

    def counted() -> Iterator[tuple[Any, ...]]:
        nonlocal n_rows
        for row in table.rows:
            n_rows += 1
            yield row

    for piece in dump_pieces(DumpTable(table.columns, counted()), kind):
        target.write(piece)
    return n_rows


def dump_pieces(table: DumpTable, kind: str) -> Iterator[bytes]:
    """Yield the file piece by piece: tables and Parquet as their rows come, a workbook once it is whole."""
    return {"csv": csv_pieces, "xlsx": xlsx_pieces, "parquet": parquet_pieces}[kind](table)


def batches(table: DumpTable) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows a batch at a time."""
    while batch := list(islice(table.rows, BATCH)):
        yield batch


def csv_pieces(table: DumpTable) -> Iterator[bytes]:
    """Write UTF-8 with a mark for spreadsheets; no text turns into a formula there."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        if text.tell() >= PIECE:
            yield emptied(text)
        writer.writerow([harmless(cell) for cell in row])
    yield emptied(text)


def emptied(text: io.StringIO) -> bytes:
    """Return what was written and begin anew."""
    data = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return data


def xlsx_pieces(table: DumpTable) -> Iterator[bytes]:
    """Write a workbook to a file and yield it from there."""
    with TemporaryFile() as file:
        write_xlsx(table, file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def write_xlsx(table: DumpTable, target: IO[bytes]) -> None:
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


def parquet_pieces(table: DumpTable) -> Iterator[bytes]:
    """Write typed columns, one row group a batch."""
    target = io.BytesIO()
    file = ParquetFile(target, table.columns)
    for batch in batches(table):
        file.write_group(batch)
        yield target.getvalue()
        target.seek(0)
        target.truncate()
    file.close()
    yield target.getvalue()

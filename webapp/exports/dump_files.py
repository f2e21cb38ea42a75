"""Tables for analysts as CSV or Parquet, written batch by batch."""

import csv
import io
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from typing import IO, Any, Literal

from webapp.errors import Unusable
from webapp.exports.cell_formats import FORMULA_PREFIXES
from webapp.services.dump_round import DumpTable

DumpKind = Literal["csv", "parquet"]
KINDS = ("csv", "parquet")
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
BATCH = 10_000
MISSING = "要导出 Parquet，请先安装附加组件：pip install 'zeyou[parquet]'，或改用 csv。"


def write_dump(table: DumpTable, kind: str, target: IO[bytes]) -> int:
    """Write the table and return its number of rows."""
    return write_parquet(table, target) if kind == "parquet" else write_csv(table, target)


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

"""Rows in a form that is the same on both databases: one line of JSON a row, in the order of the primary key."""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, Text, cast, collate, func, insert, select
from sqlalchemy import column as plain_column
from sqlalchemy import table as plain_table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import JSON, Date, DateTime, LargeBinary, Numeric, String, TypeEngine

from webapp.database import met_at
from webapp.errors import Refusal
from webapp.models.quick_json import quick_json

PORTION = 2000
LONG_ROWS = {"seal": 20}  # the seal of an import is megabytes long
PLAIN = frozenset({int, str, float, bool, type(None)})
CARRIED_AS_TEXT = (DateTime, Date, LargeBinary, Numeric)
NOT_CARRIED = "alembic_version"


def stored_tables(connection: Connection) -> list[Table]:
    """Read the tables from the database itself, whatever its age; a table follows those it refers to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != NOT_CARRIED]


def read_lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield every row as a line."""
    for values in read_values(connection, table):
        yield quick_json(values).encode()


def read_values(connection: Connection, table: Table) -> Iterator[list[Any]]:
    """Yield every row as JSON can write it; JSON is carried letter by letter, moments as UTC."""
    columns = [cast(one, Text).label(one.name) if isinstance(one.type, JSON) else one for one in table.columns]
    keys = list(table.primary_key.columns) or list(table.columns)
    query = select(*columns).order_by(*(ordered(connection, key) for key in keys))
    has_files = any(isinstance(one.type, LargeBinary) for one in table.columns)
    at_once = 4 if has_files else LONG_ROWS.get(table.name, PORTION)
    found = connection.execution_options(yield_per=at_once).execute(query)
    for portion in found.partitions():
        for row in portion:
            yield [value if type(value) in PLAIN else encoded(value) for value in row]


def ordered(connection: Connection, key: Column[Any]) -> Any:
    """Order text by its bytes, as SQLite does by itself."""
    is_text = isinstance(key.type, String) and connection.dialect.name == "postgresql"
    return collate(key, "C") if is_text else key


def encoded(value: Any) -> Any:
    """Write a value that JSON does not know as text."""
    if isinstance(value, datetime):
        return f"{value.isoformat()}+00:00" if value.tzinfo is None else value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return value


def decoded(value: Any, kind: TypeEngine[Any]) -> Any:
    """Read a value back for a column of this kind."""
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return Decimal(value) if isinstance(kind, Numeric) and isinstance(value, str) else value


def decoded_row(row: list[Any], odd: Sequence[tuple[int, TypeEngine[Any]]]) -> list[Any]:
    """Read those values back that JSON does not know."""
    for place, kind in odd:
        row[place] = decoded(row[place], kind)
    return row


def load_lines(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Write the lines into an empty table and return how many there were."""
    return load_values(connection, table, map(json.loads, lines))


def load_values(connection: Connection, table: Table, rows: Iterable[list[Any]]) -> int:
    """Write rows as `read_values` yields them into an empty table and return how many there were.

    A row that refers to none cannot be written by the product, on either database; a hand can, with sqlite3, which does
    not look unless it is told to.
    """
    is_postgresql = connection.dialect.name == "postgresql"
    carried = (LargeBinary,) if is_postgresql else CARRIED_AS_TEXT  # COPY reads moments and numbers from text itself
    odd = [(place, one.type) for place, one in enumerate(table.columns) if isinstance(one.type, carried)]
    values = (decoded_row(row, odd) for row in rows) if odd else rows
    try:
        n_rows = (copy_rows if is_postgresql else insert_rows)(connection, table, values)
    except (IntegrityError, connection.dialect.loaded_dbapi.IntegrityError) as error:
        template = (
            "表 {table} 中有的行指向已不存在的记录，或与别的行冲突（{rule}），没有写入任何内容。"
            "本系统不会写出这样的行：请在原来的安装中执行 zeyou ledger verify，查明改动过的行，改正后重试。"
        )
        raise Refusal("row-refused", template, table=table.name, rule=met_at(error)) from error
    if is_postgresql:
        continue_numbering(connection, table)
    return n_rows


def insert_rows(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Insert by portions; JSON goes in as the text it is."""
    columns = [plain_column(one.name, Text() if isinstance(one.type, JSON) else one.type) for one in table.columns]
    statement = insert(plain_table(table.name, *columns))
    names = [column.name for column in table.columns]
    n_rows, portion = 0, list[dict[str, Any]]()
    for row in rows:
        portion.append(dict(zip(names, row, strict=True)))
        n_rows += 1
        if len(portion) == PORTION:
            connection.execute(statement, portion)
            portion = []
    if portion:
        connection.execute(statement, portion)
    return n_rows


def copy_rows(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Use PostgreSQL's COPY, several times as fast as inserting."""
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in table.columns)
    driver: Any = connection.connection.driver_connection
    n_rows = 0
    with driver.cursor() as cursor, cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            n_rows += 1
    return n_rows


def continue_numbering(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the highest number that was brought along."""
    for key in table.primary_key.columns:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, key.name)))
        highest = connection.scalar(select(func.max(key))) if sequence else None
        if highest is not None:
            connection.execute(select(func.setval(sequence, highest)))

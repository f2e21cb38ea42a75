"""Rows as they lie in the database, and their digests: the same on SQLite and PostgreSQL."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Column, Connection, LargeBinary, Table
from sqlalchemy.types import TypeDecorator

from webapp.models.quick_json import quick_json

CHUNK = 400
PLAIN = frozenset({int, str, float, type(None)})

Key = Sequence[Any]


def key_columns(table: Table) -> list[str]:
    """Name the columns of the primary key."""
    return [column.name for column in table.primary_key.columns]


def key_text(key: Key) -> str:
    """Write a key as one text."""
    return "/".join(str(part) for part in key)


def quoted(name: str) -> str:
    """Quote a name for both databases; some tables are called as a word of SQL."""
    return f'"{name}"'


def selected(column: Column[Any]) -> str:
    """Ask for JSON as the text that is stored; everything else as the driver gives it."""
    name = quoted(column.name)
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return f"CAST({name} AS TEXT)" if isinstance(kind, JSON) else name


@cache
def select_text(table: Table) -> str:
    """Return the statement that reads every column in the order of the model."""
    columns = ", ".join(selected(column) for column in table.columns)
    return f"SELECT {columns} FROM {quoted(table.name)}"  # noqa: S608  # names from our own models


@cache
def select_by_keys(table: Table, n_keys: int, mark: str) -> str:
    """Return the statement that reads some rows; a join, because SQLite goes through the whole table for IN."""
    names = [quoted(name) for name in key_columns(table)]
    keys = ", ".join([f"({', '.join(mark for _ in names)})"] * n_keys)
    same = " AND ".join(f"{name} = given.column{place}" for place, name in enumerate(names, 1))
    return f"{select_text(table)} JOIN (VALUES {keys}) AS given ON {same}"


def all_rows(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield every row, some at a time without holding them all; of files only a few."""
    n_rows = 4 if any(isinstance(column.type, LargeBinary) for column in table.columns) else 1000
    rows = connection.exec_driver_sql(select_text(table), execution_options={"stream_results": True})
    while some := rows.fetchmany(n_rows):
        yield some


@contextmanager
def undecoded(connection: Connection) -> Iterator[None]:
    """Read texts that are not even UTF-8, as somebody may have put them into an SQLite file."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    before, driver.text_factory = driver.text_factory, lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before


def rows_of_keys(connection: Connection, table: Table, keys: Sequence[Key]) -> Iterator[Sequence[Any]]:
    """Yield the rows with these keys."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    rest = iter(keys)
    while chunk := list(islice(rest, CHUNK)):
        given = tuple(part for key in chunk for part in key)
        yield from connection.exec_driver_sql(select_by_keys(table, len(chunk), mark), given)


def portable(value: Any) -> Any:
    """Write a stored value so that both databases agree; SQLite keeps moments as text and truth as 0 and 1."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")  # strftime takes twice as long
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value if value is None or isinstance(value, (int, str, float)) else str(value)


def digest_row(table: str, values: Sequence[Any]) -> str:
    """Hash the values under the table's name; 128 bits are kept, for there is one a row."""
    text = quick_json([table, [value if type(value) in PLAIN else portable(value) for value in values]])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

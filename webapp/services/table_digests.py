"""What a database holds, table by table: how many rows and the hash over all of them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from webapp.models.quick_json import quick_json
from webapp.services.portable_rows import read_values, stored_tables


@dataclass
class TableDigest:
    """Rows and hash of one table; grows while lines pass through."""

    rows: int = 0
    sha256: str = hashlib.sha256().hexdigest()

    def watch(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Let the lines through and count and hash them on the way."""
        total = hashlib.sha256()
        for line in lines:
            self.rows += 1
            total.update(line + b"\n")
            yield line
        self.sha256 = total.hexdigest()

    def watch_values(self, rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
        """Let rows through and count and hash their lines."""
        total = hashlib.sha256()
        for row in rows:
            self.rows += 1
            total.update(quick_json(row).encode() + b"\n")
            yield row
        self.sha256 = total.hexdigest()


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open one unchanging view of the database while others go on writing."""
    with engine.connect() as plain:
        is_sqlite = engine.dialect.name == "sqlite"
        connection = plain if is_sqlite else plain.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def table_digests(connection: Connection) -> Mapping[str, TableDigest]:
    """Count and hash every table."""
    found: dict[str, TableDigest] = {}
    for table in stored_tables(connection):
        found[table.name] = TableDigest()
        for _row in found[table.name].watch_values(read_values(connection, table)):
            pass
    return found


def differing(one: Mapping[str, TableDigest], other: Mapping[str, TableDigest]) -> list[str]:
    """Name the tables that are not equal on both sides."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))

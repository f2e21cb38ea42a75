"""Tamper with every table and column that the database itself names, knowing nothing of the models.

The installation holds two rounds, one published and one in scoring, and a row in each table. Every tampering is made
past the system, the ledger is verified, and the change is rolled back; what is missed is printed. A tampering that the
database itself refuses does not count.

.venv/bin/python -m benchmarks.bench_tampering --database sqlite --seconds 150
.venv/bin/python -m benchmarks.bench_tampering --database postgresql --seconds 150
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from benchmarks.bench_kill import prepared
from tests.conftest import NOW, TODAY, fill
from tests.stories.actors import SETTINGS
from tests.webapp.services.one_row_each import fill_empty_tables
from tests.webapp.services.tampering import behind_the_system, found_in, heads_of
from webapp.database import give_field_key, transaction
from webapp.errors import Refusal
from webapp.services.example.play_round import play_round
from webapp.services.verify_ledger import verify_ledger

Row = dict[str, Any]
Named = set[tuple[str, str]]


@dataclass(frozen=True)
class Tool:
    """A connection past the system, what the database says of itself, and chance."""

    connection: Connection
    keys: Mapping[str, list[str]]
    chance: random.Random

    def rows(self, table: str) -> list[Row]:
        """Read a table."""
        return [dict(row) for row in self.connection.execute(text(f'SELECT * FROM "{table}"')).mappings()]

    def some(self, table: str, which: Callable[[Row], bool] = lambda _row: True) -> Row | None:
        """Pick a row."""
        fitting = [row for row in self.rows(table) if which(row)]
        return self.chance.choice(fitting) if fitting else None

    def name(self, table: str, row: Row) -> tuple[str, str]:
        """Name a row as the verification does."""
        return table, "/".join(str(row[key]) for key in self.keys[table])

    def write(self, table: str, row: Row, changed: Row) -> Named:
        """Change columns of one row."""
        sets = ", ".join(f'"{name}" = :new{place}' for place, name in enumerate(changed))
        given = {f"new{place}": bound(value) for place, value in enumerate(changed.values())}
        self.connection.execute(
            text(f'UPDATE "{table}" SET {sets} WHERE {self.where(table)}'), given | self.found(table, row)
        )
        return {self.name(table, row)}

    def where(self, table: str) -> str:
        """Return the condition for one row."""
        return " AND ".join(f'"{key}" = :key{place}' for place, key in enumerate(self.keys[table]))

    def found(self, table: str, row: Row) -> Row:
        """Return the values of the condition."""
        return {f"key{place}": row[key] for place, key in enumerate(self.keys[table])}


def bound(value: Any) -> Any:
    """Give JSON as its text."""
    return json.dumps(value) if isinstance(value, dict | list) else value


def another(value: Any, chance: random.Random) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice((1, -1, 7))
    if isinstance(value, float):
        return value * 1.0000001 + 1e-9
    if isinstance(value, dict | list):
        return {"x": value}
    if isinstance(value, bytes | memoryview):
        return bytes(value) + b"x"
    if isinstance(value, date):
        return value + timedelta(days=1)
    return "x" if value is None else chance.choice((f" {value}", f"{value}改", f"y{value[1:]}"))


def change(tool: Tool, table: str, column: str) -> Named:
    """Change one value."""
    row = tool.some(table)
    return tool.write(table, row, {column: another(row[column], tool.chance)}) if row else set()


def to_null(tool: Tool, table: str, column: str) -> Named:
    """Take one value away."""
    row = tool.some(table, lambda one: one[column] is not None)
    return tool.write(table, row, {column: None}) if row else set()


def to_nothing(tool: Tool, table: str, column: str) -> Named:
    """Empty one text."""
    row = tool.some(table, lambda one: isinstance(one[column], str) and one[column] != "")
    return tool.write(table, row, {column: ""}) if row else set()


def exchange(tool: Tool, table: str, column: str) -> Named:
    """Exchange one value between two rows."""
    row = tool.some(table)
    other = tool.some(table, lambda one: row is not None and one[column] != row[column])
    if row is None or other is None or column in tool.keys[table]:
        return set()
    return tool.write(table, row, {column: other[column]}) | tool.write(table, other, {column: row[column]})


def odd(tool: Tool, table: str, column: str) -> Named:
    """Put in what reads almost the same: truth as 2, a fraction, a text with something hidden behind a NUL."""
    row = tool.some(table, lambda one: isinstance(one[column], int | str))
    if row is None or tool.connection.dialect.name != "sqlite" or column in tool.keys[table]:
        return set()
    value = row[column]
    new = f"{value}\0hidden" if isinstance(value, str) else 2 if value == 1 else value + 0.4
    return tool.write(table, row, {column: new})


def copy(tool: Tool, table: str, _column: str) -> Named:
    """Put in a copy of a row under another key."""
    row = tool.some(table)
    if row is None:
        return set()
    new = row | {tool.keys[table][-1]: other_key(row[tool.keys[table][-1]])}
    marks = ", ".join(f":value{place}" for place in range(len(new)))
    given = {f"value{place}": bound(value) for place, value in enumerate(new.values())}
    names = ", ".join(f'"{name}"' for name in new)
    tool.connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({marks})'), given)
    return {tool.name(table, new)}


def delete(tool: Tool, table: str, _column: str) -> Named:
    """Take a row away."""
    row = tool.some(table)
    if row is None:
        return set()
    tool.connection.execute(text(f'DELETE FROM "{table}" WHERE {tool.where(table)}'), tool.found(table, row))
    return {tool.name(table, row)}


def exchange_rows(tool: Tool, table: str, _column: str) -> Named:
    """Exchange all but the keys of two rows."""
    row = tool.some(table)
    if row is None:
        return set()
    content = {name for name in row if name not in tool.keys[table]}
    other = tool.some(table, lambda one: any(one[name] != row[name] for name in content))
    if other is None:
        return set()
    taken, given = ({name: one[name] for name in content} for one in (other, row))
    return tool.write(table, row, taken) | tool.write(table, other, given)


def move(tool: Tool, table: str, _column: str) -> Named:
    """Let a row belong to the other round."""
    row = tool.some(table, lambda one: one.get("round_id") is not None)
    other = tool.some("round", lambda one: row is not None and one["id"] != row["round_id"])
    return tool.write(table, row, {"round_id": other["id"]}) if row and other else set()


def rename(tool: Tool, table: str, _column: str) -> Named:
    """Give a row another key."""
    row = tool.some(table)
    if row is None:
        return set()
    key = tool.keys[table][-1]
    moved = row | {key: other_key(row[key])}
    return tool.write(table, row, {key: moved[key]}) | {tool.name(table, moved)}


def empty(tool: Tool, table: str, _column: str) -> Named:
    """Take every row away."""
    gone = {tool.name(table, row) for row in tool.rows(table)}
    tool.connection.execute(text(f'DELETE FROM "{table}"'))
    return gone


def other_key(value: Any) -> Any:
    """Return a key that no row has."""
    return value + 10_000_000 if isinstance(value, int) else f"{value}x"


IN_A_COLUMN = (change, to_null, to_nothing, exchange, odd)
IN_A_TABLE = (copy, delete, empty, exchange_rows, move, rename)


def played(engine: Engine) -> None:
    """Bring two rounds and a row of everything into the database."""
    fill(engine, "publicity")
    later = NOW + timedelta(days=1)
    with transaction(engine) as session:
        play_round(session, code="R2", title="第二轮", today=TODAY, now=later, until="scoring", year=2027)
    give_field_key(engine, SETTINGS)
    with transaction(engine) as session:
        fill_empty_tables(session)


def planned(engine: Engine, chance: random.Random) -> Iterator[tuple[Any, str, str]]:
    """Every act on every column and table, in random order."""
    seen = inspect(engine)
    columns = [(table, str(one["name"])) for table in seen.get_table_names() for one in seen.get_columns(table)]
    plan = [(act, table, column) for table, column in columns for act in IN_A_COLUMN]
    plan += [(act, table, "") for table in seen.get_table_names() for act in IN_A_TABLE]
    chance.shuffle(plan)
    yield from plan


def main() -> None:
    """Tamper for so many seconds and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=150)
    parser.add_argument("--seed", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, prepared(asked.database, Path(name)) as engine:
        played(engine)
        print("untouched:", verify_ledger(engine).problems or "no alarm")
        seen, heads, chance = inspect(engine), heads_of(engine), random.Random(asked.seed)
        keys = {table: seen.get_pk_constraint(table)["constrained_columns"] for table in seen.get_table_names()}
        made, tables, end = Counter[str](), set[str](), time.monotonic() + asked.seconds
        for act, table, column in planned(engine, chance):
            if time.monotonic() > end:
                break
            with behind_the_system(engine) as session:
                try:
                    touched = act(Tool(session.connection(), keys, chance), table, column)
                except (DBAPIError, Refusal):
                    continue  # the database has a rule against it
                missed = touched - found_in(session, heads) if touched else touched
            made[act.__name__] += bool(touched)
            tables |= {table for table, _key in touched}
            if missed:
                print("missed:", act.__name__, table, column, missed)
        print(f"{asked.database}: {made.total()} tamperings of {len(tables)} of {len(keys)} tables: {dict(made)}")


if __name__ == "__main__":
    main()

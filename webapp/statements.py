"""Statements that every request asks: compiled once for each kind of database, then handed to the driver as they are.

The library's own way builds a context, a cursor and a result around each of them, which takes longer than the database.
What listens to statements still hears these, and an error becomes the library's as ever.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.base import Executable
from sqlalchemy.types import TypeDecorator, TypeEngine

from webapp.database import UtcDateTime

Row = tuple[Any, ...]
Change = Callable[[Any], Any]


class Statement:
    """One statement with named values; of those that return rows, rows come back as plain tuples."""

    def __init__(self, statement: Executable) -> None:
        self.statement: Any = statement
        self.made: dict[str, Made] = {}

    def made_for(self, dialect: Dialect) -> "Made":
        """Return the statement as this kind of database takes it."""
        found = self.made.get(dialect.name)
        if found is None:
            found = self.made[dialect.name] = Made(self.statement, dialect)
        return found

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """Ask and return every row."""
        made = self.made_for(connection.dialect)
        cursor = run(connection, made.text, made.given(values))
        return made.changed_back(cursor.fetchall()) if made.returns_rows else []

    def row(self, connection: Connection, values: Mapping[str, Any]) -> Row | None:
        """Ask and return the only row there can be."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def write(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Write and ask nothing back."""
        made = self.made_for(connection.dialect)
        run(connection, made.text, made.given(values)).close()


class Made:
    """A statement compiled for one kind of database, with what its values go through on the way there and back."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self.order = compiled.positiontup if compiled.positional else None
        self.own = {name: value for name, value in compiled.params.items() if value is not None}
        there = {name: to_database(bound.type, dialect) for name, bound in compiled.binds.items()}
        self.there = {name: change for name, change in there.items() if change is not None}
        columns = getattr(statement, "exported_columns", ())
        self.returns_rows = bool(columns) or self.text.startswith("SELECT")
        back = [from_database(column.type, dialect) for column in columns]
        self.back = [(place, change) for place, change in enumerate(back) if change is not None]

    def given(self, values: Mapping[str, Any]) -> Any:
        """Return the values as the driver takes them."""
        whole = {**self.own, **values}  # a value the statement does not name is left out
        for name, change in self.there.items():
            whole[name] = change(whole[name])
        return whole if self.order is None else tuple([whole[name] for name in self.order])

    def changed_back(self, rows: list[Row]) -> list[Row]:
        """Return the rows as the models' columns say."""
        if not self.back:
            return rows
        changed = []
        for row in rows:
            cells = list(row)
            for place, change in self.back:
                cells[place] = change(cells[place])
            changed.append(tuple(cells))
        return changed


def to_database(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """Return what a value goes through on the way to the database."""
    return own_kind(kind, dialect).bind_processor(dialect)


def from_database(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """Return what a value goes through on the way back."""
    return own_kind(kind, dialect).result_processor(dialect, None)


def own_kind(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    """Return a column's type as the database has it; one that needs the key of an engine is none for all of them."""
    if isinstance(kind, TypeDecorator) and not isinstance(kind, UtcDateTime):
        raise TypeError(f"{kind!r} is not the same for every engine")
    return kind.dialect_impl(dialect)


def together(connection: Connection, *asked: tuple[Statement, Mapping[str, Any]]) -> list[list[Row]]:
    """Ask several at once, each after the one before: on PostgreSQL they go one way to the server and come one back."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" or not has_pipeline():
        return [statement.rows(connection, values) for statement, values in asked]
    made = [(statement.made_for(connection.dialect), values) for statement, values in asked]
    listening, told, cursors = listeners_of(connection), SimpleNamespace(), list[Any]()
    try:
        with driver.pipeline():
            for one, values in made:
                cursors.append(driver.cursor())
                for before in listening.before_cursor_execute:
                    before(connection, cursors[-1], one.text, values, told, False)
                cursors[-1].execute(one.text, one.given(values))
        for (one, values), cursor in zip(made, cursors, strict=True):
            for after in listening.after_cursor_execute:
                after(connection, cursor, one.text, values, told, False)
    except Exception as error:
        connection._handle_dbapi_exception(error, made[0][0].text, None, cursors[0], None)
    found = zip(made, cursors, strict=True)
    return [one.changed_back(cursor.fetchall()) if one.returns_rows else [] for (one, _values), cursor in found]


@cache
def has_pipeline() -> bool:
    """Tell whether the driver of PostgreSQL sends several at once."""
    try:
        from psycopg import capabilities
    except ImportError:
        return False
    return capabilities.has_pipeline()


def listeners_of(connection: Connection) -> Any:
    """Return what listens to the engine as it was built, whatever options this connection's has."""
    return connection.get_execution_options().get("built", connection).dispatch


def run(connection: Connection, text: str, values: Mapping[str, Any] | Sequence[Any]) -> Any:
    """Hand a text to the driver and return its cursor."""
    listening, told = listeners_of(connection), SimpleNamespace()
    cursor: Any = None
    try:
        cursor = connection.connection.cursor()
        for before in listening.before_cursor_execute:
            before(connection, cursor, text, values, told, False)
        cursor.execute(text, values)
        for after in listening.after_cursor_execute:
            after(connection, cursor, text, values, told, False)
    except Exception as error:
        connection._handle_dbapi_exception(error, text, values, cursor, None)
    return cursor

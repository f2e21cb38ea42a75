"""PostgreSQL's counters: one that was set back would give a number out twice, and the next row would be refused."""

from collections.abc import Iterator

from sqlalchemy import Boolean, Connection, Integer, Table, column, func, select, table
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.models.sealed_tables import sealed_tables
from webapp.services.table_titles import table_title


def check_counters(session: Session) -> Iterator[Problem]:
    """Name each counter that is behind the highest number given out; SQLite has none."""
    if session.get_bind().dialect.name != "postgresql":
        return
    connection = session.connection()
    for one in sealed_tables():
        try:
            with connection.begin_nested():
                counter = counter_behind(connection, one)
        except DatabaseError:
            continue  # the table or its key is gone, which is said elsewhere
        if counter is not None:
            facts = {"table": one.name, "key": counter}
            message = "数据库的自动编号被调回：今后新写入的行会与已有的行重号。"
            yield Problem(f"{table_title(one.name)} 编号", "counter-behind", message, facts)


def counter_behind(connection: Connection, numbered: Table) -> str | None:
    """Return the name of the table's counter where it has been set back."""
    key, *more = numbered.primary_key.columns
    counter = None if more else connection.scalar(select(func.pg_get_serial_sequence(numbered.name, key.name)))
    if counter is None:
        return None
    schema, name = str(counter).replace('"', "").split(".")
    asked = select(column("last_value", Integer), column("is_called", Boolean)).select_from(table(name, schema=schema))
    last, is_used = connection.execute(asked).one()
    highest = connection.scalar(select(func.max(key))) or 0
    return name if last - (not is_used) < highest else None

"""Somebody who holds the database and not the key: changes made behind the system's back, rolled back afterwards."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    Table,
    Text,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import Session

from webapp.models import Base, LedgerEntry, Seal
from webapp.models.noted_heads import Head
from webapp.models.raw_rows import key_text
from webapp.models.sealed_tables import sealed_tables
from webapp.services.check_heads import standing_heads
from webapp.services.ledger_codes import LedgerCodes
from webapp.services.packed_codes import PackedCodes
from webapp.services.record_act import digest_entry
from webapp.services.verify_ledger import examine

Named = tuple[str, str]
Row = Mapping[str, Any]


@contextmanager
def behind_the_system(engine: Engine) -> Iterator[Session]:
    """Open a session without the guards; nothing of it stays."""
    with Session(engine.execution_options(writes=True)) as session:
        connection = session.connection()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='trigger'").scalars().all()
            for name in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield session
        session.rollback()


def found_in(session: Session, heads: PackedCodes) -> set[Named]:
    """Return what the verification names, as table and key; the missing triggers are left aside."""
    report = examine(session, LedgerCodes("", None), heads)
    return {(one.values["table"], one.values["key"]) for one in report.problems if one.code != "guard-missing"}


def heads_of(engine: Engine) -> PackedCodes:
    """Return what the file beside the database would hold."""
    with Session(engine) as session:
        seals = session.execute(select(Seal.number, Seal.code))
        return standing_heads((Head("head", number, code) for number, code in seals), "")


def some_row(connection: Connection, table: Table, chance: random.Random) -> Row:
    """Pick a row."""
    keys = connection.execute(select(*table.primary_key.columns)).all()
    key = chance.choice(keys)
    return connection.execute(select(table).where(matches(table, key))).mappings().one()


def matches(table: Table, key: Any) -> Any:
    """Return the condition for one row."""
    condition = None
    for column, value in zip(table.primary_key.columns, key, strict=True):
        condition = column == value if condition is None else condition & (column == value)
    return condition


def key_of(table: Table, row: Row) -> tuple[Any, ...]:
    """Return the row's key."""
    return tuple(row[column.name] for column in table.primary_key.columns)


def another(column: Column[Any], value: Any) -> Any:
    """Return a value of the column's kind that is not this one."""
    if isinstance(column.type, JSON):
        return {"forged": value}
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, Integer):
        return 1 if value is None else value + 1
    if value is None:
        return datetime.now().astimezone() if "DATETIME" in str(column.type).upper() else "x"
    if isinstance(value, (date, datetime)) or isinstance(column.type, DateTime):
        return value + timedelta(days=1)
    return f"{value[:-1]}改" if value else "改"


def chosen_table(connection: Connection, chance: random.Random) -> Table:
    """Pick a sealed table that has rows, the ledger as likely as all the rest of one kind."""
    filled = [one for one in sealed_tables() if connection.execute(select(one).limit(1)).first() is not None]
    return chance.choice(filled)


def change(connection: Connection, chance: random.Random) -> set[Named]:
    """Change one value of one row."""
    table = chosen_table(connection, chance)
    row = some_row(connection, table, chance)
    free = [one for one in table.columns if not one.primary_key and not one.foreign_keys and not one.unique]
    column = chance.choice(free or [one for one in table.columns if not one.primary_key])
    value = another(column, row[column.name])
    raw = type_coerce(value, Text()) if isinstance(value, str) else value  # past an encrypting column
    connection.execute(table.update().where(matches(table, key_of(table, row))).values({column: raw}))
    return {(table.name, key_text(key_of(table, row)))}


def delete(connection: Connection, chance: random.Random) -> set[Named]:
    """Delete one row nothing else hangs on."""
    leaves = ["score", "ranking_row", "decision", "assignment", "conflict", "seat", "ledger_entry", "publicity"]
    table = Base.metadata.tables[chance.choice(leaves)]
    row = some_row(connection, table, chance)
    connection.execute(table.delete().where(matches(table, key_of(table, row))))
    return {(table.name, key_text(key_of(table, row)))}


def insert(connection: Connection, chance: random.Random) -> set[Named]:
    """Put in a copy of a row under a new key."""
    table = Base.metadata.tables[chance.choice(["score", "ranking_run", "review", "publicity", "ledger_entry"])]
    row = dict(some_row(connection, table, chance))
    name = "criterion" if table.name == "score" else next(iter(table.primary_key.columns)).name
    row[name] = f"x{chance.randrange(10**6)}" if name == "criterion" else 10**6 + chance.randrange(10**6)
    if table.name == "review":
        row["assignment_id"] = row["id"]
    connection.execute(table.insert(), row)
    return {(table.name, key_text(key_of(table, row)))}


def swap(connection: Connection, chance: random.Random) -> set[Named]:
    """Exchange the contents of two rows."""
    columns = {
        "score": "hundredths",
        "ranking_row": "estimate",
        "review": "opinion",
        "declaration": "cluster_name",
        "ledger_entry": "digest",
    }
    name, column = chance.choice(list(columns.items()))
    table = Base.metadata.tables[name]
    while True:
        one, other = some_row(connection, table, chance), some_row(connection, table, chance)
        if one[column] != other[column]:
            break
    for row, value in ((one, other[column]), (other, one[column])):
        connection.execute(table.update().where(matches(table, key_of(table, row))).values({column: value}))
    return {(name, key_text(key_of(table, one))), (name, key_text(key_of(table, other)))}


def forge_entry(connection: Connection, chance: random.Random) -> set[Named]:
    """Change an entry of the ledger and compute the whole chain anew from there on, which needs no key."""
    table = LedgerEntry.__table__
    entries = connection.execute(select(table).order_by(table.c.sequence)).mappings().all()
    start = chance.randrange(len(entries))
    previous = entries[start]["previous"]
    for place, entry in enumerate(entries[start:]):
        facts = entry["facts"] if place else '{"forged":1}'
        digest = digest_entry(previous, entry["sequence"], entry["at"], entry["actor"], entry["action"], facts)
        values = {"facts": facts, "previous": previous, "digest": digest}
        connection.execute(table.update().where(table.c.sequence == entry["sequence"]).values(values))
        previous = digest
    return {("ledger_entry", str(entries[start]["sequence"]))}


def forge_seal(connection: Connection, chance: random.Random) -> set[Named]:
    """Delete a score and take it out of its seal as well."""
    seal = some_row(connection, Seal.__table__, chance)
    connection.execute(text("UPDATE seal SET changes = :changes WHERE number = :number"), {
        "changes": seal["changes"].replace('"', '" ', 1), "number": seal["number"],
    })  # fmt: skip
    return {("seal", str(seal["number"]))}


def cut_tail(connection: Connection, chance: random.Random) -> set[Named]:
    """Take the newest seals away with everything they speak of in the ledger."""
    last = connection.scalar(text("SELECT max(number) FROM seal"))
    first = chance.randrange(2, last + 1)
    connection.execute(text("DELETE FROM seal WHERE number >= :first"), {"first": first})
    return {("seal", str(number)) for number in range(first, last + 1)}


KINDS: Mapping[str, Callable[[Connection, random.Random], set[Named]]] = {
    "change": change,
    "delete": delete,
    "insert": insert,
    "swap": swap,
    "forge entry": forge_entry,
    "forge seal": forge_seal,
    "cut tail": cut_tail,
}

"""Compare every sealed row with what the seals say of it; name what was altered, deleted or put in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, LargeBinary, Table, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.models.raw_rows import all_rows, digest_row, key_columns, key_text, quoted, undecoded
from webapp.models.sealed_tables import sealed_tables
from webapp.services.sealed_state import SealedState, Word
from webapp.services.table_titles import table_title


class Judged(NamedTuple):
    """One row, there or gone: its key, what is wrong with it, and what the seals say of it."""

    key: tuple[Any, ...]
    fault: str | None
    word: Word | None


def check_rows(session: Session, state: SealedState, tables: Iterable[Table] | None = None) -> Iterator[Problem]:
    """Go through every sealed table once."""
    connection = session.connection()
    there = set(inspect(connection).get_table_names())
    with undecoded(connection):
        for table in sealed_tables() if tables is None else tables:
            if table.name not in there:
                yield missing_table(table.name)
                continue
            try:
                with connection.begin_nested():
                    yield from faulty_rows(connection, table, state)
            except DatabaseError:
                facts = {"table": table.name, "key": ""}
                yield Problem(
                    table_title(table.name), "table-unreadable", "数据表读不出来：列被移除，或文件损坏。", facts
                )


def missing_table(name: str) -> Problem:
    """Name a table that is gone."""
    return Problem(table_title(name), "table-missing", "整个数据表不见了。", {"table": name, "key": ""})


def faulty_rows(connection: Connection, table: Table, state: SealedState) -> Iterator[Problem]:
    """Name the rows of one table that do not fit."""
    named_already = set()
    for one in judged_rows(connection, table, state):
        if one.fault:
            named_already.add(one.key)
            yield named(table.name, one, state)
    for key in bytes_for_text(connection, table):
        if key not in named_already:
            word = state.rows.get(table.name, {}).get(key_text(key))
            yield named(table.name, Judged(key, "row-altered", word), state)


def bytes_for_text(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Yield the keys of rows in which SQLite was made to keep bytes where a text or a number belongs."""
    if connection.dialect.name != "sqlite":
        return
    asked = [f"typeof({quoted(one.name)}) = 'blob'" for one in table.columns if not isinstance(one.type, LargeBinary)]
    keys = ", ".join(quoted(name) for name in key_columns(table))
    statement = f"SELECT {keys} FROM {quoted(table.name)} WHERE {' OR '.join(asked)}"  # noqa: S608  # our own models
    yield from (tuple(row) for row in connection.exec_driver_sql(statement))


def judged_rows(connection: Connection, table: Table, state: SealedState) -> Iterator[Judged]:
    """Hold each row of a table, and each row the seals know of, against the other."""
    words = state.rows.get(table.name, {})
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in key_columns(table)]
    n_left = sum(word.digest is not None for word in words.values())
    is_faulty = False
    for row in all_rows(connection, table):
        key = tuple(row[place] for place in places)
        word = words.get(key_text(key))
        fault = fault_of(table.name, names, row, word)
        n_left, is_faulty = n_left - 1, is_faulty or fault is not None
        yield Judged(key, fault, word)
    if n_left or is_faulty:  # otherwise each row fits a word of its own, and none is left
        there = {key_text([row[place] for place in places]) for row in all_rows(connection, table)}
        gone = ((text, word) for text, word in words.items() if word.digest is not None and text not in there)
        yield from (Judged(key_of_text(table, text), "row-missing", word) for text, word in gone)


def key_of_text(table: Table, text: str) -> tuple[Any, ...]:
    """Read a key back from its text; a forged seal may hold one that no row of the table could have."""
    columns = list(table.primary_key.columns)
    parts = text.split("/", len(columns) - 1)
    try:
        return tuple(column.type.python_type(part) for column, part in zip(columns, parts, strict=True))
    except ValueError:
        return (text,)


def fault_of(table: str, names: Sequence[str], row: Sequence[Any], word: Word | None) -> str | None:
    """Say what is wrong with a row that is there."""
    if word is None or word.digest is None:
        return "row-foreign"
    if not set(word.columns) <= set(names):
        return "row-shape"
    return None if digest_as_sealed(table, names, row, word) == word.digest else "row-altered"


def digest_as_sealed(table: str, names: Sequence[str], row: Sequence[Any], word: Word) -> str:
    """Hash the columns that existed when the row was sealed."""
    if tuple(names) == word.columns:
        return digest_row(table, row)
    values = dict(zip(names, row, strict=True))
    return digest_row(table, [values[name] for name in word.columns])


MESSAGES: Mapping[str, str] = {
    "row-altered": "内容与最后一次封存不符：绕过系统改动过。最后一次正常写入见留痕第 {entry} 条。",
    "row-missing": "该行不见了：绕过系统被删除。最后一次正常写入见留痕第 {entry} 条。",
    "row-foreign": "系统从未写过该行：绕过系统插入。",
    "row-shape": "数据表结构已变，无法核对：请用 zeyou ledger reseal 说明原因后重新封存。",
}


def named(table: str, judged: Judged, state: SealedState) -> Problem:
    """Name one row."""
    key, word = key_text(judged.key), judged.word
    entry = state.entries.get(word.seal) if word else None
    facts = {"table": table, "key": key, "entry": entry or "—", "seal": word.seal if word else None}
    return Problem(f"{table_title(table)} {table} {key}", judged.fault or "", MESSAGES[judged.fault or ""], facts)

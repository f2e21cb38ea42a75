"""Compare every sealed row with what the seals say of it; name what was altered, deleted or put in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, LargeBinary, Table, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.models.raw_rows import all_rows, digest_row, key_columns, key_text, quoted, undecoded
from webapp.models.sealed_tables import sealed_tables
from webapp.queries import ledgers
from webapp.services.sealed_state import SealedState, readable
from webapp.services.sealed_words import TableWords, Word
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
            word = state.of(table.name).word(key_text(key))
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
    words = state.of(table.name)
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in key_columns(table)]
    is_left = words.is_standing
    for portion in all_rows(connection, table):
        keys = [tuple(row[place] for place in places) for row in portion]
        found = words.places([key_text(key) for key in keys])
        is_left[found[found >= 0]] = False
        for key, row, word in zip(keys, portion, words.words_on(found), strict=True):
            yield Judged(key, fault_of(table.name, names, row, word), word)
    if is_left.any():
        yield from missing_rows(connection, table, words, is_left)


def missing_rows(
    connection: Connection, table: Table, words: TableWords, is_left: NDArray[np.bool_]
) -> Iterator[Judged]:
    """Name the rows that are gone; their keys are read again from the seals, which alone still hold them."""
    for text in keys_in_seals(connection, table.name):
        found = words.places([text])
        if found[0] >= 0 and is_left[found[0]]:
            is_left[found] = False
            yield Judged(key_of_text(table, text), "row-missing", next(words.words_on(found)))


def keys_in_seals(connection: Connection, table: str) -> Iterator[str]:
    """Yield the key of every word on a row of the table."""
    for seal in ledgers.all_seals(connection):
        yield from readable(seal.changes).get(table, {"rows": ()})["rows"]


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
    entry = state.entry_of(word.seal) if word else None
    facts = {"table": table, "key": key, "entry": entry or "—", "seal": word.seal if word else None}
    return Problem(f"{table_title(table)} {table} {key}", judged.fault or "", MESSAGES[judged.fault or ""], facts)

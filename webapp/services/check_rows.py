"""Compare every sealed row with what the seals say of it; name what was altered, deleted or put in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, inspect
from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.models.raw_rows import all_rows, digest_row, key_columns, key_text, undecoded
from webapp.models.sealed_tables import sealed_tables
from webapp.services.sealed_state import SealedState, Word
from webapp.services.table_titles import table_title


def check_rows(session: Session, state: SealedState) -> Iterator[Problem]:
    """Go through every sealed table once."""
    connection = session.connection()
    there = set(inspect(connection).get_table_names())
    with undecoded(connection):
        for table in sealed_tables():
            if table.name in there:
                yield from check_table(connection, table, state)
            else:
                yield Problem(
                    table_title(table.name), "table-missing", "整个数据表不见了。", {"table": table.name, "key": ""}
                )


def check_table(connection: Connection, table: Table, state: SealedState) -> Iterator[Problem]:
    """Compare one table."""
    words = dict(state.rows.get(table.name, {}))
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in key_columns(table)]
    for row in all_rows(connection, table):
        key = key_text([row[place] for place in places])
        word = words.pop(key, None)
        fault = fault_of(table.name, names, row, word)
        if fault:
            yield named(table.name, key, fault, word, state)
    for key, word in words.items():
        if word.digest is not None:
            yield named(table.name, key, "row-missing", word, state)


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


def named(table: str, key: str, code: str, word: Word | None, state: SealedState) -> Problem:
    """Name one row."""
    entry = state.entries.get(word.seal) if word else None
    facts = {"table": table, "key": key, "entry": entry or "—", "seal": word.seal if word else None}
    return Problem(f"{table_title(table)} {table} {key}", code, MESSAGES[code], facts)

"""Notice which sealed rows a session writes, whichever way it writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, func, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction
from sqlalchemy.orm.unitofwork import UOWTransaction

from webapp.models.base import Base
from webapp.models.sealed_tables import is_sealed

Key = tuple[Any, ...]


@dataclass
class Changed:
    """Keys of written rows by table, with the row where the database has given it back; of bulk inserts without keys,
    the largest key before them.
    """

    keys: dict[str, dict[Key, Sequence[Any] | None]] = field(default_factory=dict)
    grown_from: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, key: Key, stored: Sequence[Any] | None = None) -> None:
        """Note one row; what was given back of it before is no longer what is stored."""
        self.keys.setdefault(table, {})[key] = stored


def changed_in(session: Session) -> Changed:
    """Return what the session has noted in this transaction."""
    found = session.info.setdefault("changed rows", Changed())
    assert isinstance(found, Changed)  # noqa: S101  # the slot is ours
    return found


def forget_changes(session: Session) -> None:
    """Begin afresh."""
    session.info.pop("changed rows", None)


def note_row(session: Session, table: str, key: Key, stored: Sequence[Any] | None = None) -> None:
    """Note a row that was written past the session's own ways; whoever writes so must call this.

    A statement that returns every column of the row it wrote, in the order of the model, saves reading it back.
    """
    changed_in(session).add(table, key, stored)


def doubt_given_rows(session: Session, ended: SessionTransaction) -> None:
    """Read every row back after a savepoint, which may have taken back what was written in it."""
    if ended.nested and "changed rows" in session.info:
        for keys in changed_in(session).keys.values():
            keys.update(dict.fromkeys(keys))


def note_flushed(session: Session, _context: UOWTransaction) -> None:
    """Note the objects that a flush has written."""
    altered = [one for one in session.dirty if session.is_modified(one)]
    for one in (*session.new, *altered, *session.deleted):
        state = inspect(one)
        table = state.mapper.local_table.name
        if is_sealed(table):
            changed_in(session).add(table, tuple(state.mapper.primary_key_from_instance(one)))


def note_statement(state: ORMExecuteState) -> None:
    """Note the rows that a statement is about to write."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = Base.metadata.tables[state.statement.table.name]  # type: ignore[attr-defined]  # a statement that writes
    if not is_sealed(table.name):
        return
    if state.is_insert:
        note_inserted(state.session, table, rows_of(state.parameters))
        return
    condition = state.statement.whereclause  # type: ignore[attr-defined]  # UPDATE and DELETE have one
    query = select(*table.primary_key.columns)
    for key in state.session.execute(query if condition is None else query.where(condition)):
        changed_in(state.session).add(table.name, tuple(key))


def rows_of(parameters: Any) -> Sequence[Mapping[str, Any]]:
    """Return what a statement was handed, one or many."""
    if parameters is None:
        return ()
    return [parameters] if isinstance(parameters, Mapping) else list(parameters)


def note_inserted(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note rows by the keys they bring, or that the table grows from its largest key on."""
    names = [column.name for column in table.primary_key.columns]
    changed = changed_in(session)
    if rows and all(name in row for row in rows for name in names):
        for row in rows:
            changed.add(table.name, tuple(row[name] for name in names))
    elif table.name not in changed.grown_from:
        (column,) = table.primary_key.columns
        changed.grown_from[table.name] = session.scalar(select(func.max(column))) or 0


def grown_keys(session: Session, table: Table) -> list[Key]:
    """List the keys a table has got since it began to grow."""
    start = changed_in(session).grown_from.get(table.name)
    if start is None:
        return []
    (column,) = table.primary_key.columns
    return [tuple(key) for key in session.execute(select(column).where(column > start))]

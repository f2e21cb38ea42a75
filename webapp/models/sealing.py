"""Every commit seals what it wrote: the digests of the rows, chained, under a key the database does not hold."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.orm import Session

from webapp.database import settings_of
from webapp.models.changed_rows import changed_in, forget_changes, grown_keys, note_flushed, note_statement
from webapp.models.keyed_codes import keyed_code
from webapp.models.noted_heads import Head, note_head
from webapp.models.raw_rows import digest_row, key_columns, key_text, rows_of_keys
from webapp.models.sealed_tables import sealed_tables
from webapp.models.seals import Seal

FIRST = "0" * 64
LEDGER_LOCK = 7_268_193

Changes = Mapping[str, Mapping[str, Any]]


def seal_text(number: int, previous: str, algorithm: str, changes: str) -> str:
    """Return what the code of a seal covers."""
    return json.dumps([number, previous, algorithm, changes], ensure_ascii=False, separators=(",", ":"))


def await_turn(connection: Connection) -> None:
    """Let one transaction at a time lengthen the chains; SQLite's writers already go one by one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LEDGER_LOCK})"))


def changes_of(session: Session) -> dict[str, dict[str, Any]]:
    """Read back every written row and return its digest by table and key; None for a row that is gone."""
    changes: dict[str, dict[str, Any]] = {}
    changed = changed_in(session)
    for table in sealed_tables():
        keys = dict.fromkeys([*changed.keys.get(table.name, ()), *grown_keys(session, table)])
        if keys:
            names = [column.name for column in table.columns]
            rows: dict[str, str | None] = {key_text(key): None for key in keys}
            places = [names.index(name) for name in key_columns(table)]
            for row in rows_of_keys(session.connection(), table, list(keys)):
                rows[key_text([row[place] for place in places])] = digest_row(table.name, row)
            changes[table.name] = {"columns": names, "rows": rows}
    return changes


def seal_changes(session: Session) -> None:
    """Add the seal of this transaction before it commits."""
    if session.in_nested_transaction():
        return
    session.flush()
    if "changed rows" not in session.info:
        return
    changes = changes_of(session)
    forget_changes(session)
    if changes:
        add_seal(session, json.dumps(changes, ensure_ascii=False, separators=(",", ":")))


def add_seal(session: Session, changes: str) -> None:
    """Chain one seal to the last."""
    settings, connection = settings_of(session), session.connection()
    await_turn(connection)
    newest = select(Seal.number, Seal.code).order_by(Seal.number.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    number, previous = (last.number + 1, last.code) if last else (1, FIRST)
    algorithm = settings.ledger_algorithm
    code = keyed_code(settings.ledger_key, algorithm, seal_text(number, previous, algorithm, changes))
    row = {"number": number, "algorithm": algorithm, "changes": changes, "previous": previous, "code": code}
    connection.execute(insert(Seal), row)
    if settings.ledger_key:
        session.info["head to note"] = (settings.ledger_heads, Head("head", number, code))


def note_committed(session: Session) -> None:
    """Note the head outside the database once the commit is on the disk."""
    noted = session.info.pop("head to note", None)
    if noted is not None:
        note_head(*noted)


def forget_rolled_back(session: Session) -> None:
    """Drop what a transaction that failed had noted."""
    if not session.in_nested_transaction():
        forget_changes(session)
        session.info.pop("head to note", None)


def install_sealing() -> None:
    """Listen to every session of the process."""
    event.listen(Session, "after_flush", note_flushed)
    event.listen(Session, "do_orm_execute", note_statement)
    event.listen(Session, "before_commit", seal_changes)
    event.listen(Session, "after_commit", note_committed)
    event.listen(Session, "after_rollback", forget_rolled_back)

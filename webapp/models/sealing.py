"""Every commit seals what it wrote: the digests of the rows, chained, under a key the database does not hold."""

import json
import logging
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, event, insert
from sqlalchemy.orm import Session

from webapp.database import settings_of
from webapp.models.base import Base
from webapp.models.changed_rows import changed_in, forget_changes, grown_keys, note_flushed, note_statement
from webapp.models.keyed_codes import keyed_code
from webapp.models.noted_heads import Head, note_head, rows_told
from webapp.models.raw_rows import Key, digest_row, key_columns, key_text, rows_of_keys
from webapp.models.seals import Seal
from webapp.models.tallying import note_counted, note_counted_statement, renew_tallies
from webapp.models.turns import await_turn

LOG = logging.getLogger("zeyou.ledger")
FIRST = "0" * 64

LAST_SEAL = "SELECT number, code FROM seal ORDER BY number DESC LIMIT 1"
ADD_SEAL = insert(Seal)


def seal_text(number: int, previous: str, algorithm: str, changes: str) -> str:
    """Return what the code of a seal covers."""
    return json.dumps([number, previous, algorithm, changes], ensure_ascii=False, separators=(",", ":"))


def changes_of(session: Session) -> dict[str, dict[str, Any]]:
    """Read back every written row and return its digest by table and key; None for a row that is gone."""
    changed = changed_in(session)
    tables = [Base.metadata.tables[name] for name in sorted({*changed.keys, *changed.grown_from})]
    return {table.name: digests_of(session, table, changed.keys.get(table.name, {})) for table in tables}


def digests_of(session: Session, table: Table, noted: Iterable[Key]) -> dict[str, Any]:
    """Return the digests of one table's written rows with the columns they cover."""
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in key_columns(table)]
    keys = list(dict.fromkeys([*noted, *grown_keys(session, table)]))
    rows: dict[str, str | None] = {key_text(key): None for key in keys}
    for row in rows_of_keys(session.connection(), table, keys):
        rows[key_text([row[place] for place in places])] = digest_row(table.name, row)
    return {"columns": names, "rows": rows}


def seal_changes(session: Session) -> None:
    """Add the seal of this transaction before it commits."""
    if session.in_nested_transaction():
        return
    session.flush()
    renew_tallies(session)
    if "changed rows" not in session.info:
        return
    changes = changes_of(session)
    forget_changes(session)
    if changes:
        add_seal(session, changes)


def add_seal(session: Session, changed: dict[str, dict[str, Any]]) -> None:
    """Chain one seal to the last."""
    changes = json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
    settings, connection = settings_of(session), session.connection()
    await_turn(connection)
    last = connection.exec_driver_sql(LAST_SEAL).one_or_none()
    number, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
    algorithm = settings.ledger_algorithm
    code = keyed_code(settings.ledger_key, algorithm, seal_text(number, previous, algorithm, changes))
    row = {"number": number, "algorithm": algorithm, "changes": changes, "previous": previous, "code": code}
    connection.execute(ADD_SEAL, row)
    if settings.ledger_key:
        head = Head("head", number, code, rows_told(changed))
        session.info["head to note"] = (settings.ledger_heads, head, settings.ledger_key)


def note_committed(session: Session) -> None:
    """Note the head outside the database once the commit is on the disk; what is saved stays saved without it."""
    noted = session.info.pop("head to note", None)
    if noted is None:
        return
    try:
        note_head(*noted)
    except OSError as error:
        LOG.error("head %s not noted: %s", noted[1].number, error)


def forget_rolled_back(session: Session) -> None:
    """Drop what a transaction that failed had noted."""
    if not session.in_nested_transaction():
        forget_changes(session)
        session.info.pop("touched", None)
        session.info.pop("head to note", None)


def install_sealing() -> None:
    """Listen to every session of the process."""
    event.listen(Session, "after_flush", note_flushed)
    event.listen(Session, "after_flush", note_counted)
    event.listen(Session, "do_orm_execute", note_statement)
    event.listen(Session, "do_orm_execute", note_counted_statement)
    event.listen(Session, "before_commit", seal_changes)
    event.listen(Session, "after_commit", note_committed)
    event.listen(Session, "after_rollback", forget_rolled_back)

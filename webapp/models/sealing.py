"""Every commit seals what it wrote: the digests of the rows, chained, under a key the database does not hold."""

import json
import logging
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Table, bindparam, event, insert, text
from sqlalchemy.orm import Session

from webapp.database import settings_of
from webapp.models.base import Base
from webapp.models.changed_rows import (
    changed_in,
    doubt_given_rows,
    forget_changes,
    grown_keys,
    note_flushed,
    note_statement,
)
from webapp.models.keyed_codes import keyed_code
from webapp.models.noted_heads import Head, note_head, rows_told
from webapp.models.raw_rows import digest_row, key_columns, key_text, rows_of_keys
from webapp.models.seals import Seal
from webapp.models.tallying import note_counted, note_counted_statement, renew_tallies
from webapp.models.turns import HAS_TURN, KNOWN_ENTRY, KNOWN_SEAL, TAKE_TURN, await_turn, give_up_turn
from webapp.statements import Statement, run, together

LOG = logging.getLogger("zeyou.ledger")
FIRST = "0" * 64
WAITING = "written with the seal"
NOTHING: dict[str, Any] = {}
SEALS: Any = Seal.__table__

LAST_SEAL = "SELECT number, code FROM seal ORDER BY number DESC LIMIT 1"
# Both chains end where the turn found them: an act asks for both at once, and the seal comes last of all.
LAST_LINKS = (
    "SELECT entry.sequence, entry.digest, last.number, last.code"
    " FROM (SELECT sequence, digest FROM ledger_entry ORDER BY sequence DESC LIMIT 1) AS entry"
    " LEFT JOIN (SELECT number, code FROM seal ORDER BY number DESC LIMIT 1) AS last ON true"
)
ENDS = Statement(text(LAST_LINKS))
ADD_SEAL = Statement(insert(SEALS).values({one.name: bindparam(one.name) for one in SEALS.columns}))


def seal_text(number: int, previous: str, algorithm: str, changes: str) -> str:
    """Return what the code of a seal covers."""
    return json.dumps([number, previous, algorithm, changes], ensure_ascii=False, separators=(",", ":"))


def changes_of(session: Session) -> dict[str, dict[str, Any]]:
    """Read back every written row and return its digest by table and key; None for a row that is gone."""
    changed = changed_in(session)
    tables = [Base.metadata.tables[name] for name in sorted({*changed.keys, *changed.grown_from})]
    return {table.name: digests_of(session, table, changed.keys.get(table.name, {})) for table in tables}


def digests_of(session: Session, table: Table, noted: Mapping[Any, Sequence[Any] | None]) -> dict[str, Any]:
    """Return the digests of one table's written rows with the columns they cover; read what was not given back."""
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in key_columns(table)]
    keys = list(dict.fromkeys([*noted, *grown_keys(session, table)]))
    rows: dict[str, str | None] = {key_text(key): None for key in keys}
    given = [row for row in noted.values() if row is not None]
    unknown = [key for key in keys if noted.get(key) is None] if given else keys
    for row in chain(given, rows_of_keys(session.connection(), table, unknown)):
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


def links_asked(session: Session) -> list[tuple[Statement, dict[str, Any]]]:
    """Return what takes the turn and then reads where both chains end, for whoever asks it beside something else."""
    write_waiting(session)
    is_due = session.connection().dialect.name == "postgresql" and not session.info.get(HAS_TURN)
    return [*([(TAKE_TURN, NOTHING)] if is_due else []), (ENDS, NOTHING)]


def know_links(session: Session, ends: Sequence[Sequence[Any]]) -> None:
    """Remember the answer to ``links_asked`` for the act and the seal that follow."""
    session.info[HAS_TURN] = True
    session.info[KNOWN_ENTRY] = tuple(ends[0][:2]) if ends else (0, FIRST)
    if ends and ends[0][2] is not None:
        session.info[KNOWN_SEAL] = tuple(ends[0][2:])


def last_entry(session: Session) -> tuple[int, str]:
    """Take the turn and return number and digest of the last act; remember the last seal from the same statement."""
    if WAITING in session.info or KNOWN_ENTRY not in session.info:
        know_links(session, together(session.connection(), *links_asked(session))[-1])
    number, digest = session.info.pop(KNOWN_ENTRY)
    return number, digest


def write_with_seal(session: Session, statement: Statement, row: dict[str, Any]) -> None:
    """Let a row wait until the seal is written: for the last act of a transaction that asks nothing any more."""
    session.info.setdefault(WAITING, []).append((statement, row))


def write_waiting(session: Session, *more: tuple[Statement, dict[str, Any]]) -> None:
    """Write what waits, and more behind it."""
    asked = [*session.info.pop(WAITING, ()), *more]
    if asked:
        together(session.connection(), *asked)


def last_seal(session: Session) -> tuple[int, str]:
    """Take the turn and return number and code of the last seal."""
    await_turn(session)
    known = session.info.pop(KNOWN_SEAL, None)
    found = known or run(session.connection(), LAST_SEAL, ()).fetchone()
    return (found[0], found[1]) if found else (0, FIRST)


def add_seal(session: Session, changed: dict[str, dict[str, Any]]) -> None:
    """Chain one seal to the last."""
    changes = json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
    settings, (last, previous) = settings_of(session), last_seal(session)
    number = last + 1
    algorithm = settings.ledger_algorithm
    code = keyed_code(settings.ledger_key, algorithm, seal_text(number, previous, algorithm, changes))
    row = {"number": number, "algorithm": algorithm, "changes": changes, "previous": previous, "code": code}
    write_waiting(session, (ADD_SEAL, row))
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
        session.info.pop(WAITING, None)


def install_sealing() -> None:
    """Listen to every session of the process."""
    event.listen(Session, "after_flush", note_flushed)
    event.listen(Session, "after_flush", note_counted)
    event.listen(Session, "do_orm_execute", note_statement)
    event.listen(Session, "do_orm_execute", note_counted_statement)
    event.listen(Session, "before_commit", seal_changes)
    event.listen(Session, "after_commit", note_committed)
    event.listen(Session, "after_rollback", forget_rolled_back)
    event.listen(Session, "after_transaction_end", give_up_turn)
    event.listen(Session, "after_transaction_end", doubt_given_rows)

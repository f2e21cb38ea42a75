"""Append one act to the ledger: what was done, by whom, chained to the entry before."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from webapp.models import LedgerEntry
from webapp.models.changed_rows import note_row
from webapp.models.sealing import FIRST
from webapp.models.turns import await_turn
from webapp.permissions import Actor
from webapp.services.ledger_digest import canonical, digest_entry
from webapp.services.sign_checkpoint import SIGNED_ACTS, sign_checkpoint

__all__ = ["FIRST", "canonical", "digest_entry", "record_act"]

ENTRY = LedgerEntry.__table__.c
LAST_ENTRY = select(ENTRY.sequence, ENTRY.digest).order_by(ENTRY.sequence.desc()).limit(1)
ADD_ENTRY = insert(LedgerEntry.__table__)  # type: ignore[arg-type]  # a table, as the models declare it


class Recorded(NamedTuple):
    """Where the act stands in the chain."""

    sequence: int
    previous: str
    digest: str


def record_act(
    session: Session,
    *,
    actor: Actor,
    action: str,
    facts: Mapping[str, object],
    now: datetime,
    round_id: int | None = None,
) -> Recorded:
    """Add the act to the same transaction as its effect, so that neither exists without the other."""
    session.flush()
    connection = session.connection()
    await_turn(connection)
    last = connection.execute(LAST_ENTRY).one_or_none()
    previous, sequence = (last.digest, last.sequence + 1) if last else (FIRST, 1)
    who = f"{actor.role}:{actor.account_id or '-'}"
    at, text = now.isoformat(), canonical({**facts, "round": round_id})
    recorded = Recorded(sequence, previous, digest_entry(previous, sequence, at, who, action, text))
    row = {"at": at, "actor": who, "action": action, "round_id": round_id, "facts": text, **recorded._asdict()}
    connection.execute(ADD_ENTRY, row)
    note_row(session, LedgerEntry.__tablename__, (sequence,))
    if action in SIGNED_ACTS:
        sign_checkpoint(session, now)
    return recorded

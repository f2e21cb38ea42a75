"""Append one act to the ledger: what was done, by whom, chained to the entry before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert
from sqlalchemy.orm import Session

from webapp.models import LedgerEntry
from webapp.models.changed_rows import note_row
from webapp.models.sealing import FIRST, last_entry, write_with_seal
from webapp.permissions import Actor
from webapp.services.checkpoint_signature import SIGNED_ACTS
from webapp.services.ledger_digest import canonical, digest_entry
from webapp.services.sign_checkpoint import sign_checkpoint
from webapp.statements import Statement

__all__ = ["FIRST", "canonical", "digest_entry", "record_act"]

TABLE: Any = LedgerEntry.__table__
ADD_ENTRY = Statement(
    insert(TABLE).values({one.name: bindparam(one.name) for one in TABLE.columns}).returning(*TABLE.columns)
)


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
    is_last: bool = False,
) -> Recorded:
    """Add the act to the same transaction as its effect, so that neither exists without the other.

    The last act of a transaction that asks nothing any more is written together with the seal.
    """
    session.flush()
    last, previous = last_entry(session)
    sequence = last + 1
    who = f"{actor.role}:{actor.account_id or '-'}"
    at, text = now.isoformat(), canonical({**facts, "round": round_id})
    recorded = Recorded(sequence, previous, digest_entry(previous, sequence, at, who, action, text))
    row = {"at": at, "actor": who, "action": action, "round_id": round_id, "facts": text, **recorded._asdict()}
    if is_last:
        write_with_seal(session, ADD_ENTRY, row)
        stored = tuple([row[column.name] for column in TABLE.columns])
    else:
        (stored,) = ADD_ENTRY.rows(session.connection(), row)
    note_row(session, LedgerEntry.__tablename__, (sequence,), stored)
    if action in SIGNED_ACTS:
        sign_checkpoint(session, now)
    return recorded

"""Append one act to the ledger: what was done, by whom, chained to the entry before."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import LedgerEntry
from webapp.models.sealing import FIRST, await_turn
from webapp.permissions import Actor
from webapp.services.ledger_digest import canonical, digest_entry
from webapp.services.sign_checkpoint import SIGNED_ACTS, sign_checkpoint

__all__ = ["FIRST", "canonical", "digest_entry", "record_act"]


def record_act(
    session: Session,
    *,
    actor: Actor,
    action: str,
    facts: Mapping[str, object],
    now: datetime,
    round_id: int | None = None,
) -> LedgerEntry:
    """Add the act to the same transaction as its effect, so that neither exists without the other."""
    await_turn(session.connection())
    last = session.scalars(select(LedgerEntry).order_by(LedgerEntry.sequence.desc()).limit(1)).one_or_none()
    previous, sequence = (last.digest, last.sequence + 1) if last else (FIRST, 1)
    who = f"{actor.role}:{actor.account_id or '-'}"
    at, text = now.isoformat(), canonical({**facts, "round": round_id})
    entry = LedgerEntry(
        sequence=sequence,
        at=at,
        actor=who,
        action=action,
        round_id=round_id,
        facts=text,
        previous=previous,
        digest=digest_entry(previous, sequence, at, who, action, text),
    )
    session.add(entry)
    session.flush()
    if action in SIGNED_ACTS:
        sign_checkpoint(session, now)
    return entry

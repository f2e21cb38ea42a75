"""Seal rows anew that were changed outside the system for a reason somebody names: a restore, a repair, an upgrade."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models.changed_rows import changed_in
from webapp.models.noted_heads import Head, note_head, noted_heads
from webapp.models.raw_rows import key_text
from webapp.models.sealed_tables import sealed_tables
from webapp.models.sealing import FIRST
from webapp.permissions import Actor
from webapp.queries import ledgers
from webapp.services.check_heads import check_noted, reset_proof, standing_heads
from webapp.services.check_rows import judged_rows
from webapp.services.ledger_codes import LedgerCodes, codes_of
from webapp.services.packed_codes import agreeing
from webapp.services.record_act import record_act
from webapp.services.sealed_state import SealedState, sealed_state

NAMED_AT_MOST = 50
APPEND_ONLY = ("ledger_entry", "checkpoint")


def reseal_ledger(
    session: Session, *, actor: Actor, reason: str, now: datetime, leave: frozenset[tuple[str, str]] = frozenset()
) -> int:
    """Take every row as it lies there but those to leave; the act names reason and rows. Return their number."""
    if not reason.strip():
        raise Refusal("no-reason", "请写明重新封存的原因。")
    codes = codes_of(session)
    state = sealed_state(ledgers.all_seals(session), codes.key)
    rows = list(rows_to_seal(session, state, leave))
    facts = {"reason": reason.strip(), "rows": len(rows), "named": [" ".join(row) for row in rows[:NAMED_AT_MOST]]}
    declare_restore(session, codes, state)
    record_act(session, actor=actor, action="reseal ledger", facts=facts | {"left": len(leave)}, now=now)
    return len(rows)


def rows_to_seal(session: Session, state: SealedState, leave: frozenset[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Mark every row that differs from its seal, or was sealed with fewer columns, as written by this transaction."""
    for table in sealed_tables():
        if table.name in APPEND_ONLY and state.codes:
            continue
        names = tuple(column.name for column in table.columns)
        for one in judged_rows(session.connection(), table, state):
            row = (table.name, key_text(one.key))
            if row not in leave and (one.fault or (one.word and one.word.columns != names)):
                changed_in(session).add(table.name, one.key)
                yield row


def declare_restore(session: Session, codes: LedgerCodes, state: SealedState) -> None:
    """Tell the file outside the database from which seal it goes on, where it ends with another or is not whole."""
    if codes.heads is None:
        return
    heads = standing_heads(noted_heads(codes.heads), codes.key)
    agreed = max(agreeing(heads, state.codes), default=0)
    if agreed < heads.last or any(check_noted(codes.heads, codes.key, state.last)):
        code = ledgers.code_of_seal(session, agreed) or FIRST
        note_head(codes.heads, Head("reset", agreed, code, reset_proof(codes.key, agreed, code)), codes.key)

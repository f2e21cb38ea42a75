"""Recompute the hash chain of the ledger and name the entries that do not fit."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.models.sealing import FIRST
from webapp.queries import ledgers
from webapp.services.record_act import digest_entry
from webapp.services.sealed_state import is_text


def check_ledger(session: Session, after: int = 0) -> tuple[Problem, ...]:
    """Return every break after an entry that is known to be good: altered entries, gaps, a chain that does not join."""
    start = ledgers.entry_of_sequence(session, after) if after else None
    previous = start.digest if start else FIRST
    return tuple(check_chain(ledgers.entries_after(session, after), previous, after))


def check_chain(entries: Iterable[Row[Any]], previous: str, sequence: int) -> Iterable[Problem]:
    """Follow the chain from one digest on."""
    for entry in entries:
        where, named = f"第{entry.sequence}条", {"table": "ledger_entry", "key": str(entry.sequence)}
        if entry.sequence != sequence + 1:
            facts = {**named, "expected": sequence + 1, "found": entry.sequence}
            yield Problem(where, "gap", "应为第 {expected} 条，实为第 {found} 条：中间有记录被删除。", facts)
        if entry.previous != previous:
            yield Problem(where, "broken-chain", "与上一条记录的哈希不衔接：记录被改动、插入或调换。", named)
        if entry.digest != recomputed(entry):
            yield Problem(where, "altered", "内容与哈希不符：该条记录被改动。", named)
        previous, sequence = entry.digest, entry.sequence


def recomputed(entry: Row[Any]) -> str:
    """Hash an entry as it lies there; what is not even text hashes to nothing."""
    texts = (entry.previous, entry.at, entry.actor, entry.action, entry.facts)
    if not all(is_text(text) for text in texts):
        return ""
    return digest_entry(entry.previous, entry.sequence, entry.at, entry.actor, entry.action, entry.facts)

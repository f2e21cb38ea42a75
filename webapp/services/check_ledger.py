"""Recompute the hash chain of the ledger and name the first entries that do not fit."""

from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.queries import ledgers
from webapp.services.record_act import FIRST, digest_entry


def check_ledger(session: Session) -> tuple[Problem, ...]:
    """Return every break: altered entries, gaps and a chain that does not join."""
    problems: list[Problem] = []
    previous, sequence = FIRST, 0
    for entry in ledgers.all_entries(session):
        where = f"第{entry.sequence}条"
        if entry.sequence != sequence + 1:
            facts = {"expected": sequence + 1, "found": entry.sequence}
            problems.append(Problem(where, "gap", "应为第 {expected} 条，实为第 {found} 条：中间有记录被删除。", facts))
        if entry.previous != previous:
            problems.append(Problem(where, "broken-chain", "与上一条记录的哈希不衔接：记录被改动、插入或调换。"))
        expected = digest_entry(entry.previous, entry.sequence, entry.at, entry.actor, entry.action, entry.facts)
        if entry.digest != expected:
            problems.append(Problem(where, "altered", "内容与哈希不符：该条记录被改动。"))
        previous, sequence = entry.digest, entry.sequence
    return tuple(problems)

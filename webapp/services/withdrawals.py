"""The withdrawals of a round as the ledger tells them, in their order."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

WITHDRAW = "withdraw expert"


class Entry(Protocol):
    """What is read of a ledger entry."""

    sequence: int
    action: str
    facts: str


@dataclass(frozen=True)
class Withdrawal:
    """One withdrawal: its place in the ledger, who left, who stepped in."""

    sequence: int
    withdrawn: str
    joined: str | None
    reason: str


def read_withdrawals(entries: Iterable[Entry]) -> list[Withdrawal]:
    """Read the withdrawals among the entries."""
    return [as_withdrawal(one.sequence, one.facts) for one in entries if one.action == WITHDRAW]


def as_withdrawal(sequence: int, text: str) -> Withdrawal:
    """Read one."""
    facts = json.loads(text)
    return Withdrawal(sequence, facts["withdrawn"], facts["joined"], facts["reason"])

"""What the seals say each row should be: the seals in order, each checked, the last word on a row kept."""

import hmac
import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.errors import Problem
from webapp.models import Seal
from webapp.models.keyed_codes import keyed_code
from webapp.models.sealed_tables import BOOKKEEPING
from webapp.models.sealing import FIRST, seal_text
from webapp.services.packed_codes import PackedCodes
from webapp.services.sealed_words import TableWords

MOST_DIGITS = 19


@dataclass
class SealedState:
    """The rows that should be there, the entry of each seal, its code, and what is wrong with the seals.

    A million saves leave a million seals: entries and codes are some forty bytes of each.
    """

    rows: dict[str, TableWords] = field(default_factory=dict)
    acted: "array[int]" = field(default_factory=lambda: array("q"))
    entries: "array[int]" = field(default_factory=lambda: array("q"))
    codes: PackedCodes = field(default_factory=lambda: PackedCodes(first_counts=False))
    problems: list[Problem] = field(default_factory=list)
    without_act: "array[int]" = field(default_factory=lambda: array("q"))

    def of(self, table: str) -> TableWords:
        """Return the words on the rows of a table; none where the seals know nothing of it."""
        return self.rows.get(table) or TableWords()

    def entry_of(self, seal: int) -> int | None:
        """Return the last act of a seal; the seals came in their order."""
        place = bisect_right(self.acted, seal) - 1
        return self.entries[place] if place >= 0 and self.acted[place] == seal else None

    @property
    def last(self) -> int:
        """Return the number of the newest seal."""
        return self.codes.last


def sealed_state(seals: Iterable[Seal], key: str) -> SealedState:
    """Follow the seals; one that fails is named and still read as far as it can be."""
    state = SealedState()
    number, previous = 0, FIRST
    for seal in seals:
        state.problems.extend(check_seal(seal, number, previous, key))
        if seal.number < 1:
            continue  # ours begin at 1; what was put in before is named and tells nothing
        changes = readable(seal.changes)
        remember(state, seal.number, changes)
        state.codes.take(seal.number, seal.code)
        number, previous = seal.number, seal.code
    return state


def check_seal(seal: Seal, number: int, previous: str, key: str) -> Iterator[Problem]:
    """Name a gap before a seal and a code that does not fit."""
    where = f"封存第{seal.number}条"
    for missing in range(number + 1, seal.number):
        facts = {"table": "seal", "key": str(missing)}
        yield Problem(f"封存第{missing}条", "seal-missing", "该条封存记录被删除。", facts)
    code = code_of(seal, key)
    if seal.number <= number or not code or not hmac.compare_digest(code.encode(), str(seal.code).encode()):
        facts = {"table": "seal", "key": str(seal.number), "rows": rows_named(readable(seal.changes))}
        yield Problem(where, "seal-altered", "封存记录被改动、插入或调换，或密钥不符；涉及：{rows}。", facts)
    elif seal.previous != previous and seal.number == number + 1:
        facts = {"table": "seal", "key": str(seal.number)}
        yield Problem(where, "seal-chain", "与上一条封存记录不衔接。", facts)


def code_of(seal: Seal, key: str) -> str:
    """Compute the code a seal should carry; one that holds anything but text has none."""
    texts = (seal.previous, seal.algorithm, seal.changes)
    if not all(is_text(text) for text in texts):
        return ""
    return keyed_code(key, seal.algorithm, seal_text(seal.number, seal.previous, seal.algorithm, seal.changes))


def is_text(value: Any) -> bool:
    """Tell whether a stored value is a text that can be written as UTF-8; a forger may store anything."""
    try:
        return isinstance(value, str) and value.encode() is not None
    except UnicodeEncodeError:
        return False


def readable(text: Any) -> Mapping[str, Any]:
    """Read the changes of a seal; a forged one may hold anything."""
    try:
        found = json.loads(text)
        return {
            str(table): {
                "columns": tuple(map(str, one["columns"])),
                "rows": one["rows"] if isinstance(one["rows"], dict) else {},
            }
            for table, one in found.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def remember(state: SealedState, number: int, changes: Mapping[str, Any]) -> None:
    """Take the words of one seal."""
    for table, change in changes.items():
        state.rows.setdefault(table, TableWords()).take(number, change["columns"], change["rows"])
    keys = changes.get("ledger_entry", {"rows": ()})["rows"]
    acts = [int(key) for key in keys if key.isdecimal() and len(key) < MOST_DIGITS]
    if acts:
        state.acted.append(number)
        state.entries.append(max(acts))
    elif not BOOKKEEPING.issuperset(changes):
        state.without_act.append(number)


def rows_named(changes: Mapping[str, Any], most: int = 5) -> str:
    """Name the first rows of a seal."""
    names = [f"{table} {key}" for table, change in changes.items() for key in change["rows"]]
    return "、".join(names[:most]) + ("…" if len(names) > most else "") if names else "—"

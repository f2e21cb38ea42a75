"""What the seals say each row should be: the seals in order, each checked, the last word on a row kept."""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from webapp.errors import Problem
from webapp.models import Seal
from webapp.models.keyed_codes import keyed_code
from webapp.models.sealed_tables import BOOKKEEPING
from webapp.models.sealing import FIRST, seal_text

MOST_DIGITS = 19


class Word(NamedTuple):
    """The last word on a row: its digest (None: deleted), the seal that says so, the columns it covers."""

    digest: str | None
    seal: int
    columns: tuple[str, ...]


@dataclass
class SealedState:
    """The rows that should be there, the entry of each seal, its code, and what is wrong with the seals."""

    rows: dict[str, dict[str, Word]] = field(default_factory=dict)
    entries: dict[int, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    without_act: list[int] = field(default_factory=list)
    shapes: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """Return the number of the newest seal."""
        return max(self.codes, default=0)


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
        state.codes[seal.number] = seal.code
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
                "rows": {str(key): digest for key, digest in dict(one["rows"]).items()},
            }
            for table, one in found.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def remember(state: SealedState, number: int, changes: Mapping[str, Any]) -> None:
    """Take the words of one seal."""
    for table, change in changes.items():
        known, columns = state.rows.setdefault(table, {}), change["columns"]
        columns = state.shapes.setdefault(columns, columns)  # millions of words, a few shapes: each is kept once
        for key, digest in change["rows"].items():
            known[key] = Word(digest, number, columns)
    keys = changes.get("ledger_entry", {"rows": ()})["rows"]
    acts = [int(key) for key in keys if key.isdecimal() and len(key) < MOST_DIGITS]
    if acts:
        state.entries[number] = max(acts)
    elif not BOOKKEEPING.issuperset(changes):
        state.without_act.append(number)


def rows_named(changes: Mapping[str, Any], most: int = 5) -> str:
    """Name the first rows of a seal."""
    names = [f"{table} {key}" for table, change in changes.items() for key in change["rows"]]
    return "、".join(names[:most]) + ("…" if len(names) > most else "") if names else "—"

"""Who steps in when somebody of the panel withdraws: the next reserve by the stored draw, the same on any machine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reviewers.draw import Candidate, Limit
from reviewers.draw_record import DrawEntry, DrawRecord
from reviewers.substitution import next_reserve

Plain = Mapping[str, Any]


def entries_in_order(part: Plain, outcome: str) -> list[Plain]:
    """The entries of one outcome in the order of the draw."""
    return sorted((one for one in part["entries"] if one["outcome"] == outcome), key=lambda one: one["order"])


def keys_by_pseudonym(part: Plain) -> dict[str, str]:
    """The drawn experts' keys by their pseudonyms, which count the panel first, then the reserves."""
    drawn = entries_in_order(part, "chosen") + entries_in_order(part, "reserve")
    return {f"专家{position:02d}": one["candidate"] for position, one in enumerate(drawn, start=1)}


def who_steps_in(part: Plain, seated: Sequence[str], out: Sequence[str]) -> str | None:
    """The pseudonym of the reserve who replaces the last of ``out``, None when no reserve would do.

    ``seated`` is the panel that stays, ``out`` everybody, reserves included, who withdrew so far.
    """
    keys = keys_by_pseudonym(part)
    names = {key: name for name, key in keys.items()}
    staying, gone = {keys[name] for name in seated}, {keys[name] for name in out}
    leaver = keys[out[-1]]
    entries = tuple(
        replace(entry, outcome="chosen" if entry.candidate in staying or entry.candidate == leaver else entry.outcome)
        for entry in (as_entry(one) for one in part["entries"])
        if entry.candidate not in gone or entry.candidate == leaver
    )
    record = DrawRecord(part["seed"], part["pool"], entries, ())
    pool = [Candidate(key, {"unit": (label,)}) for key, label in part["units"].items()]
    joined = next_reserve(record, pool, withdrawn={leaver}, limit=Limit("unit", part["per_unit"]))
    return names[joined[0]] if joined else None


def as_entry(plain: Plain) -> DrawEntry:
    """Read a line of the record back."""
    return DrawEntry(**{**plain, "reasons": tuple(plain["reasons"])})

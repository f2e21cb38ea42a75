"""The file beside the database that remembers how far the seals have come; its lines are chained under the key."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from webapp.models.keyed_codes import keyed_code

DIGITS = 64
ENOUGH = 4096  # more than one line is long
NAMED_AT_MOST = 4
NAME_AT_MOST = 100
APPENDING = os.O_RDWR | os.O_CREAT | os.O_APPEND


@dataclass(frozen=True)
class Head:
    """One line: number and code of a seal. `head` names rows it speaks of; `reset` proves that a restore was declared.

    The link binds the line to the one before it; lines of older releases have none.
    """

    kind: str
    number: int
    code: str
    told: str = "-"
    link: str = ""


def link_of(key: str, head: Head, previous: str) -> str:
    """Return what only the holder of the key can write at the end of a line."""
    return keyed_code(key, "sha256", f"{head.kind} {head.number} {head.code} {head.told} {previous}")[:32]


def note_head(path: Path, head: Head, key: str) -> None:
    """Append one line, chained to the last; one process at a time. What a power failure cut short is taken away."""
    try:
        handle = os.open(path, APPENDING, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, APPENDING, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.lseek(handle, 0, os.SEEK_END)
        end = os.pread(handle, ENOUGH, max(0, size - ENOUGH))
        whole = end[: end.rfind(b"\n") + 1]
        if len(whole) < len(end):
            os.ftruncate(handle, size - len(end) + len(whole))
        linked = replace(head, link=link_of(key, head, last_link(whole.decode("ascii", "replace"))))
        line = f"{linked.kind} {linked.number} {linked.code} {linked.told} {linked.link}\n"
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def last_link(end: str) -> str:
    """Return the link of the last whole line."""
    found = (read_line(line) for line in reversed(end.splitlines(keepends=True)))
    return next((head.link for head in found if head is not None), "")


def read_line(line: str) -> Head | None:
    """Read one line; None for what was cut short or is none of ours."""
    parts = line.split()
    whole = line.endswith("\n") and 3 <= len(parts) <= 5 and parts[0] in ("head", "reset")
    if not whole or not parts[1].isdigit() or len(parts[2]) != DIGITS:
        return None
    return Head(parts[0], int(parts[1]), *parts[2:])


def noted_heads(path: Path) -> Iterator[Head]:
    """Yield the lines; one cut short by a power failure is left out."""
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as file:
        yield from (head for line in file if (head := read_line(line)) is not None)


def rows_told(changes: Mapping[str, Mapping[str, Any]]) -> str:
    """Name the first rows of a seal in one word, so that a tail that is gone can still be told by its rows."""
    names = [f"{table}:{quote(key, safe='/')}" for table, change in changes.items() for key in change["rows"]]
    few = [name for name in names[:NAMED_AT_MOST] if len(name) <= NAME_AT_MOST]
    more = [f"+{len(names) - len(few)}"] if len(few) < len(names) else []
    return ";".join([*few, *more]) or "-"


def told_in_words(told: str) -> str:
    """Write the word of `rows_told` for a person."""
    names = [unquote(one).replace(":", " ", 1) for one in told.split(";") if not one.startswith("+")]
    return "、".join(names) + ("…" if "+" in told else "") if told != "-" else "—"

"""The file beside the database that remembers how far the seals have come."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

APPENDING = os.O_WRONLY | os.O_CREAT | os.O_APPEND


@dataclass(frozen=True)
class Head:
    """One line: the number and code of a seal; kind is `head`, or `reset` where a restore was declared."""

    kind: str
    number: int
    code: str
    proof: str = ""


def note_head(path: Path, head: Head) -> None:
    """Append one line with a single write, which the system does not mix with another process's."""
    line = f"{head.kind} {head.number} {head.code} {head.proof}".rstrip() + "\n"
    try:
        handle = os.open(path, APPENDING, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, APPENDING, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def noted_heads(path: Path) -> Iterator[Head]:
    """Yield the lines; a last line cut short by a power failure is left out."""
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as file:
        for line in file:
            parts = line.split()
            if line.endswith("\n") and len(parts) >= 3 and parts[1].isdigit():
                yield Head(parts[0], int(parts[1]), parts[2], parts[3] if len(parts) > 3 else "")

"""How an entry of the ledger is hashed: anyone can do it again, no key is needed."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

ROWS_AT_ONCE = 500


def as_rows(value: object) -> list[object]:
    """A table that is kept as an array, as the list of its rows."""
    if is_table(value):
        return list(value)
    raise TypeError(f"not JSON: {type(value).__name__}")


def is_table(value: object) -> TypeGuard[Sequence[object]]:
    """Whether a value reads like a list of rows without being one."""
    return isinstance(value, Sequence) and not isinstance(value, list | tuple | str | bytes)


ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=as_rows)


def canonical(value: object) -> str:
    """Write a value as JSON that is the same on every machine."""
    return ENCODER.encode(value)


def canonical_digest(value: object) -> str:
    """Hash what `canonical` writes, piece by piece, so that a large table never stands in memory as text."""
    total = hashlib.sha256()
    for piece in canonical_pieces(value):
        total.update(piece.encode())
    return total.hexdigest()


def canonical_pieces(value: object) -> Iterator[str]:
    """The text of `canonical` in pieces: tables of fits some rows at a time, all else whole."""
    if is_table(value):
        for start in range(0, len(value), ROWS_AT_ONCE):
            yield ("," if start else "[") + canonical(list(value[start : start + ROWS_AT_ONCE]))[1:-1]
        yield "]" if len(value) else "[]"
    elif isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        for n, key in enumerate(sorted(value)):
            yield f"{',' if n else '{'}{canonical(key)}:"
            yield from canonical_pieces(value[key])
        yield "}" if value else "{}"
    else:
        yield canonical(value)


def digest_entry(previous: str, sequence: int, at: str, actor: str, action: str, facts: str) -> str:
    """Hash an entry together with the digest of the entry before it."""
    text = canonical([previous, sequence, at, actor, action, facts])
    return hashlib.sha256(text.encode()).hexdigest()

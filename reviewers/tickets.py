"""The random order of a draw: each candidate's ticket is a hash of the seed and the candidate's id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def ticket(seed: bytes, candidate: str) -> str:
    """
    The candidate's ticket; the lowest ticket is drawn first.

    SHA-256 over the seed in lower-case hexadecimal, one line feed, and the id, without a line feed at the end:
    ``printf '%s\\n%s' "$seed" "$id" | sha256sum``. Tickets of equal length compare as text exactly as they compare as
    integers, so no number is ever rounded and every machine agrees.

    Parameters
    ----------
    seed : bytes
        At least 16 bytes; published after the pool is closed.
    candidate : str
        The id as it is stored, hashed as UTF-8.

    Returns
    -------
    str
        64 lower-case hexadecimal digits.

    Raises
    ------
    ValueError
        When the seed is shorter than 16 bytes.

    Examples
    --------
    >>> ticket(bytes(16), "e1")[:12]
    'd409ce5451bd'
    """
    if len(seed) < 16:
        raise ValueError("a seed needs at least 16 bytes")
    return hashlib.sha256(f"{seed.hex()}\n{candidate}".encode()).hexdigest()


def pool_fingerprint(candidates: Iterable[str]) -> str:
    """
    One hash over the ids of the pool, to be published before the seed is revealed.

    SHA-256 over the ids sorted by their UTF-8 bytes, one per line, joined by line feeds:
    ``printf '%s' "$(LC_ALL=C sort ids.txt)" | sha256sum``.

    Examples
    --------
    >>> pool_fingerprint(["e2", "e1"]) == pool_fingerprint(["e1", "e2"])
    True
    """
    return hashlib.sha256("\n".join(sorted(candidates, key=str.encode)).encode()).hexdigest()

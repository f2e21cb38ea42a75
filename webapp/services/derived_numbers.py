"""What anyone derives from published figures in the same way: fingerprints, seeds, digests, whole millionths.

No database is needed, so that a bundle can be verified without one.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from webapp.services.ledger_digest import canonical, canonical_digest

MICRO = 1_000_000
SURE, CLEAR = 1e5, 0.499  # a float below the first is a million times itself to within 0.00002


def part_digest(part: object) -> str:
    """Hash a part as the bundle writes it."""
    return canonical_digest(part)


def list_digest(parts: Iterable[object]) -> str:
    """Hash a list as a part, one item after the other."""
    total, join = hashlib.sha256(b"["), ""
    for one in parts:
        total.update(f"{join}{canonical(one)}".encode())
        join = ","
    total.update(b"]")
    return total.hexdigest()


def chain_head(digests: Iterable[str]) -> str:
    """Hash the digests of a round's entries, in their order: the one figure that stands for all of them."""
    total, join = hashlib.sha256(), ""
    for one in digests:
        total.update(f"{join}{one}".encode())
        join = "\n"
    return total.hexdigest()


def settings_fingerprint(pack_fingerprint: str, stored: Mapping[str, object]) -> str:
    """Hash the pack's fingerprint and the settings together."""
    return part_digest({"pack": pack_fingerprint, "settings": stored})


def pool_fingerprint(units: Mapping[str, str], excluded: Mapping[str, Sequence[str]]) -> str:
    """Hash the candidates with their units, and who takes no part and why."""
    return part_digest({"units": dict(units), "excluded": {key: list(value) for key, value in excluded.items()}})


def plan_seed(draw_seed: str) -> int:
    """Derive the seed of the assignment from that of the draw: 48 bits of SHA-256."""
    return int.from_bytes(hashlib.sha256(f"zeyou-assign-v1\n{draw_seed}".encode()).digest()[:6])


def ranking_seed(fingerprint: str) -> int:
    """Derive the seed of the ranking's draws from the frozen settings: their first 48 bits."""
    return int(fingerprint[:12], 16)


def micro(value: Any) -> int:
    """Return a figure in whole millionths, half to even; exactly, also where a float lies near a half."""
    if isinstance(value, float) and abs(value) < SURE:
        near = value * MICRO
        whole = round(near)
        if abs(near - whole) < CLEAR:
            return whole
    return round(Fraction(value) * MICRO)

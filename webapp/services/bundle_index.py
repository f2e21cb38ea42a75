"""A short digest of every place in the parts, so that a change is not only found but located; it proves nothing."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from webapp.services.ledger_digest import canonical, is_table

# An element of a list is one place while it is no longer than this as text.
ONE_PLACE = 500
DIGITS = 6
# Of a list longer than this a hundred elements are one place: the scores of a nation are millions.
MANY, TOGETHER = 100_000, 100


def index_of(parts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Map each part to its places and their short digests."""
    return {name: {path: shortened(text) for path, text in places_in(part, "")} for name, part in parts.items()}


def shortened(text: str) -> str:
    """Return enough digits to tell a change by."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def places_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of every place: keys are walked into, elements of lists where they are long."""
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from places_in(one, f"{path}/{key}")
        return
    is_list = isinstance(value, list) or is_table(value)
    if is_list and len(value) > MANY:
        for start in range(0, len(value), TOGETHER):
            yield f"{path}/{start}", canonical(list(value[start : start + TOGETHER]))
        return
    if is_list and any(isinstance(one, list | dict) for one in value):
        for place, one in enumerate(value):
            inner = canonical(one)
            if len(inner) > ONE_PLACE:
                yield from places_in(one, f"{path}/{place}")
            else:
                yield f"{path}/{place}", inner
        return
    yield path, canonical(value)


def first_difference(part: Any, index: Mapping[str, str]) -> str | None:
    """Say where a part differs from the index it came with: its path and what stands there now."""
    now = {path: (shortened(text), text[:80]) for path, text in places_in(part, "")}
    for path in [*now, *(path for path in index if path not in now)]:
        if path not in now:
            return f"{path}（缺失）"
        if path not in index:
            return f"{path}（多出：{now[path][1]}）"
        if now[path][0] != index[path]:
            return f"{path}（现为 {now[path][1]}）"
    return None

"""A short digest of every place in the parts, so that a change is not only found but located; it proves nothing."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from webapp.services.record_act import canonical

# An element of a list is one place while it is no longer than this as text.
ONE_PLACE = 500
DIGITS = 6


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
    text = canonical(value)
    if isinstance(value, list) and any(isinstance(one, list | dict) for one in value):
        for place, one in enumerate(value):
            inner = canonical(one)
            if len(inner) > ONE_PLACE:
                yield from places_in(one, f"{path}/{place}")
            else:
                yield f"{path}/{place}", inner
        return
    yield path, text


def first_difference(part: Any, index: Mapping[str, str]) -> str | None:
    """Say where a part differs from the index it came with: its path and what stands there now."""
    now = dict(places_in(part, ""))
    for path in [*now, *(path for path in index if path not in now)]:
        if path not in now:
            return f"{path}（缺失）"
        if path not in index:
            return f"{path}（多出：{now[path][:80]}）"
        if shortened(now[path]) != index[path]:
            return f"{path}（现为 {now[path][:80]}）"
    return None

"""What a pack is, as plain JSON; its fingerprint; and what changed between two packs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal

from rubrics.model import Pack

_EVALUATED = frozenset({"predicate"})
_NAMES = ("key", "id", "number")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two packs; a side is None where the thing is not there.

    Parameters
    ----------
    path
        Such as ``conditions[5.2.a].statement.at_most``: items of a list are named by their key, id or number.
    before, after
        The two values as plain JSON.

    Examples
    --------
    >>> Change("region", "甲", "乙").after
    '乙'
    """

    path: str
    before: object
    after: object


def pack_as_json(pack: Pack) -> dict[str, object]:
    """Return everything a pack says, as plain JSON values.

    Decimals become texts; a predicate appears as it is written in the pack (``statement``).

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> plain = pack_as_json(load_pack("nm-2023"))
    >>> plain["form"]["fields"][16]["key"], plain["rubric"]["areas"][0]["weight"]
    ('basic.area_km2', '25')
    """
    plain = _plain(pack)
    if not isinstance(plain, dict):
        raise TypeError("a pack is a dataclass")
    return plain


def fingerprint(pack: Pack) -> str:
    """Return the SHA-256 of a pack's canonical JSON, in hexadecimal.

    Keys are sorted, texts escaped to ASCII, decimals written without trailing zeros, so that it is the same on every
    platform and Python version, and the same for packs that differ only in layout or comments of their files.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> len(fingerprint(load_pack("nm-2023")))
    64
    """
    text = json.dumps(pack_as_json(pack), sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def changes(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Return every difference between two packs, sorted by path.

    Parameters
    ----------
    old, new
        Two packs, usually two versions of one region's.

    Returns
    -------
    tuple of Change
        One per single value that differs; empty exactly when the fingerprints agree.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from rubrics.loading import load_pack
    >>> pack = load_pack("nm-2023")
    >>> changes(pack, replace(pack, region="某省"))
    (Change(path='region', before='内蒙古自治区', after='某省'),)
    """
    before, after = dict(_leaves("", pack_as_json(old))), dict(_leaves("", pack_as_json(new)))
    paths = sorted(before.keys() | after.keys())
    return tuple(
        Change(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)
    )


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value))
        return {name: _plain(getattr(value, name)) for name in names if name not in _EVALUATED}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        entries = sorted(value, key=str) if isinstance(value, frozenset | set) else value
        return [_plain(entry) for entry in entries]
    return value


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value:
        for key, entry in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, entry)
    elif isinstance(value, list) and value:
        names = [_name(entry, index) for index, entry in enumerate(value)]
        unique = names if len(set(names)) == len(names) else [str(index) for index in range(len(value))]
        for name, entry in zip(unique, value, strict=True):
            yield from _leaves(f"{path}[{name}]", entry)
    else:
        yield path, value


def _name(entry: object, index: int) -> str:
    for name in _NAMES:
        if isinstance(entry, dict) and entry.get(name) is not None:
            return str(entry[name])
    return str(index)

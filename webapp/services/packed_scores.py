"""The scores of a round by columns: names once, a few bytes a score; read as the rows of the bundle and back."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from scoring.composite import ScoreColumns
from webapp.services.ledger_digest import canonical

AT_ONCE = 1 << 20  # bytes of the text of a bundle that are rows of Python at a time
LARGEST = 2**31
Row = list[Any]


class ScoresDigest:
    """Hash of scores in their fixed order, as one list of lists in JSON, taken in by portions."""

    def __init__(self) -> None:
        self.total, self.join = hashlib.sha256(b"["), b""

    def add(self, portion: Sequence[Sequence[Any]]) -> None:
        """Take in rows of declaration, expert, criterion, hundredths and whether it does not apply."""
        if portion:
            self.total.update(self.join + canonical(portion)[1:-1].encode())
            self.join = b","

    def hexdigest(self) -> str:
        """Return the hash of all that was taken in."""
        ended = self.total.copy()
        ended.update(b"]")
        return ended.hexdigest()


@dataclass(frozen=True)
class ScoreTable:
    """All scores with their digest."""

    digest: str
    columns: ScoreColumns


def table_of(portions: Iterable[Sequence[Sequence[Any]]]) -> ScoreTable:
    """Number the names and put the rows into columns."""
    digest = ScoresDigest()
    names: tuple[dict[str, int], ...] = ({}, {}, {})
    parts: list[list[Any]] = [[np.zeros(0, dtype=kind)] for kind in (np.int32, np.int32, np.int16, np.int32, np.bool_)]
    for portion in portions:
        rows = [tuple(row) for row in portion]
        digest.add(rows)
        *labels, hundredths, skipped = zip(*rows, strict=True)
        numbers = [[known.setdefault(label, len(known)) for label in column]
                   for known, column in zip(names, labels, strict=True)]  # fmt: skip
        values = [-1 if value is None else value for value in hundredths]
        for part, column in zip(parts, (*numbers, values, skipped), strict=True):
            part.append(np.array(column, dtype=part[0].dtype))
    declarations, experts, criteria = (tuple(known) for known in names)
    columns = ScoreColumns(declarations, experts, criteria, *(np.concatenate(part) for part in parts))
    return ScoreTable(digest.hexdigest(), columns)


class PackedScores(Sequence[Row]):
    """Reads like the list of rows a bundle holds: declaration, pseudonym, criterion, hundredths, not applicable."""

    def __init__(self, columns: ScoreColumns) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns.hundredths)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, int):
            return self[place : place + 1 or None][0]
        one = self.columns
        numbers = (part[place].tolist() for part in (one.i, one.j, one.k, one.hundredths, one.is_not_applicable))
        return [
            [one.declarations[i], one.experts[j], one.criteria[k], points if points >= 0 else None, skipped]
            for i, j, k, points, skipped in zip(*numbers, strict=True)
        ]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self), 10_000):
            yield from self[start : start + 10_000]


def read_packed(data: bytes) -> PackedScores | None:
    """Read the scores of a bundle; None where they are not written as this system writes them."""
    if not (data.startswith(b"[") and data.endswith(b"]")):
        return None
    try:
        return PackedScores(table_of(portions_of(data)).columns)
    except (ValueError, RecursionError):
        return None


def portions_of(data: bytes) -> Iterator[list[Row]]:
    """Yield the rows of a list of lists in its one canonical form, some at a time; refuse any other."""
    at, end = 1, len(data) - 1
    while at < end:
        cut = data.find(b"],[", at + AT_ONCE) + 1 or end
        rows = json.loads(b"[" + data[at:cut] + b"]")
        if canonical(rows)[1:-1].encode() != data[at:cut] or not all(map(is_plain, rows)):
            raise ValueError("not as we write it")
        yield rows
        at = cut + 1


def is_plain(row: Any) -> bool:
    """Tell whether a row is one that columns can hold."""
    if type(row) is not list or [type(one) for one in row[:3]] != [str, str, str] or len(row) != 5:
        return False
    return (row[3] is None or (type(row[3]) is int and 0 <= row[3] < LARGEST)) and type(row[4]) is bool

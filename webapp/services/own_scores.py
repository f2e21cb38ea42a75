"""An expert's own scores side by side: how they are distributed, and pairs that look alike but ended far apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from webapp.queries.own_sheets import Place
from webapp.services.round_rules import rules_of
from webapp.services.sheet_standings import BIN, Standing

NEAR = 300
FAR = Decimal(5)
NAMED = 3

Row = tuple[Place, Standing]


@dataclass(frozen=True)
class Bar:
    """How many of the expert's points lie from low up to, but not including, high; the last bar includes it."""

    low: int
    high: int
    n: int


@dataclass(frozen=True)
class FarApart:
    """Two sheets with near-equal points on most criteria and far-apart totals, with the criteria that part them."""

    higher: Place
    lower: Place
    gap: str
    criteria: tuple[str, ...]


def distribution(rows: Sequence[Row]) -> tuple[Bar, ...]:
    """Count the points an expert has given, in tens of the scale."""
    counts = map(sum, zip(*(standing.bins for _place, standing in rows), strict=True))
    counted = list(counts) or [0] * (100 // BIN)
    return tuple(Bar(place * BIN, (place + 1) * BIN, n) for place, n in enumerate(counted))


def far_apart(rows: Sequence[Row]) -> list[FarApart]:
    """Find pairs of finished sheets whose criteria mostly agree while their totals do not: often a slip of the keys."""
    rounds: dict[int, list[tuple[Decimal, Place, Standing]]] = {}
    for place, standing in rows:
        if standing.row is not None:
            rounds.setdefault(place.round_id, []).append((Decimal(standing.total), place, standing))
    return [pair for finished in rounds.values() for pair in pairs_of_round(finished)]


def pairs_of_round(finished: list[tuple[Decimal, Place, Standing]]) -> list[FarApart]:
    """Compare every two finished sheets of a round at once; only those that agree are looked at one by one."""
    finished.sort(key=lambda one: one[0], reverse=True)
    if finished[0][0] - finished[-1][0] < FAR:
        return []
    higher, lower = np.triu_indices(len(finished), 1)
    totals = np.array([int(total * 100) for total, _place, _standing in finished])
    is_far = totals[higher] - totals[lower] >= int(FAR * 100)
    higher, lower = higher[is_far], lower[is_far]
    points = np.array([standing.row for _total, _place, standing in finished])
    gaps = np.abs(points[higher] - points[lower])
    n_common = np.sum(~np.isnan(gaps), axis=1)
    # NaN is sorted to the end: the middle of what both have stands before it.
    gaps.sort(axis=1)
    places = np.arange(len(gaps))
    middle = (gaps[places, np.maximum(n_common - 1, 0) // 2] + gaps[places, n_common // 2]) / 2
    agree = (n_common > 0) & (middle <= NEAR)
    return [describe_pair(finished[a], finished[b]) for a, b in zip(higher[agree], lower[agree], strict=True)]


def describe_pair(higher: tuple[Decimal, Place, Standing], lower: tuple[Decimal, Place, Standing]) -> FarApart:
    """Name what parts two sheets."""
    titles = list(rules_of(higher[1]).titles.values())
    differences = higher[2].row - lower[2].row  # type: ignore[operator]  # finished sheets have one
    widest = np.argsort(-np.nan_to_num(differences, nan=-np.inf), kind="stable")[:NAMED]
    named = tuple(titles[place] for place in widest if differences[place] > NEAR)
    return FarApart(higher[1], lower[1], f"{higher[0] - lower[0]:.2f}", named)

"""An expert's own scores side by side: how they are distributed, and pairs that look alike but ended far apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from webapp.queries.own_sheets import OwnSheet
from webapp.services.describe_desk import SheetTotal
from webapp.services.round_rules import rules_of

BIN = 10
NEAR = 300
FAR = Decimal(5)
NAMED = 3


@dataclass(frozen=True)
class Bar:
    """How many of the expert's points lie from low up to, but not including, high; the last bar includes it."""

    low: int
    high: int
    n: int


@dataclass(frozen=True)
class FarApart:
    """Two sheets with near-equal points on most criteria and far-apart totals, with the criteria that part them."""

    higher: OwnSheet
    lower: OwnSheet
    gap: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Finished:
    """A sheet with a total, its points in hundredths, and these in the order of the round's criteria, NaN for none."""

    sheet: OwnSheet
    total: Decimal
    points: Mapping[str, int]
    row: tuple[float, ...]


def distribution(sheets: Sequence[OwnSheet]) -> tuple[Bar, ...]:
    """Count the points an expert has given, in tens of the scale."""
    counts = [0] * (100 // BIN)
    for sheet in sheets:
        for one in sheet.scores.values():
            if one.hundredths is not None:
                counts[min(one.hundredths // (100 * BIN), len(counts) - 1)] += 1
    return tuple(Bar(place * BIN, (place + 1) * BIN, n) for place, n in enumerate(counts))


def far_apart(rows: Sequence[tuple[OwnSheet, SheetTotal]]) -> list[FarApart]:
    """Find pairs of finished sheets whose criteria mostly agree while their totals do not: often a slip of the keys."""
    rounds: dict[int, list[Finished]] = {}
    for sheet, total in rows:
        if total.composite.total is not None:
            rounds.setdefault(sheet.place.round_id, []).append(finished_sheet(sheet, total))
    return [pair for finished in rounds.values() for pair in pairs_of_round(finished)]


def finished_sheet(sheet: OwnSheet, total: SheetTotal) -> Finished:
    """Lay out the points of a sheet."""
    points = {key: one.hundredths for key, one in sheet.scores.items() if one.hundredths is not None}
    row = tuple(points.get(key, np.nan) for key in rules_of(sheet.place).titles)
    return Finished(sheet, Decimal(total.as_text()), points, row)


def pairs_of_round(finished: list[Finished]) -> list[FarApart]:
    """Compare every two finished sheets of a round at once; only those that agree are looked at one by one."""
    finished.sort(key=lambda one: one.total, reverse=True)
    higher, lower = np.triu_indices(len(finished), 1)
    totals = np.array([int(one.total * 100) for one in finished])
    is_far = totals[higher] - totals[lower] >= int(FAR * 100) if len(finished) > 1 else np.zeros(0, dtype=bool)
    higher, lower = higher[is_far], lower[is_far]
    if not len(higher):
        return []
    points = np.array([one.row for one in finished])
    gaps = np.abs(points[higher] - points[lower])
    n_common = np.sum(~np.isnan(gaps), axis=1)
    # NaN is sorted to the end: the middle of what both have stands before it.
    gaps.sort(axis=1)
    places = np.arange(len(gaps))
    middle = (gaps[places, np.maximum(n_common - 1, 0) // 2] + gaps[places, n_common // 2]) / 2
    agree = (n_common > 0) & (middle <= NEAR)
    return [describe_pair(finished[a], finished[b]) for a, b in zip(higher[agree], lower[agree], strict=True)]


def describe_pair(higher: Finished, lower: Finished) -> FarApart:
    """Name what parts two sheets."""
    differences = {key: value - lower.points[key] for key, value in higher.points.items() if key in lower.points}
    widest = sorted(differences, key=lambda key: -differences[key])[:NAMED]
    titles = rules_of(higher.sheet.place).titles
    named = tuple(titles[key] for key in widest if differences[key] > NEAR)
    return FarApart(higher.sheet, lower.sheet, f"{higher.total - lower.total:.2f}", named)

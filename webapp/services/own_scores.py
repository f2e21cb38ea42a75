"""An expert's own scores side by side: how they are distributed, and pairs that look alike but ended far apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

from webapp.queries.desks import Sheet
from webapp.services.describe_desk import SheetTotal, criterion_titles

BIN = 10
NEAR = Decimal(3)
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

    higher: Sheet
    lower: Sheet
    gap: str
    criteria: tuple[str, ...]


def distribution(sheets: Sequence[Sheet]) -> tuple[Bar, ...]:
    """Count the points an expert has given, in tens of the scale."""
    counts = [0] * (100 // BIN)
    for sheet in sheets:
        for value in sheet.points().values():
            counts[min(int(value) // BIN, len(counts) - 1)] += 1
    return tuple(Bar(place * BIN, (place + 1) * BIN, n) for place, n in enumerate(counts))


def far_apart(rows: Sequence[tuple[Sheet, SheetTotal]]) -> list[FarApart]:
    """Find pairs of finished sheets whose criteria mostly agree while their totals do not: often a slip of the keys."""
    finished = [(sheet, total) for sheet, total in rows if total.composite.total is not None]
    return [found for one, other in combinations(finished, 2) if (found := compare(one, other)) is not None]


def compare(one: tuple[Sheet, SheetTotal], other: tuple[Sheet, SheetTotal]) -> FarApart | None:
    """Compare two finished sheets of the same round."""
    (higher, upper), (lower, under) = sorted((one, other), key=lambda row: row[1].composite.total or 0, reverse=True)
    gap = Decimal(upper.as_text()) - Decimal(under.as_text())
    if higher.round.id != lower.round.id or gap < FAR:
        return None
    differences = point_differences(higher.points(), lower.points())
    if not differences or median(abs(value) for value in differences.values()) > NEAR:
        return None
    widest = sorted(differences, key=lambda key: -differences[key])[:NAMED]
    titles = criterion_titles(higher.round)
    return FarApart(higher, lower, f"{gap:.2f}", tuple(titles[key] for key in widest if differences[key] > NEAR))


def point_differences(higher: Mapping[str, Decimal], lower: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Subtract the points of the criteria both sheets have."""
    return {key: higher[key] - lower[key] for key in higher if key in lower}

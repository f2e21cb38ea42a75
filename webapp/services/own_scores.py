"""An expert's own scores side by side: how they are distributed, and pairs that look alike but ended far apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

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
    """A sheet with a total, its points in hundredths."""

    sheet: OwnSheet
    total: Decimal
    points: Mapping[str, int]


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
            points = {key: one.hundredths for key, one in sheet.scores.items() if one.hundredths is not None}
            rounds.setdefault(sheet.place.round_id, []).append(Finished(sheet, Decimal(total.as_text()), points))
    pairs: list[FarApart] = []
    for finished in rounds.values():
        finished.sort(key=lambda one: one.total, reverse=True)
        for place, higher in enumerate(finished):
            pairs += (found for lower in finished[place + 1 :] if (found := compare(higher, lower)) is not None)
    return pairs


def compare(higher: Finished, lower: Finished) -> FarApart | None:
    """Compare two finished sheets of the same round."""
    gap = higher.total - lower.total
    if gap < FAR:
        return None
    differences = {key: value - lower.points[key] for key, value in higher.points.items() if key in lower.points}
    if not differences or median(map(abs, differences.values())) > NEAR:
        return None
    widest = sorted(differences, key=lambda key: -differences[key])[:NAMED]
    titles = rules_of(higher.sheet.place).titles
    named = tuple(titles[key] for key in widest if differences[key] > NEAR)
    return FarApart(higher.sheet, lower.sheet, f"{gap:.2f}", named)

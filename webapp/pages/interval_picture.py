"""The ranking as a picture: one line per declaration with its interval, the cut line between the places."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import ceil, floor, log10

from webapp.queries.rankings import Position

LONGEST_LABEL = 17
LEFT, RIGHT, ROW, TOP = 300, 940, 26, 34


@dataclass(frozen=True)
class Line:
    """One interval in the picture's own units."""

    y: int
    label: str
    low: float
    middle: float
    high: float
    standing: str
    is_selected: bool


@dataclass(frozen=True)
class Picture:
    """All a template draws."""

    width: int
    height: int
    left: int
    right: int
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    cut_y: float | None


def common_ending(names: Sequence[str]) -> str:
    """Return the text that ends every name, such as 特色产业集群; said by all, it tells none from another."""
    columns = zip(*(name[::-1] for name in names), strict=False)
    ending = "".join(letters[0] for letters in takewhile(lambda one: len(set(one)) == 1, columns))[::-1]
    return ending if len(names) > 1 and len(ending) > 1 and all(len(name) > len(ending) for name in names) else ""


def shortened(name: str) -> str:
    """Cut a long name where the picture has no more room, and show that it was cut."""
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"


def round_marks(low: float, high: float) -> list[float]:
    """Return four to nine marks that a person reads at once, such as 60, 65, 70; closer ones for a narrow scale."""
    span = max(high - low, 1e-9)
    step = 10.0 ** floor(log10(span))
    step = next(step / part for part in (1, 2, 5, 10) if span / (step / part) >= 4)
    return [round(step * number, 9) for number in range(ceil(low / step), floor(high / step) + 1)]


def draw_intervals(positions: Sequence[Position]) -> Picture:
    """Place every interval on one scale; the scale spans what is drawn."""
    low = min((one.row.lo for one in positions), default=0) / 1e6
    high = max((one.row.hi for one in positions), default=100_000_000) / 1e6
    span = max(high - low, 1e-9)

    def at(micro: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (micro / 1e6 - low) / span, 1)

    ending = common_ending([one.declaration.cluster_name for one in positions])
    lines = tuple(
        Line(
            TOP + ROW * number,
            f"{one.row.rank}. {shortened(one.declaration.cluster_name.removesuffix(ending))}",
            at(one.row.lo),
            at(one.row.estimate),
            at(one.row.hi),
            one.row.standing,
            one.row.status == "selected",
        )
        for number, one in enumerate(positions)
    )
    n_selected = sum(line.is_selected for line in lines)
    ticks = tuple((at(mark * 1e6), f"{mark:g}") for mark in round_marks(low, high))
    height = TOP + ROW * len(lines) + 10
    return Picture(960, height, LEFT, RIGHT, lines, ticks, TOP + ROW * n_selected - ROW / 2 if n_selected else None)

"""A picture for leaders as plain values: a few facts, and charts of two bars to a line."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MICRO = Decimal(1_000_000)
MOST_LINES = 12
OTHERS = "其他"
UNNAMED = "未填写"


@dataclass(frozen=True)
class Bars:
    """One line of a chart with its two figures."""

    label: str
    first: Decimal
    second: Decimal


@dataclass(frozen=True)
class Chart:
    """Lines under a title; the legend says what the two bars mean."""

    title: str
    legend: tuple[str, str]
    lines: tuple[Bars, ...]
    decimals: int = 0


@dataclass(frozen=True)
class Fact:
    """One figure with its name."""

    name: str
    figure: str


@dataclass(frozen=True)
class Picture:
    """All that goes on the page."""

    title: str
    as_of: str
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]
    is_demonstration: bool = False


def counted(title: str, legend: tuple[str, str], pairs: Iterable[tuple[str, bool]], *, by_name: bool = False) -> Chart:
    """Count all and those marked by their label, the most first; what is rare is put together."""
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for label, is_marked in pairs:
        first[label or UNNAMED] += 1
        second[label or UNNAMED] += is_marked
    order = sorted(first) if by_name else sorted(first, key=lambda one: (-first[one], one))
    kept = order if len(order) <= MOST_LINES else order[: MOST_LINES - 1]
    lines = [Bars(one, Decimal(first[one]), Decimal(second[one])) for one in kept]
    if len(kept) < len(order):
        rest = order[len(kept) :]
        n_all, n_marked = sum(first[one] for one in rest), sum(second[one] for one in rest)
        lines.append(Bars(OTHERS, Decimal(n_all), Decimal(n_marked)))
    return Chart(title, legend, tuple(lines))


def averaged(
    title: str, legend: tuple[str, str], areas: Mapping[str, str], rows: Sequence[tuple[Mapping[str, int], bool]]
) -> Chart:
    """Average each area in points over all and over those marked; an area nobody has is left out."""
    lines = []
    for key, label in areas.items():
        every = [points[key] for points, _is_marked in rows if key in points]
        marked = [points[key] for points, is_marked in rows if is_marked and key in points]
        if every:
            lines.append(Bars(label, average(every), average(marked)))
    return Chart(title, legend, tuple(lines), decimals=1)


def average(micros: Sequence[int]) -> Decimal:
    """Return the mean in points with one decimal, half up; nothing of nothing being nought."""
    if not micros:
        return Decimal(0)
    return (Decimal(sum(micros)) / len(micros) / MICRO).quantize(Decimal("0.1"), ROUND_HALF_UP)

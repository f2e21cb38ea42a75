"""One review's points put together: criteria into areas, areas into the total, in exact fractions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class AreaWeights:
    """The weight of one area in the whole and of its criteria within it; units cancel, only ratios count."""

    key: str
    weight: Fraction
    criteria: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Composite:
    """Points of each area that has any, their weighted total, and whether nothing is missing.

    ``total`` is None while a criterion is neither scored nor declared not applicable.
    """

    areas: Mapping[str, Fraction]
    total: Fraction | None


def compose(points: Mapping[str, Fraction], not_applicable: frozenset[str], areas: Sequence[AreaWeights]) -> Composite:
    """Put the points of one review together.

    Parameters
    ----------
    points
        Points per criterion key, in points of the scale; a criterion without points is absent, never zero.
    not_applicable
        Keys that cannot apply: their weight goes to the other criteria of the area in proportion
        (policy ``redistribute_within_area``); an area all of whose criteria cannot apply leaves its weight
        to the other areas in proportion.
    areas
        The weights; none negative.

    Returns
    -------
    Composite
        Exact fractions; cost linear in the number of criteria.

    Examples
    --------
    Two criteria weighing 60 and 40; the second does not apply, so the first counts alone:

    >>> area = AreaWeights("a", Fraction(100), (("a.x", Fraction(60)), ("a.y", Fraction(40))))
    >>> compose({"a.x": Fraction(80)}, frozenset({"a.y"}), [area]).total
    Fraction(80, 1)
    >>> compose({"a.x": Fraction(80)}, frozenset(), [area]).total is None
    True
    """
    values: dict[str, Fraction] = {}
    missing = False
    for area in areas:
        counted = [(key, weight) for key, weight in area.criteria if key not in not_applicable]
        if any(key not in points for key, _ in counted):
            missing = True
        elif weight_sum := sum((weight for _, weight in counted), Fraction(0)):
            values[area.key] = sum((points[key] * weight for key, weight in counted), Fraction(0)) / weight_sum
    shares = {area.key: area.weight for area in areas if area.key in values}
    whole = sum(shares.values(), Fraction(0))
    if missing or not whole:
        return Composite(values, None)
    return Composite(values, sum((values[key] * share for key, share in shares.items()), Fraction(0)) / whole)


@dataclass(frozen=True, slots=True)
class WholeArea:
    """The weights of one area brought to whole numbers, with the sum of its criteria's."""

    key: str
    weight: int
    criteria: tuple[tuple[str, int], ...]
    criteria_sum: int


def in_whole_numbers(areas: Sequence[AreaWeights]) -> tuple[WholeArea, ...]:
    """Bring weights to whole numbers, so that many reviews are put together without a fraction on the way.

    Parameters
    ----------
    areas
        The weights; none negative.

    Returns
    -------
    tuple
        The same ratios; cost linear in the number of criteria.

    Examples
    --------
    Halves and thirds become sixths:

    >>> in_whole_numbers([AreaWeights("a", Fraction(1), (("x", Fraction(1, 2)), ("y", Fraction(1, 3))))])
    (WholeArea(key='a', weight=1, criteria=(('x', 3), ('y', 2)), criteria_sum=5),)
    """
    scale = lcm(*(area.weight.denominator for area in areas))
    found = []
    for area in areas:
        inner = lcm(*(weight.denominator for _key, weight in area.criteria))
        criteria = tuple((key, int(weight * inner)) for key, weight in area.criteria)
        found.append(WholeArea(area.key, int(area.weight * scale), criteria, sum(weight for _key, weight in criteria)))
    return tuple(found)


def compose_hundredths(
    points: Mapping[str, int], not_applicable: frozenset[str], areas: Sequence[WholeArea]
) -> Composite:
    """Put the points of one review together as :func:`compose` does, from hundredths and whole weights.

    Parameters
    ----------
    points
        Hundredths of a point per criterion key; a criterion without points is absent, never zero.
    not_applicable
        Keys that cannot apply, with the policy of :func:`compose`.
    areas
        The weights in whole numbers.

    Returns
    -------
    Composite
        Exact fractions of a point, equal to those of :func:`compose`; cost linear in the number of criteria, about a
        twentieth of its time.

    Examples
    --------
    The second criterion does not apply, so the first counts alone:

    >>> area = WholeArea("a", 100, (("a.x", 60), ("a.y", 40)), 100)
    >>> compose_hundredths({"a.x": 8000}, frozenset({"a.y"}), [area]).total
    Fraction(80, 1)
    >>> compose_hundredths({"a.x": 8000}, frozenset(), [area]).total is None
    True
    """
    values: dict[str, Fraction] = {}
    parts: list[tuple[int, int, int]] = []
    missing = False
    for area in areas:
        counted, weight_sum = area.criteria, area.criteria_sum
        if not_applicable:
            counted = tuple(one for one in counted if one[0] not in not_applicable)
            weight_sum = sum([weight for _key, weight in counted])
        try:
            whole = sum([points[key] * weight for key, weight in counted])
        except KeyError:
            missing = True
            continue
        if weight_sum:
            values[area.key] = Fraction(whole, 100 * weight_sum)
            parts.append((whole, 100 * weight_sum, area.weight))
    shares = sum([share for _whole, _sum, share in parts])
    if missing or not shares:
        return Composite(values, None)
    common = lcm(*[divisor for _whole, divisor, _share in parts])
    total = sum([whole * (common // divisor) * share for whole, divisor, share in parts])
    return Composite(values, Fraction(total, common * shares))


def area_means(reviews: Sequence[tuple[str, Composite]]) -> dict[str, dict[str, Fraction]]:
    """Average each area over the reviews of a declaration that have it.

    Parameters
    ----------
    reviews
        Declaration label and composite of each review, in any order.

    Returns
    -------
    dict
        Area key → declaration label → mean points, exact. Cost linear in the number of area values.

    Examples
    --------
    Two reviews give 80 and 91: (80 + 91) / 2 = 85.5.

    >>> one, two = (Composite({"a": Fraction(points)}, None) for points in (80, 91))
    >>> area_means([("d1", one), ("d1", two)])
    {'a': {'d1': Fraction(171, 2)}}
    """
    given: dict[str, dict[str, list[Fraction]]] = {}
    for label, composite in reviews:
        for key, points in composite.areas.items():
            given.setdefault(key, {}).setdefault(label, []).append(points)
    return {
        key: {label: sum(points, Fraction(0)) / len(points) for label, points in by_label.items()}
        for key, by_label in given.items()
    }


@dataclass(frozen=True, slots=True)
class ScoreColumns:
    """Scores of many reviews by columns.

    Attributes
    ----------
    declarations, experts, criteria
        Names.
    i, j, k
        Number of the declaration, expert and criterion of each score, shape (n_scores,); one score for each triple.
    hundredths
        Points in hundredths, below zero where there are none, shape (n_scores,).
    is_not_applicable
        Whether the criterion cannot apply, shape (n_scores,).
    """

    declarations: tuple[str, ...]
    experts: tuple[str, ...]
    criteria: tuple[str, ...]
    i: NDArray[np.integer[Any]]
    j: NDArray[np.integer[Any]]
    k: NDArray[np.integer[Any]]
    hundredths: NDArray[np.integer[Any]]
    is_not_applicable: NDArray[np.bool_]


def area_means_of(scores: ScoreColumns, areas: Sequence[AreaWeights]) -> dict[str, dict[str, Fraction]]:
    """Return what `area_means` makes of the composites of all reviews, a column at a time.

    Examples
    --------
    Two reviews give 80 and 91: (80 + 91) / 2 = 85.5.

    >>> zeros, two = np.zeros(2, dtype=int), np.arange(2)
    >>> scores = ScoreColumns(("d",), ("x", "y"), ("a.x",), zeros, two, zeros, np.array([8000, 9100]), two > 5)
    >>> area_means_of(scores, [AreaWeights("a", Fraction(1), (("a.x", Fraction(1)),))])
    {'a': {'d': Fraction(171, 2)}}
    """
    found = ((area.key, dict(_means(scores, area))) for area in areas)
    return {key: means for key, means in found if means}


def _means(scores: ScoreColumns, area: AreaWeights) -> Iterator[tuple[str, Fraction]]:
    """Yield each declaration with its mean over the reviews that have the whole area."""
    whole = lcm(*(weight.denominator for _key, weight in area.criteria))
    weights = {key: int(weight * whole) for key, weight in area.criteria}
    weight_of = np.array([weights.get(name, -1) for name in scores.criteria], dtype=np.int64)
    mine = np.flatnonzero(weight_of[scores.k] >= 0)
    pair = scores.i[mine].astype(np.int64) * len(scores.experts) + scores.j[mine]
    reviews, at = np.unique(pair, return_inverse=True)
    points, is_out = scores.hundredths[mine].astype(np.int64), scores.is_not_applicable[mine]
    weight = np.where(is_out | (points < 0), 0, weight_of[scores.k[mine]])
    gained, given = np.zeros((2, len(reviews)), dtype=np.int64)
    np.add.at(gained, at, weight * points)
    np.add.at(given, at, weight)
    is_whole = (np.bincount(at, weights=is_out | (points >= 0)) == len(area.criteria)) & (given > 0)
    declaration, gained, given = (reviews // len(scores.experts))[is_whole], gained[is_whole], given[is_whole]
    alike, group = np.unique(np.stack([declaration, given]), axis=1, return_inverse=True)
    sums = np.zeros(alike.shape[1], dtype=np.int64)
    np.add.at(sums, group, gained)
    total: dict[int, Fraction] = {}
    for number, weighed, hundredths in zip(*alike.tolist(), sums.tolist(), strict=True):
        total[number] = total.get(number, Fraction(0)) + Fraction(hundredths, 100 * weighed)
    counts = np.bincount(declaration)
    for number, one in total.items():
        yield scores.declarations[number], one / int(counts[number])

"""One review's points put together: criteria into areas, areas into the total, in exact fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


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

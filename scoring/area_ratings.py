"""Ratings by criterion put together by area, and the round of each area by itself."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm

import numpy as np

from scoring.lattice import IntArray, Lattice, largest
from scoring.missing import CriterionScores, lowest, renormalise
from scoring.rating_layout import CriterionRows, Group, by_review, raised
from scoring.ratings import Ratings


def area_weights(ratings: Ratings) -> dict[str, Fraction]:
    """Return the points of the total per point of each area, areas in the order of the criteria."""
    weights: dict[str, Fraction] = {}
    for area, weight in zip(ratings.areas if ratings.criteria else (), ratings.weights, strict=False):
        weights[area] = weights.get(area, Fraction(0)) + weight
    return weights


def by_area(ratings: Ratings) -> Ratings:
    """Return the same round with areas for criteria.

    The score of an area is the weighted mean of its criteria, exact; a criterion without a score leaves its weight to
    the others of the area, or counts as the lowest score under the policy ``lowest``. Totals stay as they are.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("a", "x", "g1", 80), ("a", "x", "g2", 60), ("a", "x", "h", 50)]
    >>> frame = pd.DataFrame(rows, columns=["declaration", "expert", "criterion", "score"])
    >>> weights, areas = {"g1": 0.25, "g2": 0.25, "h": 0.5}, {"g1": "g", "g2": "g", "h": "h"}
    >>> found = by_area(Ratings.from_frame(frame, criteria_weights=weights, area_of=areas))
    >>> found.criteria, found.rows.scores.points.tolist(), [str(weight) for weight in found.weights]
    (('g', 'h'), [70.0, 50.0], ['1/2', '1/2'])
    """
    if ratings.areas == ratings.criteria or not ratings.criteria:
        return ratings
    weights = area_weights(ratings)
    names = tuple(weights)
    parts = [_area_rows(ratings, area, at) for at, area in enumerate(names)]
    scores = _joined([part.scores for part in parts])
    i, j, k = (np.concatenate([getattr(part, axis) for part in parts]) for axis in "ijk")
    order = np.lexsort((k, j, i))
    return replace(
        ratings,
        criteria=names,
        areas=names,
        weights=tuple(weights.values()),
        criterion_bounds=tuple(_area_bounds(ratings, area) for area in names),
        rows=CriterionRows(i[order], j[order], k[order], Lattice(scores.steps[order], scores.unit)),
    )


def _members(ratings: Ratings, area: str) -> IntArray:
    return np.array([k for k, name in enumerate(ratings.areas) if name == area], dtype=np.int64)


def _area_bounds(ratings: Ratings, area: str) -> tuple[Fraction, Fraction]:
    """Return the lowest and highest weighted mean of the area's criteria."""
    members = _members(ratings, area).tolist()
    whole = sum((ratings.weights[k] for k in members), Fraction(0))
    low, high = (
        sum((ratings.weights[k] * ratings.criterion_bounds[k][end] for k in members), Fraction(0)) / whole
        for end in (0, 1)
    )
    return low, high


def _area_rows(ratings: Ratings, area: str, at: int) -> CriterionRows:
    """Return one score per review that has any in the area and a total in the round."""
    members, rows = _members(ratings, area), ratings.rows
    has_total = np.isin(rows.i * ratings.n_experts + rows.j, ratings.i * ratings.n_experts + ratings.j)
    mine = np.flatnonzero(np.isin(rows.k, members) & has_total)
    own = CriterionRows(rows.i[mine], rows.j[mine], np.searchsorted(members, rows.k[mine]).astype(np.int64),
                        Lattice(rows.scores.steps[mine], rows.scores.unit))  # fmt: skip
    whole = sum((ratings.weights[k] for k in members.tolist()), Fraction(0))
    weights = tuple(ratings.weights[k] / whole for k in members.tolist())
    bounds = tuple(ratings.criterion_bounds[k] for k in members.tolist())
    laid_out, starts = by_review(own, ratings.n_experts, weights, bounds, np.zeros(len(members), dtype=np.int64))
    scores = raised(_gained(laid_out, ratings.missing), _area_bounds(ratings, area)[0])
    return CriterionRows(own.i[starts], own.j[starts], np.full(len(starts), at, dtype=np.int64), scores)


def _gained(laid_out: CriterionScores, missing: str) -> Lattice:
    return (lowest if missing == "lowest" else renormalise)(laid_out)[0]


def _joined(parts: list[Lattice]) -> Lattice:
    """Put figures of different lattices on one."""
    unit = Fraction(1, lcm(*(part.unit.denominator for part in parts)))
    factors = [int(part.unit / unit) for part in parts]
    is_wide = any(largest(part.steps) * factor >= 2**62 for part, factor in zip(parts, factors, strict=True))
    steps = [(part.steps.astype(object) if is_wide else part.steps) * factor
             for part, factor in zip(parts, factors, strict=True)]  # fmt: skip
    return Lattice(np.concatenate(steps), unit)


def area_ratings(ratings: Ratings) -> dict[str, Ratings]:
    """Return the round of every area by itself: each review's total is its score in that area.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": ["a", "a"], "expert": ["x", "x"], "area": ["g", "h"], "score": [80, 70]})
    >>> {area: part.totals.points.tolist() for area, part in area_ratings(Ratings.from_frame(frame)).items()}
    {'g': [80.0], 'h': [70.0]}
    """
    return {area: _one_area(ratings, k) for k, area in enumerate(ratings.criteria)}


def _one_area(ratings: Ratings, k: int) -> Ratings:
    rows = ratings.rows
    mine = rows.k == k
    alive_i, i = np.unique(rows.i[mine], return_inverse=True)
    alive_j, j = np.unique(rows.j[mine], return_inverse=True)
    scores = Lattice(rows.scores.steps[mine], rows.scores.unit)
    at = CriterionRows(i.astype(np.int64), j.astype(np.int64), np.zeros(len(i), dtype=np.int64), scores)
    group = ratings.expert_group
    return replace(
        ratings,
        declarations=ratings.declarations[alive_i],
        experts=ratings.experts[alive_j],
        criteria=(),
        i=at.i,
        j=at.j,
        totals=scores,
        rows=at,
        weights=(ratings.weights[k],),
        criterion_bounds=(ratings.criterion_bounds[k],),
        areas=("",),
        bounds=ratings.criterion_bounds[k],
        declaration_group=None,
        expert_group=None if group is None else Group(group.of[alive_j], group.names),
        unscored=(),
    )

"""What a review counts for when a criterion was left without a score: policies by name, never a silent zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import LARGEST_INT64, IntArray, Lattice, Steps, largest


@dataclass(frozen=True)
class CriterionScores:
    """Scores of whole reviews laid out by criterion.

    Parameters
    ----------
    gain
        Steps above the lowest score of the criterion, shape (n_reviews, n_criteria), 0 where absent.
    is_present
        Whether there is a score, same shape.
    weights
        Points of the total per point of the criterion.
    spans
        Highest minus lowest score of each criterion, in points.
    areas
        Area number of each criterion, shape (n_criteria,).
    unit
        Points per step.
    """

    gain: Steps
    is_present: NDArray[np.bool_]
    weights: tuple[Fraction, ...]
    spans: tuple[Fraction, ...]
    areas: IntArray
    unit: Fraction

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """Points of the total that each criterion can give."""
        return tuple(weight * span for weight, span in zip(self.weights, self.spans, strict=True))


Policy = Callable[[CriterionScores], tuple[Lattice, NDArray[np.bool_]]]


def exclude(scores: CriterionScores) -> tuple[Lattice, NDArray[np.bool_]]:
    """Leave out every review that lacks a score: an unfinished review has no total."""
    as_announced = dict.fromkeys(range(len(scores.weights)), Fraction(1))
    return weighted_gain(scores, [as_announced]), np.asarray(scores.is_present.all(axis=1))


def lowest(scores: CriterionScores) -> tuple[Lattice, NDArray[np.bool_]]:
    """Count an absent score as the lowest of its scale, as some notices announce (未评计最低分)."""
    return exclude(scores)[0], np.asarray(scores.is_present.any(axis=1))


def renormalise(scores: CriterionScores) -> tuple[Lattice, NDArray[np.bool_]]:
    """Spread the share of an absent criterion over all the others of the review, in proportion to their shares."""
    return _spread(scores, np.zeros_like(scores.areas))


def renormalise_within_area(scores: CriterionScores) -> tuple[Lattice, NDArray[np.bool_]]:
    """Spread the share of an absent criterion within its area; that of a wholly absent area over the other areas."""
    return _spread(scores, scores.areas)


def _spread(scores: CriterionScores, areas: IntArray) -> tuple[Lattice, NDArray[np.bool_]]:
    patterns, which = np.unique(scores.is_present, axis=0, return_inverse=True)
    stretches = [stretch(pattern, scores.shares, areas) for pattern in patterns]
    return weighted_gain(scores, stretches, which.reshape(-1)), np.asarray(scores.is_present.any(axis=1))


def stretch(pattern: NDArray[np.bool_], shares: tuple[Fraction, ...], areas: IntArray) -> dict[int, Fraction]:
    """Return the factor of every present criterion such that the shares present add up to the whole again."""
    present = [k for k in range(len(shares)) if pattern[k]]
    whole = {area: sum((s for s, a in zip(shares, areas, strict=True) if a == area), Fraction(0)) for area in areas}
    here = {area: sum((shares[k] for k in present if areas[k] == area), Fraction(0)) for area in areas}
    alive = sum((whole[area] for area in whole if here[area] > 0), Fraction(0))
    if alive == 0:
        return {}
    return {k: whole[areas[k]] / here[areas[k]] * sum(shares) / alive for k in present if shares[k] > 0}


def weighted_gain(
    scores: CriterionScores, stretches: list[dict[int, Fraction]], which: IntArray | None = None
) -> Lattice:
    """Return the weighted sum of gains, each criterion stretched by the factor of its review's pattern."""
    factors = [[stretch.get(k, Fraction(0)) * w for k, w in enumerate(scores.weights)] for stretch in stretches]
    bottom = lcm(*(factor.denominator for row in factors for factor in row))
    whole = np.array([[int(factor * bottom) for factor in row] for row in factors], dtype=object)
    if int(np.abs(whole).max()) < 2**40:
        whole = whole.astype(np.int64)
    chosen = whole[np.zeros(len(scores.gain), dtype=np.int64) if which is None else which]
    gain = scores.gain
    if largest(gain.reshape(-1)) * largest(whole.reshape(-1)) * len(scores.weights) >= LARGEST_INT64:
        gain = gain.astype(object)
    return Lattice(np.asarray((gain * chosen).sum(axis=1)), scores.unit / bottom)


POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "exclude": exclude,
        "lowest": lowest,
        "renormalise": renormalise,
        "renormalise_within_area": renormalise_within_area,
    }
)
POLICY_NAMES = ("require", *POLICIES)

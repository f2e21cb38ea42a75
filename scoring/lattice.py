"""Exact figures: whole numbers of one fractional unit, so that sums, means and ties carry no rounding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
Steps: TypeAlias = NDArray[Any]  # int64, or Python integers where 63 bits could overflow
LARGEST_INT64 = 2**62
LARGEST_EXACT_FLOAT = 2**53


@dataclass(frozen=True)
class Lattice:
    """An array of rational figures on one common lattice.

    Parameters
    ----------
    steps
        Whole numbers, shape (n,), int64 or Python integers.
    unit
        Value of one step, in points.

    Examples
    --------
    >>> thirds = Lattice(np.array([1, 2, 3]), Fraction(1, 3))
    >>> thirds.fraction(1), float(thirds.points[2])
    (Fraction(2, 3), 1.0)
    """

    steps: Steps
    unit: Fraction

    @cached_property
    def points(self) -> FloatArray:
        """The figures as correctly rounded floats, shape (n,)."""
        top, bottom = self.unit.numerator, self.unit.denominator
        if max(largest(self.steps) * abs(top), bottom) < LARGEST_EXACT_FLOAT:
            return np.asarray(self.steps * top, dtype=np.float64) / bottom
        return np.array([float(int(step) * self.unit) for step in self.steps], dtype=np.float64)

    def fraction(self, position: int) -> Fraction:
        """Return one figure exactly."""
        return int(self.steps[position]) * self.unit

    def scaled(self, factors: IntArray, divisor: int) -> Lattice:
        """Return every figure times its whole factor, divided by one whole divisor."""
        return Lattice(product(self.steps, factors), self.unit / divisor)


def largest(steps: Steps) -> int:
    """Return the largest magnitude, 0 for an empty array."""
    return int(max(abs(int(steps.max())), abs(int(steps.min())))) if len(steps) else 0


def product(left: Steps, right: Steps) -> Steps:
    """Multiply whole numbers, in Python integers where 63 bits could overflow."""
    if largest(left) * largest(right) >= LARGEST_INT64:
        return np.asarray(left.astype(object) * right.astype(object))
    return np.asarray(left * right)


def group_sums(steps: Steps, starts: IntArray) -> Steps:
    """Add up runs of neighbouring rows that begin at ``starts``; exact, no run may be empty."""
    wide = steps.astype(object) if largest(steps) * len(steps) >= LARGEST_INT64 else steps
    return np.asarray(np.add.reduceat(wide, starts))


def divided(sums: Steps, counts: IntArray, unit: Fraction) -> Lattice:
    """Return ``sums[i] / counts[i]`` exactly, on the lattice of the counts' least common multiple."""
    common = lcm(*np.unique(counts).tolist())
    factors = (
        np.array([common // count for count in counts.tolist()], dtype=object)
        if common >= LARGEST_INT64
        else (common // counts)
    )
    return Lattice(product(sums, factors), unit / common)


def starts_of(sorted_keys: IntArray) -> IntArray:
    """Return where each run of equal neighbours begins."""
    if len(sorted_keys) == 0:
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(np.diff(sorted_keys)) + 1)).astype(np.int64)


def tie_key(values: FloatArray, span: float) -> FloatArray:
    """Round figures that carry floating noise to a billionth of the scale, so that equal ones compare equal."""
    return np.asarray(np.round(values / (span * 1e-9)), dtype=np.float64)

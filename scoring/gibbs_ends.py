"""Scores at either end of the scale: all that is known is that the expert's judgment lay there or beyond."""

from __future__ import annotations

from math import erfc, log, sqrt

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import FloatArray

AT = np.linspace(-7.0, 37.0, 4_401)
LOG_TAIL = np.array([-log(0.5 * erfc(x / sqrt(2.0))) for x in AT.tolist()])  # −log P(Z > x): rises with x
LEAST_AT_END = 2  # one score alone at an end may be the best or worst there is; two show where the scale stops


def ends_of(steps: FloatArray) -> NDArray[np.int8]:
    """Mark scores at the top of the scale with 1, at the bottom with −1, all others with 0.

    An end is where at least two scores meet: nothing tells of the scale but the scores.

    Examples
    --------
    >>> ends_of(np.array([3.0, 9.0, 9.0, 1.0, 4.0])).tolist()
    [0, 1, 1, 0, 0]
    """
    found = np.zeros(len(steps), dtype=np.int8)
    if steps.max() > steps.min():
        for sign, end in ((1, steps.max()), (-1, steps.min())):
            there = steps == end
            if np.count_nonzero(there) >= LEAST_AT_END:
                found[there] = sign
    return found


def log_tail(z: FloatArray) -> FloatArray:
    """Return −log P(Z > z) of a standard normal Z."""
    return np.asarray(np.interp(z, AT, LOG_TAIL))


def beyond(least: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Draw standard normals that are at least so large, by inversion.

    Examples
    --------
    >>> drawn = beyond(np.full(20_000, 1.0), np.random.default_rng(1))
    >>> bool(drawn.min() >= 1.0), round(float(drawn.mean()), 2)  # φ(1) / P(Z > 1) = 1.525
    (True, 1.52)
    """
    known = np.clip(least, AT[0], AT[-1] - 1.0)
    drawn = np.interp(log_tail(known) + rng.standard_exponential(len(known)), LOG_TAIL, AT)
    return np.asarray(np.maximum(drawn - known, 0.0) + np.maximum(least, AT[0]))

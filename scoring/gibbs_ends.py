"""Scores at a crowded end of the scale: all that is known is that the expert's judgment lay there or beyond."""

from __future__ import annotations

from math import erfc, log, sqrt

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import FloatArray

AT = np.linspace(-7.0, 37.0, 4_401)
LOG_TAIL = np.array([-log(0.5 * erfc(x / sqrt(2.0))) for x in AT.tolist()])  # −log P(Z > x): rises with x
NEAR = 0.5  # of the scores' standard deviation: how far from an end its neighbours reach


def ends_of(steps: FloatArray) -> NDArray[np.int8]:
    """Mark scores at a crowded top of the scale with 1, at a crowded bottom with −1, all others with 0.

    Nothing tells of the scale but the scores: it ended where more of them meet than at any score near by, while those
    of a scale that goes on grow rarer outwards.

    Examples
    --------
    >>> ends_of(np.array([2.0, 9.0, 9.0, 8.0, 1.0, 4.0])).tolist()
    [0, 1, 1, 0, 0, 0]
    >>> ends_of(np.array([2.0, 9.0, 9.0, 8.0, 8.0, 1.0, 4.0])).tolist()
    [0, 0, 0, 0, 0, 0, 0]
    """
    found = np.zeros(len(steps), dtype=np.int8)
    near = NEAR * float(np.std(steps))
    for sign in (1, -1):
        inwards = float(np.max(sign * steps)) - sign * steps
        around = np.unique(inwards[(inwards > 0.0) & (inwards <= near)], return_counts=True)[1]
        if near > 0.0 and np.count_nonzero(inwards == 0.0) > around.max(initial=1):
            found[inwards == 0.0] = sign
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

"""Newton's method with derivatives from differences: a handful of steps where each value of the function is dear."""

from __future__ import annotations

import numpy as np

from scoring.lattice import FloatArray
from scoring.simplex import Function

STEP = 1e-4  # of the differences
CLOSE = 1e-6  # a step shorter than this is the last: the next would be its square
MOST_STEPS, MOST_HALVINGS = 15, 4


def least_by_newton(function: Function, start: FloatArray) -> FloatArray | None:
    """Return where a smooth function of two variables is least, or None where it is not bowl-shaped on the way.

    Parameters
    ----------
    function
        Smooth function of shape (2,) to a float.
    start
        Where to begin, shape (2,).

    Notes
    -----
    Six values a step, and one or more to see that it leads down.

    Examples
    --------
    >>> least = least_by_newton(lambda x: float((x[0] - 3) ** 2 + (x[0] * x[1] + 6) ** 2), np.array([2.0, -1.0]))
    >>> np.round(least, 6).tolist()
    [3.0, -2.0]
    >>> least_by_newton(lambda x: float(-x[0] ** 2 - x[1] ** 2), np.ones(2)) is None
    True
    """
    at, value = start, function(start)
    for _ in range(MOST_STEPS):
        slope, bend = _derivatives(function, at, value)
        if not _is_bowl(bend):
            return None
        step = -np.linalg.solve(bend, slope)
        if float(np.abs(step).max()) < CLOSE:
            return np.asarray(at + step)
        for _ in range(MOST_HALVINGS):
            tried = function(at + step)
            if tried < value:
                break
            step = 0.5 * step
        else:
            return None
        at, value = at + step, tried
    return None


def _derivatives(function: Function, at: FloatArray, value: float) -> tuple[FloatArray, FloatArray]:
    """Return slope and bend from values one step to either side and one askew."""
    ahead, behind = ([function(at + way * STEP * axis) for axis in np.eye(2)] for way in (1.0, -1.0))
    askew = function(at + STEP)
    slope = (np.array(ahead) - behind) / (2.0 * STEP)
    bend = np.diag((np.array(ahead) - 2.0 * value + behind) / STEP**2)
    bend[0, 1] = bend[1, 0] = (askew - ahead[0] - ahead[1] + value) / STEP**2
    return slope, bend


def _is_bowl(bend: FloatArray) -> bool:
    return bool(bend[0, 0] > 0.0 and bend[0, 0] * bend[1, 1] > bend[0, 1] ** 2)

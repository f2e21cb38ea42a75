"""The downhill simplex of Nelder and Mead (1965) for a smooth function of few variables."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scoring.lattice import FloatArray

Function = Callable[[FloatArray], float]


def minimised(function: Function, start: FloatArray, step: float, tolerance: float, most: int) -> FloatArray:
    """Return where the function is least.

    Parameters
    ----------
    function
        Smooth function of shape (n,) to a float.
    start, step
        First corner, shape (n,), and the edge of the first simplex.
    tolerance
        Stop when the simplex is this small.
    most
        Rounds at most.

    Examples
    --------
    >>> least = minimised(lambda x: float((x[0] - 3) ** 2 + (x[1] + 1) ** 2), np.zeros(2), 1.0, 1e-9, 500)
    >>> np.round(least, 6).tolist()
    [3.0, -1.0]
    """
    corners = np.vstack([start, start + step * np.eye(len(start))])
    values = np.array([function(corner) for corner in corners])
    for _ in range(most):
        order = np.argsort(values, kind="stable")
        corners, values = corners[order], values[order]
        if np.abs(corners[1:] - corners[0]).max() < tolerance:
            break
        _turn(function, corners, values)
    return np.asarray(corners[np.argmin(values)])


def _turn(function: Function, corners: FloatArray, values: FloatArray) -> None:
    """Replace the worst corner, or draw all towards the best."""
    centre, worst = corners[:-1].mean(axis=0), corners[-1]
    mirrored = 2.0 * centre - worst
    value = function(mirrored)
    if value < values[0]:
        further = 3.0 * centre - 2.0 * worst
        distant = function(further)
        corners[-1], values[-1] = (further, distant) if distant < value else (mirrored, value)
        return
    if value < values[-2]:
        corners[-1], values[-1] = mirrored, value
        return
    nearer = 0.5 * (centre + (mirrored if value < values[-1] else worst))
    close = function(nearer)
    if close < min(value, values[-1]):
        corners[-1], values[-1] = nearer, close
        return
    corners[1:] = 0.5 * (corners[1:] + corners[0])
    values[1:] = [function(corner) for corner in corners[1:]]

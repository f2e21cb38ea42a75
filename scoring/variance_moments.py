"""Henderson's first method: variance components of two crossed factors from four sums of squares."""

from __future__ import annotations

import numpy as np

from scoring.crossed_design import CrossedDesign
from scoring.lattice import FloatArray, IntArray


def moments(design: CrossedDesign) -> FloatArray:
    """Return the ratios of both factors' standard deviations to the residual's, shape (2,); linear time.

    Examples
    --------
    >>> y = np.array([1., 2, 4, 3, 5, 6, 8, 8, 11, 9, 12, 13])
    >>> design = CrossedDesign(np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4), y, 4, 3)
    >>> np.round(moments(design) ** 2 * 0.4722, 2).tolist()  # 0.4722 is the residual mean square
    [16.47, 2.53]
    """
    n, y = len(design.y), design.y
    count_a, count_b = (
        np.bincount(at, minlength=size) for at, size in ((design.a, design.n_a), (design.b, design.n_b))
    )
    by_a, by_b = (_squares(at, y, count) for at, count in ((design.a, count_a), (design.b, count_b)))
    share_a, share_b = np.sum(1.0 / count_b[design.b]), np.sum(1.0 / count_a[design.a])
    expected = np.array(
        [
            [n, n, n, n],
            [n, n, share_b, design.n_a],
            [n, share_a, n, design.n_b],
            [n, np.sum(count_a**2) / n, np.sum(count_b**2) / n, 1.0],
        ]
    )
    observed = np.array([np.sum(y * y), by_a, by_b, y.sum() ** 2 / n])
    _, first, second, residual = np.linalg.lstsq(expected, observed, rcond=None)[0]
    residual = max(residual, 1e-6 * float(np.var(y)))
    return np.asarray(np.sqrt(np.maximum([first, second], 0.0) / residual))


def _squares(at: IntArray, y: FloatArray, count: IntArray) -> float:
    sums = np.bincount(at, weights=y, minlength=len(count))
    return float(np.sum(sums**2 / count))

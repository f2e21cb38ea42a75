"""What other weights of the areas would make of estimates that stand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from scoring.lattice import FloatArray


def reweighted(
    estimate: FloatArray, areas: FloatArray, before: Sequence[Fraction], after: Sequence[Fraction]
) -> FloatArray:
    """Move estimates by as much as other weights move the sum of their areas.

    Parameters
    ----------
    estimate
        Estimates under the weights ``before``, points, shape (n_declarations,).
    areas
        Figure of each area on the scale of the total, points, shape (n_declarations, n_areas); what is missing is NaN
        and takes no part.
    before, after
        Weight of each area as a share, length n_areas, each adding up to 1.

    Returns
    -------
    FloatArray
        Estimates under the weights ``after``, points, shape (n_declarations,).

    Raises
    ------
    ValueError
        Where the weights do not fit the areas.

    Notes
    -----
    Exact where the estimate is the weighted sum of the areas: the calibrated model by area (with its own estimates of
    the areas) and the plain mean where every expert judged every area. Otherwise the first-order change; no model is
    fitted again and nothing is drawn. O(n_declarations × n_areas).

    Examples
    --------
    >>> half, whole, nothing = Fraction(1, 2), Fraction(1), Fraction(0)
    >>> reweighted(np.array([70.0, 72.0]), np.array([[60.0, 80], [74, 70]]), [half, half], [nothing, whole]).tolist()
    [80.0, 70.0]
    """
    if not areas.shape[1] == len(before) == len(after):
        raise ValueError(f"{areas.shape[1]} areas, {len(before)} and {len(after)} weights")
    change = np.array([float(new - old) for old, new in zip(before, after, strict=True)])
    moved: FloatArray = np.round(estimate + np.nansum(areas * change, axis=1), 9)
    return moved

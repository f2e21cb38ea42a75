"""A large table of fits narrowed to a few candidates of each declaration, and a bound on the total over all pairs.

Whoever solves the narrowed problem has an optimum among its candidates only. `bound_of_all` says how far from the best
of all pairs that can be: any prices of seats give a valid bound (weak duality), those of the narrowed optimum a close
one.
"""

import numpy as np
import numpy.typing as npt

from reviewers.assignment.problem import Floats, Ints
from reviewers.assignment.ties import tie_numbers

Bools = npt.NDArray[np.bool_]
CHUNK = 1000
CHANCE_BITS = 20
LOWEST = np.iinfo(np.int64).min


def narrowed(fit: npt.NDArray[np.integer], barred: Bools, best: int, scattered: int) -> Bools:
    """
    Mark the ``best`` candidates of each declaration and ``scattered`` others, chosen by a hash of the pair.

    Parameters
    ----------
    fit : array of whole numbers below 2³¹, shape (n_declarations, n_experts)
    barred : array of bool, same shape
        Pairs that may not meet; never marked.
    best, scattered : int
        Counts per declaration; fewer where fewer may meet. The scattered ones let everybody's load be filled.

    Notes
    -----
    Equal fits are told apart by the hash, so that nobody gains by standing first, and every machine marks the same.

    Examples
    --------
    >>> narrowed(np.array([[5, 9, 7]]), np.array([[False, True, False]]), 1, 0).tolist()
    [[False, False, True]]
    """
    n, m = fit.shape
    kept = np.zeros((n, m), dtype=np.bool_)
    for start in range(0, n, CHUNK):
        rows = slice(start, min(start + CHUNK, n))
        i, j = np.arange(rows.start, rows.stop)[:, None], np.arange(m)[None, :]
        chance = tie_numbers(0, i, j, CHANCE_BITS)
        worth = (fit[rows].astype(np.int64) << CHANCE_BITS) + chance
        worth[barred[rows]], chance = LOWEST, np.where(barred[rows], LOWEST, chance * m + j)
        kept[rows] = (_largest(worth, best) | _largest(chance, scattered)) & ~barred[rows]
    return kept


def _largest(worth: Ints, count: int) -> Bools:
    """The ``count`` largest of each row; equal ones at the edge are marked together."""
    width = worth.shape[1]
    if count <= 0:
        return np.zeros(worth.shape, dtype=np.bool_)
    if count >= width:
        return np.ones(worth.shape, dtype=np.bool_)
    edge = np.partition(worth, width - count, axis=1)[:, width - count]
    return np.asarray(worth >= edge[:, None], dtype=np.bool_)


def bound_of_all(
    fit: npt.NDArray[np.integer], barred: Bools, demand: Ints, loads: tuple[Ints, Ints], price: Floats, unit: float
) -> float:
    """
    Bound the total fit of every plan over all pairs, whatever its objective, from a price of one seat of each expert.

    Parameters
    ----------
    fit, barred : as in `narrowed`; a pair is worth ``fit / unit``
    demand : array of int, shape (n_declarations,)
    loads : (least, most) per expert
    price : array, shape (n_experts,)
        Any numbers, in the unit of a pair's worth.

    Examples
    --------
    Two declarations want the same expert, who has one seat. At no price the bound is 1.8, at 0.8 a seat it is met:

    >>> table, free, one = np.array([[9, 8], [9, 1]]), np.zeros((2, 2), dtype=bool), np.ones(2, dtype=int)
    >>> [round(bound_of_all(table, free, one, (0 * one, one), np.array([p, 0.0]), 10.0), 6) for p in (0.0, 0.8)]
    [1.8, 1.7]
    """
    n, m = fit.shape
    total = float(np.maximum(price * loads[0], price * loads[1]).sum())
    for start in range(0, n, CHUNK):
        rows = slice(start, min(start + CHUNK, n))
        left = np.where(barred[rows], -np.inf, fit[rows] / unit - price)
        for count in np.unique(demand[rows]).tolist():
            mine = left[demand[rows] == count]
            top = np.partition(mine, m - count, axis=1)[:, m - count :] if 0 < count < m else mine[:, : min(count, m)]
            total += float(top[np.isfinite(top)].sum())
    return total

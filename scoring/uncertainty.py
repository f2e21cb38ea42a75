"""Ranks, intervals and chances of the list, all from the same draws, so that they respect every correlation."""

from __future__ import annotations

import numpy as np

from scoring.lattice import FloatArray, IntArray

NORMAL_95 = 1.6448536269514722
ENOUGH_DRAWS = 400  # below this, the tails of the draws are too ragged and the normal law serves


def ranks(values: FloatArray) -> IntArray:
    """Rank one draw, 1 for the highest.

    Examples
    --------
    >>> ranks(np.array([70.0, 90.0, 80.0])).tolist()
    [3, 1, 2]
    """
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    return rank


def rank_summary(draws: FloatArray, places: int) -> tuple[FloatArray, FloatArray]:
    """Return the expected rank and the probability of the best ``places``.

    Parameters
    ----------
    draws
        Posterior draws, shape (n_draws, n_declarations).
    places
        Number of places, 0 … n_declarations.

    Returns
    -------
    expected_rank, p_top_k
        Shape (n_declarations,) each; the ranks average (n + 1) / 2, the probabilities add up to ``places``.

    Examples
    --------
    >>> expected, chance = rank_summary(np.array([[3.0, 2.0, 1.0], [2.0, 3.0, 1.0]]), places=1)
    >>> expected.tolist(), chance.tolist()
    ([1.5, 1.5, 3.0], [0.5, 0.5, 0.0])
    """
    total = np.zeros(draws.shape[1])
    inside = np.zeros(draws.shape[1])
    for draw in draws:
        rank = ranks(draw)
        total += rank
        inside += rank <= places
    return total / len(draws), inside / len(draws)


def interval(draws: FloatArray, estimate: FloatArray, sd: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the central 90 % interval of each declaration.

    Parameters
    ----------
    draws
        Posterior draws, shape (n_draws, n_declarations).
    estimate, sd
        Posterior mean and standard deviation, shape (n_declarations,).

    Returns
    -------
    lo, hi
        Shape (n_declarations,) each: quantiles of the draws, or of the normal law where draws are few.

    Examples
    --------
    >>> lo, hi = interval(np.zeros((10, 1)), np.array([50.0]), np.array([2.0]))
    >>> round(float(lo[0]), 2), round(float(hi[0]), 2)
    (46.71, 53.29)
    """
    if len(draws) < ENOUGH_DRAWS:
        return estimate - NORMAL_95 * sd, estimate + NORMAL_95 * sd
    lo, hi = np.quantile(draws, [0.05, 0.95], axis=0)
    return lo, hi

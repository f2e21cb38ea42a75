"""Ranks, intervals and chances of the list, all from the same draws, so that they respect every correlation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import FloatArray

NORMAL_95 = 1.6448536269514722
SAME = 1e-9  # points of the standardised scale; closer than this is a tie, not a lead
AT_ONCE = 60_000  # draws × declarations ranked together
ENOUGH_DRAWS = 400  # below this, the tails of the draws are too ragged and the normal law serves


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

    Equal values share their ranks and the places they reach; no order of labels decides:

    >>> expected, chance = rank_summary(np.full((5, 4), 72.75), places=2)
    >>> expected.tolist(), chance.tolist()
    ([2.5, 2.5, 2.5, 2.5], [0.5, 0.5, 0.5, 0.5])
    """
    n = draws.shape[1]
    total, inside = np.zeros(n), np.zeros(n)
    portion = max(AT_ONCE // n, 1)
    for start in range(0, len(draws), portion):
        field = draws[start : start + portion]
        order = np.argsort(-field, axis=1)  # equals may come in any order: they share what they reach
        leads = -np.diff(np.take_along_axis(field, order, axis=1), axis=1) > SAME
        if leads.all():
            rank = np.broadcast_to(np.arange(1.0, n + 1), order.shape)
            total += np.bincount(order.ravel(), weights=rank.ravel(), minlength=n)
            inside += np.bincount(order[:, :places].ravel(), minlength=n)
            continue
        for by_value, leading in zip(order, leads, strict=True):
            rank, chance = _shared(np.append(True, leading), places)
            total[by_value] += rank
            inside[by_value] += chance
    return total / len(draws), inside / len(draws)


def _shared(leads: NDArray[np.bool_], places: int) -> tuple[FloatArray, FloatArray]:
    """Share ranks and places among equals: ``leads`` marks the first of each run of equal values, best first."""
    first = np.flatnonzero(leads)
    size = np.diff(np.append(first, len(leads)))
    rank = first + (size + 1) / 2
    chance = np.clip((places - first) / size, 0.0, 1.0)
    return np.repeat(rank, size), np.repeat(chance, size)


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
    width = max(AT_ONCE // len(draws), 1)
    ends = [np.quantile(draws[:, at : at + width], [0.05, 0.95], axis=0) for at in range(0, draws.shape[1], width)]
    lo, hi = np.concatenate(ends, axis=1)
    return lo, hi

"""Loads that lie close together: the narrowest band around the mean load, of those tried, that allows a plan."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from reviewers.assignment.candidates import free_candidates
from reviewers.assignment.network import optimal_flow, transport_network
from reviewers.assignment.problem import Problem

Band = tuple[int, int]


def even_band(problem: Problem, spread: int) -> Band | None:
    """
    The band [low, high] of loads that is to be kept, or None where only the problem's own bounds allow a plan.

    Parameters
    ----------
    problem : Problem
        Its bounds on loads stay the outermost limits.
    spread : int
        Declarations by which the largest load may exceed the smallest, at least 0. Where no plan keeps it, it is
        doubled until one does.

    Returns
    -------
    tuple of int or None
        Loads in declarations, both ends included; `with_band` applies it.

    Notes
    -----
    Cost: one flow for each width tried, about log₂(mean load ÷ spread) of them at worst. Whether rules of composition
    that cross can be kept inside the band is not asked.

    Examples
    --------
    Four declarations and two experts; three of them only the first may judge, so 2 and 2 is out of reach:

    >>> nan = float("nan")
    >>> problem = Problem.from_dense([[1, nan], [1, nan], [1, nan], [1, 1]], demand=1, max_load=4)
    >>> even_band(problem, 0), even_band(problem, 2)
    ((1, 3), (1, 3))
    """
    return next((band for band in _bands(problem, spread) if _has_plan(with_band(problem, band))), None)


def with_band(problem: Problem, band: Band) -> Problem:
    """
    The problem with its loads inside the band; who has too few candidates for the lower end need not reach it.

    Examples
    --------
    >>> narrow = with_band(Problem.from_dense([[1, float("nan")]], demand=1, max_load=1), (1, 1))
    >>> narrow.min_load.tolist(), narrow.max_load.tolist()
    ([1, 0], [1, 1])
    """
    low, high = band
    candidates = free_candidates(problem)
    possible = np.bincount(candidates.expert, minlength=problem.n_experts)
    possible += np.bincount(np.asarray(problem.fixed)[:, 1], minlength=problem.n_experts)
    most = np.minimum(problem.max_load, high)
    least = np.minimum(np.minimum(possible, low), most)
    return replace(problem, min_load=np.maximum(problem.min_load, least), max_load=most)


def _bands(problem: Problem, spread: int) -> Iterator[Band]:
    """Bands around the mean load, each twice as wide as the one before, while they narrow anything."""
    mean, widest = float(problem.demand.sum()) / max(1, problem.n_experts), int(problem.max_load.max(initial=0))
    width = spread
    while width < widest:
        high = min(int(np.ceil(mean + max(width - 1, 0) / 2)), widest)
        yield max(high - width, 0), high
        width = max(2 * width, 1)


def _has_plan(problem: Problem) -> bool:
    candidates = free_candidates(problem)
    network = transport_network(candidates, problem.group)
    return optimal_flow(network, np.zeros(candidates.fit.size, dtype=np.int64)) is not None

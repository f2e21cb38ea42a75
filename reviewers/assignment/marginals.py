"""Probabilities of pairs under caps, with the largest expected fit."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from reviewers.assignment.candidates import Candidates, free_candidates
from reviewers.assignment.network import Network, transport_network
from reviewers.assignment.problem import Ints, Problem
from reviewers.assignment.total import best_flow, total_fit

LARGEST_GRID = 1 << 12
POWER_GRID = 1 << 16
LARGEST_DENOMINATOR = 1000
CLOSE = 1e-12


@dataclass(frozen=True, eq=False)
class Marginals:
    """Units of 1/``grid`` of probability on every arc of the network; the first arcs are the candidate pairs.

    ``expected`` is the expected total fit, ``bound`` the optimum of the capped linear programme, both with fixed pairs.
    """

    candidates: Candidates
    network: Network
    flow: Ints
    grid: int
    expected: float
    bound: float

    @property
    def units(self) -> Ints:
        """Units per candidate pair."""
        return self.flow[: self.network.n_pairs]


def capped_marginals(problem: Problem, cap: float | None = None) -> Marginals | None:
    """Maximise the expected fit under the caps of ``problem`` (or one ``cap`` for all); ``None`` if they allow no plan.

    Notes
    -----
    A capped flow on the grid of the caps' common denominator is integral, so its optimum is that of the linear
    programme itself. Caps with no common denominator up to 4,096 are rounded down to multiples of 2^−16. The seed has
    no part in it: draws with different seeds share one set of marginals. Cost: one minimum-cost flow.
    """
    candidates = free_candidates(problem)
    grid, units = cap_units(problem, candidates, cap)
    network = transport_network(candidates, problem.group, grid, units)
    optimum = best_flow(candidates, network, candidates.fit, seed=0)
    if optimum is None:
        return None
    extra = total_fit(problem, *np.asarray(problem.fixed).T)
    expected = float(np.dot(optimum.flow[: network.n_pairs], candidates.fit)) / grid + extra
    return Marginals(candidates, network, optimum.flow, grid, expected, max(optimum.bound / grid + extra, expected))


def cap_units(problem: Problem, candidates: Candidates, cap: float | None) -> tuple[int, Ints]:
    """The grid and every candidate's cap as units of it."""
    given = np.asarray(problem.cap if cap is None else cap, dtype=np.float64)
    caps = np.broadcast_to(given, (problem.n_pairs,))[candidates.position] if given.ndim else given
    values, place = np.unique(caps, return_inverse=True)
    grid = _common_grid(values.tolist())
    units = np.floor(values * grid + CLOSE * grid).astype(np.int64)
    return grid, np.broadcast_to(units[place.reshape(caps.shape)], candidates.fit.shape).copy()


def _common_grid(caps: list[float]) -> int:
    """Common denominator of the caps if there is a small one, else a power of two."""
    grid = 1
    for cap in caps:
        fraction = Fraction(cap).limit_denominator(LARGEST_DENOMINATOR)
        grid = lcm(grid, fraction.denominator)
        if abs(float(fraction) - cap) > CLOSE or grid > LARGEST_GRID:
            return POWER_GRID
    return grid

"""The largest total fit at a floor that no declaration may fall under, by weights on the declarations (Lagrange).

Give declaration ``i`` the weight 1 + μ_i: the plain optimum of the weighted fit, less Σ μ_i · floor_i, bounds the total of
every plan at the floor from above (weak duality), and its plan comes near the floor. Weights rise where a declaration
is short and sink where it has more than it needs; what is still short is mended by exchange chains.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.exchange import Exchange
from reviewers.assignment.network import Network, optimal_flow, whole_gains
from reviewers.assignment.problem import Floats
from reviewers.assignment.ties import tie_numbers
from reviewers.assignment.total import typical_fit

Bools = npt.NDArray[np.bool_]
STEP = 1.5
LEAST_STEP = 1.03
COOLING = 0.85
SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Ground:
    """What stays the same while floors are tried: candidates, their network, fit of fixed pairs and the tie numbers."""

    candidates: Candidates
    network: Network
    base: Floats
    noise: npt.NDArray[np.int64]

    def served(self, on: Bools) -> Floats:
        """Total fit of each declaration."""
        c = self.candidates
        return self.base + np.bincount(c.declaration[on], c.fit[on], c.n_declarations)

    def best(self, weight: Floats) -> Bools:
        """Optimal plan under declaration weights."""
        fit = self.candidates.fit * weight[self.candidates.declaration]
        gain, _ = whole_gains(fit, typical_fit(self.candidates, fit), self.network.n_nodes, self.noise)
        flow = optimal_flow(self.network, gain)
        return np.zeros(fit.size, dtype=np.bool_) if flow is None else flow[: self.network.n_pairs] > 0


@dataclass(frozen=True, eq=False)
class Floored:
    """A plan at a floor, and the weights that came nearest to it."""

    on: Bools
    weight: Floats
    short: Floats

    @property
    def is_met(self) -> bool:
        """Whether every declaration is at its floor."""
        return not bool((self.short > 0).any())


def ground(candidates: Candidates, network: Network, base: Floats, seed: int) -> Ground:
    """Prepare a set of candidates for trying floors."""
    return Ground(candidates, network, base, tie_numbers(seed, candidates.declaration, candidates.expert))


def plan_at_floor(there: Ground, floor: Floats, weight: Floats, rounds: int) -> Floored:
    """Look for a plan of large total whose declarations all reach ``floor`` (total fit, shape (n_declarations,))."""
    best: Floored | None = None
    step = STEP
    for _ in range(rounds):
        on = there.best(weight)
        served = there.served(on)
        short = np.maximum(floor - SLACK - served, 0.0)
        if best is None or _rank(there, on, short) > _rank(there, best.on, best.short):
            best = Floored(on, weight, short)
        if not short.any() and bool((weight <= 1.0).all()):
            break
        weight = np.where(short > 0, weight * step, np.maximum(1.0, weight / step**0.5))
        step = max(LEAST_STEP, 1 + (step - 1) * COOLING)
    assert best is not None
    return best if best.is_met else _mended(there, best, floor)


def _rank(there: Ground, on: Bools, short: Floats) -> tuple[float, float]:
    return -float(short.sum()), float(there.candidates.fit[on].sum())


def _mended(there: Ground, near: Floored, floor: Floats) -> Floored:
    """Raise what is short by chains, the shortest first; give up at the first that cannot be raised."""
    exchange = Exchange(there.candidates, there.network, near.on, there.base)
    for i in np.argsort(-near.short, kind="stable")[: int((near.short > 0).sum())].tolist():
        if not exchange.raise_to(i, float(floor[i] - SLACK), np.minimum(floor - SLACK, exchange.served)):
            break
    short = np.maximum(floor - SLACK - exchange.served, 0.0)
    return Floored(exchange.on, near.weight, short)

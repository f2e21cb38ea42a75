"""The largest total fit at a floor that no declaration may fall under, by weights on the declarations (Lagrange).

Give declaration ``i`` the weight 1 + μ_i: the plain optimum of the weighted fit, less Σ μ_i · floor_i, bounds the total
of every plan at the floor from above (weak duality), and its plan comes near the floor. Weights rise where a
declaration is short and sink where it has more than it needs; what is still short is mended by exchange chains.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.exchange import Exchange
from reviewers.assignment.network import Network, optimal_flow, whole_gains
from reviewers.assignment.problem import Floats
from reviewers.assignment.shortlist import only_pairs
from reviewers.assignment.ties import tie_numbers
from reviewers.assignment.total import typical_fit

Bools = npt.NDArray[np.bool_]
FASTER, SLOWER, LEAST_STEP = 1.2, 0.4, 0.01
LARGEST_RATIO = 4.0
GRAIN = 2.0**20  # weights are rounded, so that the last bits of powers, which machines differ in, decide nothing
MOST_MENDED = 200
SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Ground:
    """What stays the same while floors are tried: candidates, their network, fit of fixed pairs and the tie numbers.

    ``bonus`` is what a pair is worth beside its fit, outside the floors; ``None`` for nothing.
    """

    candidates: Candidates
    network: Network
    base: Floats
    noise: npt.NDArray[np.int64]
    bonus: Floats | None = None

    def served(self, on: Bools) -> Floats:
        """Total fit of each declaration."""
        c = self.candidates
        return self.base + np.bincount(c.declaration[on], c.fit[on], c.n_declarations)

    def worth(self, on: Bools) -> float:
        """Total fit and bonus of the chosen pairs."""
        extra = 0.0 if self.bonus is None else float(self.bonus[on].sum())
        return float(self.candidates.fit[on].sum()) + extra

    def best(self, weight: Floats, allowed: Bools | None = None) -> Bools:
        """Optimal plan under declaration weights, of the ``allowed`` pairs; empty where there is none."""
        fit = self.candidates.fit * weight[self.candidates.declaration]
        if self.bonus is not None:
            fit += self.bonus
        gain, _ = whole_gains(fit, typical_fit(self.candidates, fit), self.network.n_nodes, self.noise)
        kept = np.ones(fit.size, dtype=np.bool_) if allowed is None else allowed
        network = self.network if allowed is None else only_pairs(self.network, kept)
        flow = optimal_flow(network, gain[kept])
        on = np.zeros(fit.size, dtype=np.bool_)
        on[kept] = False if flow is None else flow[: network.n_pairs] > 0
        return on


@dataclass(frozen=True)
class Effort:
    """How hard to try: flows, work of exchange chains, and how far above the floor to aim (few then end just under)."""

    rounds: int
    chains: int
    margin: float


@dataclass(frozen=True, eq=False)
class Floored:
    """A plan near or at a floor and its weights; and the weights that bound the total best, with that bound."""

    on: Bools
    short: Floats
    weight: Floats
    tightest: Floats
    bound: float

    @property
    def is_met(self) -> bool:
        """Whether every declaration is at its floor."""
        return not bool((self.short > 0).any())


def ground(candidates: Candidates, network: Network, base: Floats, seed: int) -> Ground:
    """Prepare a set of candidates for trying floors."""
    return Ground(candidates, network, base, tie_numbers(seed, candidates.declaration, candidates.expert))


def plan_at_floor(there: Ground, floor: Floats, weight: Floats, effort: Effort) -> Floored:
    """Look for a plan of large total whose declarations all reach ``floor`` (total fit, shape (n_declarations,)).

    Each weight follows the ratio of floor to fit by its own step, which grows while it keeps its direction and shrinks
    when it turns (Rprop, Riedmiller and Braun 1993).
    """
    near: Floored | None = None
    tightest, bound = weight, np.inf
    wanted = floor - SLACK
    step, last = np.ones(floor.size), np.zeros(floor.size)
    for _ in range(effort.rounds):
        on = there.best(weight)
        served = there.served(on)
        value = there.worth(on) + float(((weight - 1.0) * (served - wanted)).sum() + there.base.sum())
        if value < bound:
            tightest, bound = weight, value
        plan = Floored(on, np.maximum(wanted - served, 0.0), weight, tightest, bound)
        if near is None or _rank(there, plan) > _rank(there, near):
            near = plan
        if plan.is_met and bool((weight <= 1.0).all()):
            break
        ratio = np.clip(effort.margin * floor / np.maximum(served, 1e-12), 1 / LARGEST_RATIO, LARGEST_RATIO)
        way = np.where(ratio > 1, 1, np.where(weight > 1, -1, 0))
        step = np.clip(step * np.where(way * last > 0, FASTER, np.where(way * last < 0, SLOWER, 1.0)), LEAST_STEP, 1.0)
        weight, last = np.maximum(1.0, np.rint(weight * ratio**step * GRAIN) / GRAIN), way
    if near is None:
        raise ValueError(effort)
    mended = near if near.is_met else _mended(there, near, wanted, effort.chains)
    return replace(mended, tightest=tightest, bound=bound)


def _rank(there: Ground, plan: Floored) -> tuple[float, float]:
    return -float(plan.short.sum()), there.worth(plan.on)


def _mended(there: Ground, near: Floored, wanted: Floats, budget: int) -> Floored:
    """Raise what is short by chains, the shortest first; give up at the first that cannot be raised."""
    if (near.short > 0).sum() > MOST_MENDED:
        return near
    exchange = Exchange(there.candidates, there.network, near.on, there.base, budget)
    for i in np.argsort(-near.short, kind="stable")[: int((near.short > 0).sum())].tolist():
        if not exchange.raise_to(i, float(wanted[i]), np.minimum(wanted, exchange.served)):
            break
    return replace(near, on=exchange.on, short=np.maximum(wanted - exchange.served, 0.0))

"""A bound on the weighted terms of every plan, from one linear worth per pair.

The total is linear. The worst-served is at most any weighted mean of all. The measure of overlap is concave, so that
any tangent is above it. Together: a constant and a worth per pair, whose largest flow, proved by prices, bounds all.
"""

from dataclasses import dataclass

import numpy as np

from reviewers.assignment.mixture import Mixture
from reviewers.assignment.mixture_terms import Yardstick
from reviewers.assignment.overlap import Overlap
from reviewers.assignment.problem import Floats, Ints
from reviewers.assignment.total import best_flow

TANGENTS = 6
MOST_WEIGHTS = 3


@dataclass(frozen=True, eq=False)
class Bound:
    """``value`` = ``constant`` + the largest flow at ``pair_worth`` (one per candidate), proved by ``expert_price``."""

    value: float
    constant: float
    pair_worth: Floats
    expert_price: Floats
    flow: Ints


def weighted_bound(yardstick: Yardstick, mixture: Mixture, plan: tuple[Ints, Ints], weights: list[Floats]) -> Bound:
    """The least bound found from a few declaration weights, then a few tangents to the overlap of means of plans."""
    tried = [
        (share, bound_at(yardstick, mixture, yardstick.overlap(plan), share))
        for share in _different([_shares(yardstick, mixture, weight) for weight in weights])
    ]
    share, best = min(tried, key=lambda pair: pair[1].value)
    walked = [plan]
    last = best
    overlap = yardstick.overlap(plan)
    if not ("comparable" in mixture.weight and overlap.is_exact):
        return best
    for _ in range(TANGENTS):
        walked.append(yardstick.whole_pairs(last.flow))
        last = bound_at(yardstick, mixture, yardstick.overlap(*walked), share)
        best = min(best, last, key=lambda bound: bound.value)
    return best


def _different(shares: list[Floats]) -> list[Floats]:
    """The first few that are not alike."""
    kept: list[Floats] = []
    for share in shares:
        if len(kept) < MOST_WEIGHTS and not any(np.array_equal(share, other) for other in kept):
            kept.append(share)
    return kept


def _shares(yardstick: Yardstick, mixture: Mixture, weight: Floats) -> Floats:
    """What a unit of each declaration's fit counts for the worst-served; alike for all where weights tell nothing."""
    fair, demand = mixture.weight.get("fair", 0.0), yardstick.setting.demand
    if not fair or yardstick.floor <= 0 or not demand.any():
        return np.zeros(weight.size)
    above = np.where(demand > 0, weight - 1.0, 0.0)
    if not above.any():
        above = np.where(demand > 0, 1.0, 0.0)
    return np.asarray(above * (fair / yardstick.floor / float((above * demand).sum())), dtype=np.float64)


def bound_at(yardstick: Yardstick, mixture: Mixture, overlap: Overlap, share: Floats) -> Bound:
    """The bound by one tangent to the overlap and one ``share`` per declaration."""
    setting, whole = yardstick.setting, yardstick.setting.candidates
    total = mixture.weight.get("total", 0.0) / yardstick.most if yardstick.most > 0 else 0.0
    weight = total + share
    constant = float((weight * setting.there.base).sum())
    constant += sum(mixture.weight.get(term, 0.0) for term, most in yardstick.scales.items() if most <= 0)
    worth = whole.fit * weight[whole.declaration]
    comparable = mixture.weight.get("comparable", 0.0)
    if comparable and overlap.is_exact:
        slope = overlap.gradient(whole.declaration, whole.expert)
        worth += comparable * slope
        held = float((overlap.gradient(overlap.declaration, overlap.expert) * overlap.share).sum())
        fixed = np.asarray(yardstick.problem.fixed)
        held -= float(overlap.gradient(fixed[:, 0], fixed[:, 1]).sum())
        constant += comparable * (overlap.value - held)
    else:
        constant += comparable
    optimum = best_flow(whole, setting.network, worth, yardstick.seed)
    if optimum is None:
        raise ValueError(mixture.name)  # never: the problem was solved before
    n, m = yardstick.problem.shape
    prices = optimum.price[n + m] - optimum.price[n : n + m]
    return Bound(constant + optimum.bound, constant, worth, prices, np.flatnonzero(optimum.flow[: worth.size]))

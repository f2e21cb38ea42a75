"""Optimal to the last digit where fits of very different size stand in one problem.

One scale of whole numbers cannot tell fits of 0.001 apart beside a penalty of −1,000,000. The gap between an optimum
at that scale and the bound of its prices limits what any other plan could gain. So an arc whose price is off by more
than twice the gap will never change, and what can change is small enough for a much finer scale: the same flow problem
is solved again on what earns above its price, until total and bound meet.
"""

from dataclasses import dataclass

import numpy as np

from reviewers.assignment.flow import cheapest_flow
from reviewers.assignment.network import Network, finest_scale
from reviewers.assignment.prices import dual_bound, residual_prices
from reviewers.assignment.problem import Floats, Ints
from reviewers.assignment.shortlist import only_pairs

ROUNDS = 8
CLOSE = 2e-8


@dataclass(frozen=True, eq=False)
class Optimum:
    """An optimal flow with the prices that prove it."""

    flow: Ints
    bound: float
    price: Floats


def refined(network: Network, fit: Floats, found: Optimum, noise: Ints) -> Optimum:
    """Solve again at finer scales while total and bound are further apart than rounding explains."""
    best = found
    for _ in range(ROUNDS):
        gap = _gap(network, fit, best)
        if gap <= CLOSE * abs(best.bound):
            return best
        finer = _finer(network, fit, best, noise, gap)
        if _gap(network, fit, finer) > gap / 2:
            break
        best = finer
    return _with_plain_prices(network, fit, best)


def _gap(network: Network, fit: Floats, found: Optimum) -> float:
    return found.bound - float(np.dot(found.flow[: network.n_pairs], fit))


def _finer(network: Network, fit: Floats, found: Optimum, noise: Ints, gap: float) -> Optimum:
    """The optimum among the arcs that may still change, at the finest scale they allow."""
    earned = found.price[network.head] - found.price[network.tail]
    earned[: network.n_pairs] += fit
    kept = (earned[: network.n_pairs] >= -2 * gap) | (found.flow[: network.n_pairs] > 0)
    small = only_pairs(network, kept)
    arcs = np.concatenate([np.flatnonzero(kept), np.arange(network.n_pairs, network.tail.size)])
    scale = finest_scale(2 * gap, network.n_nodes)
    gain = np.rint(np.clip(earned[arcs], -2 * gap, 2 * gap) * scale).astype(np.int64)
    gain[: small.n_pairs] += noise[kept]
    flow = cheapest_flow(small.tail, small.head, small.capacity, -gain, small.supply)
    if flow is None:
        return found
    price = found.price + residual_prices(small, flow, gain) / scale
    whole = np.zeros(network.tail.size, dtype=np.int64)
    whole[arcs] = flow
    return Optimum(whole, dual_bound(network, price, fit), price)


def _with_plain_prices(network: Network, fit: Floats, found: Optimum) -> Optimum:
    """Prices without the digits that tie numbers left in them, where that bounds the total better."""
    gap = _gap(network, fit, found)
    if gap <= 0:
        return found
    step = 2.0 ** np.ceil(np.log2(gap) + 1)
    price = np.rint(found.price / step) * step
    bound = dual_bound(network, price, fit)
    return Optimum(found.flow, bound, price) if bound < found.bound else found

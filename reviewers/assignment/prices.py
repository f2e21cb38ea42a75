"""Prices of seats that prove a plan optimal: anyone can redo the sum without the solver that made the plan.

A price per node turns the linear programme's dual into one pass over the pairs: the bound is the worth of the supplies
at these prices plus, for every arc, what it earns above its price. Any prices give a valid bound; the shortest
distances in the residual network of an optimal flow give one that meets the total.
"""

import numpy as np
import numpy.typing as npt

from reviewers.assignment.network import Network
from reviewers.assignment.problem import Floats, Ints


def residual_prices(network: Network, flow: Ints, gain: Ints, max_rounds: int = 10_000) -> Ints:
    """Node prices with no profitable arc left in the residual network (Bellman–Ford, all arcs of a round at once).

    ``gain`` is that of the pairs, or of all arcs.
    """
    tail, head, cost = _residual_arcs(network, flow, gain)
    price = np.zeros(network.n_nodes, dtype=np.int64)
    if not tail.size:
        return price
    order = np.argsort(head, kind="stable")
    tail, head, cost = tail[order], head[order], cost[order]
    start = np.flatnonzero(np.concatenate([[True], head[1:] != head[:-1]]))
    target = head[start]
    for _ in range(max_rounds):
        best = np.minimum.reduceat(price[tail] + cost, start)
        better = best < price[target]
        if not better.any():
            break
        price[target[better]] = best[better]
    return price


def dual_bound(network: Network, price: Floats, fit: Floats) -> float:
    """Upper bound on the total fit of every plan of ``network``, from any prices in the unit of fit."""
    earned = price[network.head] - price[network.tail]
    earned[: network.n_pairs] += fit
    np.maximum(earned, 0.0, out=earned)
    return float(np.dot(network.supply, price) + np.dot(network.capacity, earned))


def _residual_arcs(network: Network, flow: Ints, gain: Ints) -> tuple[Ints, Ints, Ints]:
    cost = np.zeros(network.tail.size, dtype=np.int64)
    cost[: gain.size] = -gain
    more: npt.NDArray[np.bool_] = flow < network.capacity
    less: npt.NDArray[np.bool_] = flow > 0
    return (
        np.concatenate([network.tail[more], network.head[less]]),
        np.concatenate([network.head[more], network.tail[less]]),
        np.concatenate([cost[more], -cost[less]]),
    )

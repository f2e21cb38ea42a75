"""The transport network of a problem: declarations send their demand through candidates to experts and on to the sink.

Nodes are numbered declarations, experts, sink, then one for each rule of composition of a declaration (the arc into it
carries at least so many experts), then one for each unit that has several candidates for one declaration (the arc into
it carries at most one). The matrix of such a network is totally unimodular, so whole-numbered bounds have a
whole-numbered optimum (Hoffman and Kruskal 1956) and no integer solver is needed.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.flow import cheapest_flow
from reviewers.assignment.problem import Floats, Ints

FINEST = 2.0**400


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs in the order of candidate pairs, unit, rule and load arcs; supplies already shifted by the lower bounds."""

    tail: Ints
    head: Ints
    capacity: Ints
    supply: Ints
    n_pairs: int
    first_unit: int

    @property
    def n_nodes(self) -> int:
        """Nodes, the sink included."""
        return self.supply.size


def transport_network(
    candidates: Candidates, group: Ints | None, grid: int = 1, pair_capacity: Ints | None = None
) -> Network:
    """Build the network; with ``grid`` D a seat is D units of flow and a pair carries ``pair_capacity`` of them."""
    n, m, n_pairs = candidates.n_declarations, candidates.n_experts, candidates.fit.size
    sink = n + m
    rule, owner = np.nonzero(candidates.least)
    holder = through_rules(candidates.declaration, candidates.quota, candidates.least, sink + 1)
    first_unit = sink + 1 + rule.size
    tail, unit_owner = tails_through_units(holder, candidates.expert, group, first_unit)
    least = candidates.least[rule, owner]
    capacity = np.full(n_pairs, 1, dtype=np.int64) * grid if pair_capacity is None else pair_capacity
    to_fill = candidates.demand.sum() - candidates.min_load.sum()
    own = candidates.demand - candidates.least.sum(axis=0)
    supply = [own, -candidates.min_load, np.array([-to_fill]), least, np.zeros(unit_owner.size, dtype=np.int64)]
    units, rules = first_unit + np.arange(unit_owner.size), sink + 1 + np.arange(rule.size)
    room = [np.ones(unit_owner.size, dtype=np.int64), candidates.demand[owner] - least]
    return Network(
        np.concatenate([tail, unit_owner, owner, n + np.arange(m)]),
        np.concatenate([n + candidates.expert, units, rules, np.full(m, sink)]),
        np.concatenate([capacity, *(part * grid for part in (*room, candidates.max_load - candidates.min_load))]),
        np.concatenate(supply) * grid,
        n_pairs,
        first_unit,
    )


def through_rules(declaration: Ints, quota: Ints, least: Ints, first: int) -> Ints:
    """The node a pair hangs on: that of its rule of composition (numbered from ``first``), or its declaration."""
    if not least.size:
        return declaration
    number = np.where(least > 0, first + np.cumsum(least > 0).reshape(least.shape) - 1, -1)
    counted = quota >= 0
    holder = declaration.copy()
    node = number[quota[counted], declaration[counted]]
    holder[counted] = np.where(node >= 0, node, declaration[counted])
    return holder


def tails_through_units(declaration: Ints, expert: Ints, group: Ints | None, first: int) -> tuple[Ints, Ints]:
    """Give every pair the node it leaves from, and every unit node (from ``first`` on) its declaration."""
    if group is None:
        return declaration, np.zeros(0, dtype=np.int64)
    unit = group[expert]
    n_units = int(group.max(initial=0)) + 1
    key = np.where(unit >= 0, declaration * n_units + unit, -1)
    keys, place, count = np.unique(key, return_inverse=True, return_counts=True)
    crowded = (count > 1) & (keys >= 0)
    number = np.cumsum(crowded) - 1
    tail = np.where(crowded[place], first + number[place], declaration)
    return tail, keys[crowded] // n_units


def optimal_flow(network: Network, gain: Ints) -> Ints | None:
    """Flow per arc whose pairs earn the largest ``gain``, or ``None`` where no flow meets the bounds."""
    cost = np.zeros(network.tail.size, dtype=np.int64)
    cost[: network.n_pairs] = -gain
    return cheapest_flow(network.tail, network.head, network.capacity, cost, network.supply)


def whole_gains(fit: Floats, typical: float, n_nodes: int, noise: npt.NDArray[np.int64]) -> tuple[Ints, float]:
    """Scale fits to whole numbers, as finely as 64 bits allow, plus a noise of under 2^8 that breaks ties by the seed.

    A seat of ``typical`` fit is worth about 2^36 units where that is possible, so rounding and noise together stay
    under 8e-9 of the total. The scale is a power of two, so that products are exact and alike on every machine. The
    largest fit never passes 2^57 / ``n_nodes``, beyond which the solver would overflow.
    """
    largest = float(np.abs(fit).max(initial=0.0)) or 1.0
    scale = min(
        2.0 ** math.floor(math.log2(min(2.0**36 / (typical or largest), FINEST))), finest_scale(largest, n_nodes)
    )
    return np.rint(fit * scale).astype(np.int64) + noise, scale


def finest_scale(largest: float, n_nodes: int) -> float:
    """The largest power of two by which fits up to ``largest`` may be scaled without the solver overflowing."""
    return 2.0 ** math.floor(math.log2(min(min(2.0**44, 2.0**57 / n_nodes) / largest, FINEST)))

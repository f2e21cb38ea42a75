"""The transport network of a problem: declarations send their demand through candidates to experts and on to the sink.

Nodes are numbered declarations, experts, sink, then one node for each unit that has several candidates for one
declaration: the arc into that node carries at most one expert. The matrix of such a network is totally unimodular, so
whole-numbered bounds have a whole-numbered optimum (Hoffman and Kruskal 1956) and no integer solver is needed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.flow import cheapest_flow
from reviewers.assignment.problem import Floats, Ints


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs in the order of candidate pairs, unit arcs, load arcs; supplies already shifted by the lower bounds."""

    tail: Ints
    head: Ints
    capacity: Ints
    supply: Ints
    n_pairs: int

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
    tail, unit_owner = tails_through_units(candidates.declaration, candidates.expert, group, sink + 1)
    unit_node = sink + 1 + np.arange(unit_owner.size)
    room = (candidates.max_load - candidates.min_load) * grid
    capacity = np.full(n_pairs, grid, dtype=np.int64) if pair_capacity is None else pair_capacity
    to_fill = (candidates.demand.sum() - candidates.min_load.sum()) * grid
    supply = [
        candidates.demand * grid,
        -candidates.min_load * grid,
        np.array([-to_fill]),
        np.zeros(unit_owner.size, dtype=np.int64),
    ]
    return Network(
        np.concatenate([tail, unit_owner, n + np.arange(m)]),
        np.concatenate([n + candidates.expert, unit_node, np.full(m, sink)]),
        np.concatenate([capacity, np.full(unit_owner.size, grid), room]),
        np.concatenate(supply).astype(np.int64),
        n_pairs,
    )


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

    A seat of ``typical`` fit is worth 2^36 units where that is possible, so rounding and noise together stay under
    4e-9 of the total; the largest fit never passes 2^57 / ``n_nodes``, beyond which the solver would overflow.
    """
    largest = float(np.abs(fit).max(initial=0.0)) or 1.0
    most = min(2.0**44, 2.0**57 / n_nodes)
    scale = min(2.0**36 / (typical or largest), most / largest)
    return np.rint(fit * scale).astype(np.int64) + noise, scale

"""The declarations and experts whose needs and seats cannot be matched: a violated condition of Hall, made small.

Two families of cuts can fail in a transport problem (Hoffman 1960): declarations that need more seats than the experts
they may meet can give (``seats``), and experts whose minimum exceeds what the declarations they may judge can offer
(``least_work``). The second is the first with all arcs turned round.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.flow import cheapest_flow
from reviewers.assignment.network import tails_through_units
from reviewers.assignment.problem import Ints

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Side:
    """Nodes in need, nodes with room, and the arcs that join them."""

    tail: Ints
    head: Ints
    capacity: Ints
    need: Ints
    room: Ints


@dataclass(frozen=True, eq=False)
class Shortage:
    """Nodes that form a violated cut: ``needed`` units meet only ``available`` ones."""

    nodes: Ints
    needed: int
    available: int


def seats_side(candidates: Candidates, group: Ints | None) -> Side:
    """Declarations in need of seats; nodes are declarations, experts, then units."""
    n, m = candidates.n_declarations, candidates.n_experts
    tail, owner = tails_through_units(candidates.declaration, candidates.expert, group, n + m)
    node = n + m + np.arange(owner.size)
    empty = np.zeros(owner.size, dtype=np.int64)
    return Side(
        np.concatenate([tail, owner]),
        np.concatenate([n + candidates.expert, node]),
        np.ones(tail.size + owner.size, dtype=np.int64),
        np.concatenate([np.maximum(candidates.demand, 0), np.zeros(m, dtype=np.int64), empty]),
        np.concatenate([np.zeros(n, dtype=np.int64), np.maximum(candidates.max_load, 0), empty]),
    )


def least_work_side(candidates: Candidates, group: Ints | None) -> Side:
    """Experts in need of work, declarations with room for them."""
    side = seats_side(candidates, group)
    n, m = candidates.n_declarations, candidates.n_experts
    need, room = np.zeros(side.need.size, dtype=np.int64), np.zeros(side.need.size, dtype=np.int64)
    need[n : n + m], room[:n] = candidates.min_load, np.maximum(candidates.demand, 0)
    return Side(side.head, side.tail, side.capacity, need, room)


def shortages(side: Side) -> list[Shortage]:
    """Violated cuts of largest shortage, one per island, the smallest island first."""
    flow, missing = _serve(side)
    if not missing.any():
        return []
    inside = _reached(side, flow, missing > 0)
    island = _islands(side, inside)
    return sorted(
        (_cut(side, inside & (island == root)) for root in np.unique(island[inside])), key=lambda s: s.nodes.size
    )


def smallest_core(side: Side, shortage: Shortage, budget: int = 200) -> tuple[Shortage, bool]:
    """Leave out nodes in need until every one left matters (QuickXplain, Junker 2004); ``False`` if the budget ended.

    Each question is one flow on the island. The core found keeps the order of the nodes: earlier ones are preferred.
    """
    small, names = _restrict(side, shortage.nodes)
    needy = np.flatnonzero(small.need)
    core: list[int] = []
    while budget > 0 and not _fails(small, np.array(core, dtype=np.int64)):
        low, high = 0, needy.size
        while low < high:
            middle, budget = (low + high) // 2, budget - 1
            trial = np.concatenate([core, needy[:middle]]).astype(np.int64)
            low, high = (low, middle) if _fails(small, trial) else (middle + 1, high)
        core.append(int(needy[low - 1]))
        needy = needy[: low - 1]
    kept = np.array(core, dtype=np.int64) if budget > 0 else np.concatenate([core, needy]).astype(np.int64)
    rest = _only(small, kept)
    flow, missing = _serve(rest)
    cut = _cut(rest, _reached(rest, flow, missing > 0))
    return Shortage(names[cut.nodes], cut.needed, cut.available), budget > 0


def _serve(side: Side) -> tuple[Ints, Ints]:
    """Serve as much need as possible: flow per arc and what is missing per node."""
    sink = side.need.size
    needy, roomy = np.flatnonzero(side.need), np.flatnonzero(side.room)
    n_arcs = side.tail.size
    flow = cheapest_flow(
        np.concatenate([side.tail, roomy, needy]),
        np.concatenate([side.head, np.full(roomy.size + needy.size, sink)]),
        np.concatenate([side.capacity, side.room[roomy], side.need[needy]]),
        np.concatenate([np.zeros(n_arcs + roomy.size, dtype=np.int64), np.ones(needy.size, dtype=np.int64)]),
        np.append(side.need, -side.need.sum()),
    )
    missing = np.zeros(side.need.size, dtype=np.int64)
    if flow is not None:  # always: every need may stay unmet
        missing[needy] = flow[n_arcs + roomy.size :]
        return flow[:n_arcs], missing
    return np.zeros(n_arcs, dtype=np.int64), side.need


def _fails(side: Side, kept: Ints) -> bool:
    return bool(_serve(_only(side, kept))[1].any())


def _only(side: Side, kept: Ints) -> Side:
    need = np.zeros_like(side.need)
    need[kept] = side.need[kept]
    return replace(side, need=need)


def _restrict(side: Side, nodes: Ints) -> tuple[Side, Ints]:
    """Cut the island out; an arc that leaves it becomes room at its tail, for what leaves needs no seat inside."""
    number = np.full(side.need.size, -1, dtype=np.int64)
    number[nodes] = np.arange(nodes.size)
    inner = (number[side.tail] >= 0) & (number[side.head] >= 0)
    leaving = (number[side.tail] >= 0) & (number[side.head] < 0)
    room = side.room[nodes].copy()
    np.add.at(room, number[side.tail[leaving]], side.capacity[leaving])
    return Side(number[side.tail[inner]], number[side.head[inner]], side.capacity[inner], side.need[nodes], room), nodes


def _reached(side: Side, flow: Ints, start: Bools) -> Bools:
    """Nodes reached from ``start`` in the residual network: the source side of the smallest minimum cut."""
    more, less = flow < side.capacity, flow > 0
    tail = np.concatenate([side.tail[more], side.head[less]])
    head = np.concatenate([side.head[more], side.tail[less]])
    inside = start.copy()
    while True:
        new = head[inside[tail] & ~inside[head]]
        if not new.size:
            return inside
        inside[new] = True


def _islands(side: Side, inside: Bools) -> Ints:
    """Smallest node of the connected part each inside node belongs to."""
    among = inside[side.tail] & inside[side.head]
    tail, head = side.tail[among], side.head[among]
    label = np.arange(side.need.size)
    while True:
        low = np.minimum(label[tail], label[head])
        before = label.copy()
        np.minimum.at(label, tail, low)
        np.minimum.at(label, head, low)
        label = label[label]
        if np.array_equal(before, label):
            return label


def _cut(side: Side, inside: Bools) -> Shortage:
    leaving = inside[side.tail] & ~inside[side.head]
    available = int(side.room[inside].sum() + side.capacity[leaving].sum())
    return Shortage(np.flatnonzero(inside), int(side.need[inside].sum()), available)

"""Draw a whole plan from fractional marginals: every pair keeps exactly its probability, every load its bounds.

Marginals are whole numbers of 1/D. While D is even, the arcs with an odd number of units split into closed trails
(every node has an even number of them); each trail moves one unit forward or backward at the toss of a coin, all
numbers become even, and D halves: the trails of Euler splitting (Gabow 1976) used as dependent rounding (Gandhi,
Khuller, Parthasarathy and Srinivasan 2006). Where D is odd, some whole flow between the marginals rounded down and up
is the result with probability 1/D, and otherwise is taken away and the rest goes on with D − 1; whichever flow it is,
the marginals stay, so it is made by halving too, of the marginals brought to a grid of 2^−10. Nothing but whole numbers
and fair bits decides.

Coins of trails that change the total fit by similar amounts are tossed in opposite pairs, so that a single draw stays
close to the expected total; each trail's own coin stays fair.
"""

import numpy as np

from reviewers.assignment.coins import Coins
from reviewers.assignment.flow import cheapest_flow
from reviewers.assignment.network import Network
from reviewers.assignment.problem import Ints

FINE_BITS = 10


def draw_flow(network: Network, flow: Ints, grid: int, worth: Ints, coins: Coins) -> Ints:
    """Draw whole units per arc, with mean ``flow / grid``.

    ``worth`` is the whole-numbered fit of each arc, 0 where it is no pair; supplies are divisible by ``grid``.
    """
    seats = network.supply // grid
    while grid > 1:
        if grid % 2 == 0:
            flow = _halve(network, flow, worth, coins)
            grid //= 2
            continue
        whole = _regrid(network, flow, grid, seats)
        for _ in range(FINE_BITS):
            whole = _halve(network, whole, worth, coins)
        if coins.below(grid) == 0:
            return whole
        flow, grid = flow - whole, grid - 1
    return flow


def _halve(network: Network, flow: Ints, worth: Ints, coins: Coins) -> Ints:
    odd = np.flatnonzero(flow & 1)
    if odd.size:
        turned = coins.bits(network.n_nodes)
        trail, sign = _closed_trails(network.tail[odd], network.head[odd], worth[odd], turned)
        roots, member = np.unique(trail, return_inverse=True)
        change = np.zeros(roots.size, dtype=np.int64)
        np.add.at(change, member, sign * worth[odd])
        flow = flow.copy()
        flow[odd] += sign * _paired_coins(change, coins)[member]
    return flow >> 1


def _closed_trails(tail: Ints, head: Ints, worth: Ints, turned: Ints) -> tuple[Ints, Ints]:
    """Trail number and direction (+1, −1) of every arc; at each node arcs of similar worth follow one another.

    Sorted by worth, the ends at a node pair up as (1, 2), (3, 4), … or, where ``turned``, as (2, 3), …, (last, 1): one
    coin per node makes the trails themselves random, so that a draw has many possible outcomes.

    A half is an end of an arc: ``e`` its tail end, ``n + e`` its head end. Entering by a half and leaving by the other
    leads to the partner of the latter; the least half on each round trip, found by doubling, names the trail.
    """
    n = tail.size
    node, value = np.concatenate([tail, head]), np.concatenate([worth, worth])
    order = np.lexsort((np.arange(2 * n), value, node))
    sorted_node = node[order]
    first = np.searchsorted(sorted_node, sorted_node)
    size = np.searchsorted(sorted_node, sorted_node, side="right") - first
    order[first + (np.arange(2 * n) - first + turned[sorted_node]) % size] = order.copy()
    partner = np.empty(2 * n, dtype=np.int64)
    partner[order[0::2]], partner[order[1::2]] = order[1::2], order[0::2]
    following = partner[np.concatenate([np.arange(n, 2 * n), np.arange(n)])]
    label = np.arange(2 * n)
    while True:
        lower = np.minimum(label, label[following])
        if np.array_equal(lower, label):
            break
        label, following = lower, following[following]
    forward, backward = label[:n], label[n:]
    return np.minimum(forward, backward), np.where(forward < backward, 1, -1)


def _paired_coins(change: Ints, coins: Coins) -> Ints:
    """Toss +1 or −1 per trail, neighbours in size of change against each other."""
    order = np.lexsort((np.arange(change.size), -np.abs(change)))
    first, second = order[0::2], order[1::2]
    toss = np.empty(change.size, dtype=np.int64)
    toss[first] = 2 * coins.bits(first.size) - 1
    same_way = np.where(change[second] < 0, -1, 1) * np.where(change[first[: second.size]] < 0, -1, 1)
    toss[second] = -toss[first[: second.size]] * same_way
    return toss


def _regrid(network: Network, flow: Ints, grid: int, seats: Ints) -> Ints:
    """A flow on the grid 2^``FINE_BITS`` that differs from ``flow / grid`` by less than one unit of it on every arc."""
    scaled = flow << FINE_BITS
    floor, left = scaled // grid, scaled % grid
    need = seats << FINE_BITS
    np.subtract.at(need, network.tail, floor)
    np.add.at(need, network.head, floor)
    arcs = np.flatnonzero(left)
    more = cheapest_flow(network.tail[arcs], network.head[arcs], np.ones(arcs.size, dtype=np.int64), -left[arcs], need)
    if more is not None:  # always: flow / grid itself lies between the two
        floor[arcs] += more
    return floor

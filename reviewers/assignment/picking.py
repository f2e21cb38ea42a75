"""A first fair plan by turns: whoever is worst served picks next (the idea of FairSequence, Payan and Zick 2022)."""

import heapq
from dataclasses import replace

import numpy as np

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.floor_prices import SLACK, Bools, Floored, Ground
from reviewers.assignment.network import Network
from reviewers.assignment.problem import Floats

HOLDS = 12
HELD = 8.0


def picked_in_turn(candidates: Candidates, network: Network, base: Floats) -> Bools:
    """Let the declaration with the least fit per seat pick its best free expert; who finds none leaves seats open."""
    c, unit = candidates, network.tail
    start = np.searchsorted(c.declaration, np.arange(c.n_declarations + 1))
    on, load, open_seats = np.zeros(c.fit.size, dtype=np.bool_), c.max_load.copy(), c.demand.copy()
    full = np.zeros(network.n_nodes, dtype=np.bool_)
    served = base.copy()
    turns = [(float(served[i] / c.demand[i]), int(i)) for i in np.flatnonzero(open_seats > 0)]
    heapq.heapify(turns)
    while turns:
        _, i = heapq.heappop(turns)
        row = np.arange(start[i], start[i + 1])
        row = row[~on[row] & (load[c.expert[row]] > 0) & ~full[unit[row]]]
        if not row.size:
            continue
        best = int(row[np.argmax(c.fit[row])])
        on[best], full[unit[best]] = True, unit[best] >= network.first_unit
        load[c.expert[best]] -= 1
        open_seats[i] -= 1
        served[i] += c.fit[best]
        if open_seats[i]:
            heapq.heappush(turns, (float(served[i] / c.demand[i]), i))
    return on


def completed(there: Ground, picked: Bools) -> Bools:
    """A plan that keeps every rule and as much as possible of what was ``picked``."""
    held = np.where(picked, HELD * float(np.abs(there.candidates.fit).max(initial=1.0)), 0.0)
    return replace(there, bonus=held).best(np.ones(there.base.size))


def larger_at_floor(there: Ground, plan: Floored, floor: Floats, weight: Floats) -> Floored:
    """Optimise under declaration weights, holding the panels of those that would fall short; the larger total wins.

    Whoever falls short is held at their panel of ``plan`` and the others are optimised again, until nobody is short.
    """
    held, served = np.zeros(floor.size, dtype=np.bool_), there.served(plan.on)
    for _ in range(HOLDS):
        on = there.best(weight, plan.on | ~held[there.candidates.declaration])
        now = there.served(on)
        short = now < np.minimum(floor, served) - SLACK
        if not short.any():
            return replace(plan, on=on) if now.sum() > served.sum() else plan
        held |= short
    return plan

"""A first fair plan by turns: whoever is worst served picks next (the idea of FairSequence, Payan and Zick 2022)."""

import heapq

import numpy as np

from reviewers.assignment.floor_prices import Bools, Floored, Ground
from reviewers.assignment.problem import Ints

HOLDS = 7
FIRST_HOLD = 1.02
WIDER = 1.25


def picked_in_turn(there: Ground, demand: Ints) -> Bools | None:
    """Let the declaration with the least fit per seat pick its best free expert; ``None`` where that breaks a rule."""
    c, unit = there.candidates, there.network.tail
    start = np.searchsorted(c.declaration, np.arange(c.n_declarations + 1))
    on, load, open_seats = np.zeros(c.fit.size, dtype=np.bool_), c.max_load.copy(), c.demand.copy()
    full = np.zeros(there.network.n_nodes, dtype=np.bool_)
    served = there.base.copy()
    turns = [(float(served[i] / demand[i]), int(i)) for i in np.flatnonzero(open_seats)]
    heapq.heapify(turns)
    while turns:
        _, i = heapq.heappop(turns)
        row = np.arange(start[i], start[i + 1])
        row = row[~on[row] & (load[c.expert[row]] > 0) & ~full[unit[row]]]
        if not row.size:
            return None
        best = int(row[np.argmax(c.fit[row])])
        on[best], full[unit[best]] = True, unit[best] >= there.network.first_unit
        load[c.expert[best]] -= 1
        open_seats[i] -= 1
        served[i] += c.fit[best]
        if open_seats[i]:
            heapq.heappush(turns, (float(served[i] / demand[i]), i))
    given = c.max_load - load
    return on if bool((given >= c.min_load).all()) and not c.least.any() else None


def rest_optimised(there: Ground, plan: Floored, floor: float, demand: Ints) -> Floored:
    """Hold the panels of those near the floor and give all others the largest total, if they stay above it."""
    served = there.served(plan.on)
    share = FIRST_HOLD
    for _ in range(HOLDS):
        held = served <= share * floor * demand
        allowed = plan.on | ~held[there.candidates.declaration]
        on = there.best(np.ones(demand.size), allowed)
        if on.any():
            now = there.served(on)
            if bool((now >= np.minimum(floor * demand, served) - 1e-9).all()) and now.sum() > served.sum():
                return Floored(on, np.zeros(demand.size), plan.weight, plan.tightest, plan.bound)
        share *= WIDER
    return plan

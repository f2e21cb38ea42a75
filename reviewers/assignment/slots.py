"""A larger total at a floor: the seats of all declarations are filled anew at once, and nobody falls under the floor.

Every seat of a panel is a slot that takes any candidate whose fit is at least that of its present expert less a share
of what the declaration has above its floor. The shares of a declaration sum to 1, so whatever the slots take, the floor
holds. A declaration's slots are nodes in a row by their thresholds: a slot may take its candidate from the pool of any
slot with a higher threshold, and every candidate hangs on the highest pool it is good enough for. So the present plan
is one of the flows, and the best flow is at least as good.
"""

from dataclasses import dataclass, replace

import numpy as np

from reviewers.assignment.floor_prices import SLACK, Bools, Floored, Ground
from reviewers.assignment.flow import cheapest_flow
from reviewers.assignment.network import whole_gains
from reviewers.assignment.problem import Floats, Ints
from reviewers.assignment.ties import splitmix64
from reviewers.assignment.total import typical_fit

ROUNDS, IDLE_ROUNDS = 10, 2
SMALL, SMALL_ROUNDS, SMALL_IDLE_ROUNDS = 20_000, 60, 12
LEAST_GAIN = 2e-4
SHARPNESS = 8  # power of the random shares: a slot gains more by much slack at once than all gain by a little each


@dataclass(frozen=True, eq=False)
class Slots:
    """Pool of every candidate (−1: good enough for none), and the first pool of every declaration."""

    pool: Ints
    first: Ints
    n_pools: int


def filled_anew(there: Ground, plan: Floored, floor: Floats, enough: float, seed: int) -> Floored:
    """Fill all slots again with other shares each time until the worth is ``enough`` or hardly grows."""
    on, idle = plan.on, 0
    is_small = on.size <= SMALL
    most_idle = SMALL_IDLE_ROUNDS if is_small else IDLE_ROUNDS
    for number in range(SMALL_ROUNDS if is_small else ROUNDS):
        before = there.worth(on)
        if before >= enough or idle >= most_idle:
            break
        on = _best_filling(there, on, floor, _shares(there, on, seed, number))
        idle = 0 if there.worth(on) > before + LEAST_GAIN * abs(before) else idle + 1
    return replace(plan, on=on)


def _shares(there: Ground, on: Bools, seed: int, number: int) -> Floats:
    """Random shares of the assigned pairs, most of them for one slot of each panel."""
    held = np.flatnonzero(on)
    declaration = there.candidates.declaration[held]
    keys = held.astype(np.uint64) * np.uint64(SMALL_ROUNDS) + np.uint64(number) ^ np.uint64(
        seed & 0xFFFFFFFF
    ) << np.uint64(32)
    chance = (splitmix64(keys) >> np.uint64(32)).astype(np.float64) / 2.0**32
    for _ in range(SHARPNESS.bit_length() - 1):
        chance = chance * chance
    total = np.bincount(declaration, chance, there.base.size)
    return np.asarray(chance / np.maximum(total[declaration], 1e-300), dtype=np.float64)


def _slots(there: Ground, on: Bools, floor: Floats, share: Floats) -> Slots:
    c = there.candidates
    held = np.flatnonzero(on)
    owner = c.declaration[held]
    spare = np.maximum(there.served(on) - floor, 0.0)
    least = c.fit[held] - share * spare[owner]
    n_slots = np.bincount(owner, minlength=c.n_declarations)
    first = np.cumsum(n_slots) - n_slots
    offered = np.flatnonzero(_offered(there, on))
    whose = np.concatenate([c.declaration[offered], owner])
    value = np.concatenate([c.fit[offered], least])
    is_slot = np.arange(whose.size) >= offered.size
    order = np.lexsort((is_slot, -value, whose))
    before = np.cumsum(is_slot[order]) - first[whose[order]]
    pool = np.full(c.fit.size, -1)
    mine = order < offered.size
    pool[offered[order[mine]]] = np.where(
        before[mine] < n_slots[whose[order[mine]]], first[whose[order[mine]]] + before[mine], -1
    )
    return Slots(pool, first, held.size)


def _offered(there: Ground, on: Bools) -> Bools:
    """Candidates the slots may take: one of each unit, and only the present ones under a rule of composition."""
    c, unit = there.candidates, there.network.tail[: there.network.n_pairs]
    ruled: Bools = np.asarray((c.least > 0).any(axis=0), dtype=np.bool_)
    offered: Bools = on | ~ruled[c.declaration]
    crowded = np.flatnonzero(unit >= there.network.first_unit)
    order = crowded[np.lexsort((crowded, -c.fit[crowded], ~on[crowded], unit[crowded]))]
    again = np.zeros(order.size, dtype=np.bool_)
    again[1:] = unit[order[1:]] == unit[order[:-1]]
    offered[order[again]] = False
    return offered


def _best_filling(there: Ground, on: Bools, floor: Floats, share: Floats) -> Bools:
    c = there.candidates
    slots = _slots(there, on, floor, share)
    kept = np.flatnonzero(slots.pool >= 0)
    worth = c.fit if there.bonus is None else c.fit + there.bonus
    n, m = slots.n_pools, c.n_experts
    gain, _ = whole_gains(worth[kept], typical_fit(c, worth), n + m + 1, there.noise[kept])
    lower = np.setdiff1d(np.arange(n), slots.first)
    tail = np.concatenate([slots.pool[kept], lower, n + np.arange(m)])
    head = np.concatenate([n + c.expert[kept], lower - 1, np.full(m, n + m)])
    room = c.max_load - c.min_load
    capacity = np.concatenate([np.ones(kept.size, dtype=np.int64), np.full(lower.size, n), room])
    cost = np.zeros(tail.size, dtype=np.int64)
    cost[: kept.size] = -gain
    supply = np.concatenate([np.ones(n, dtype=np.int64), -c.min_load, [c.min_load.sum() - n]])
    flow = cheapest_flow(tail, head, capacity, cost, supply)
    if flow is None:
        return on
    filled = np.zeros(c.fit.size, dtype=np.bool_)
    filled[kept[flow[: kept.size] > 0]] = True
    served = there.served(filled)
    falls = served < np.minimum(floor - SLACK, there.served(on))
    return on if falls.any() or there.worth(filled) < there.worth(on) else filled

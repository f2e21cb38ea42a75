"""Plans between the objectives, the same whatever the weights: a mixture takes the best of them.

Because the weights choose among one and the same set, more weight on one of two terms never lowers that term.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from reviewers.assignment.fair import Setting
from reviewers.assignment.floor_prices import Bools, Effort, ground, plan_at_floor
from reviewers.assignment.mixture_terms import Yardstick
from reviewers.assignment.problem import Floats
from reviewers.assignment.shortlist import best_of_each, only_candidates, only_pairs

FLOORS = (0.25, 0.5, 0.75, 0.9, 1.0)
FLOORS_OF_THREE = (0.5, 1.0)
RATES = tuple(2.0**power for power in range(-6, 6))  # what the measure of overlap weighs against the total
RATES_OF_THREE = (0.125, 0.5, 2.0, 8.0)
EFFORT = Effort(8, 6, 1.01)
STEPS, KEPT = 2, 3
MORE_RATES = (0.25, 2.0)
SHORTLIST = 16
ALL_PAIRS = 200_000


@dataclass(frozen=True, eq=False)
class Trial:
    """A plan of the shortlist, and the declaration weights that bound the total at its floor best."""

    on: Bools
    weight: Floats


def trials(yardstick: Yardstick, terms: Collection[str], fair_floor: float) -> list[Trial]:
    """Plans between the largest total, the fair floor and the most overlap, as far as these are among the ``terms``."""
    setting = yardstick.setting
    ones = np.ones(setting.demand.size)
    first = Trial(setting.there.best(ones), ones)
    found = [first]
    if "fair" in terms:
        found += _at_floors(yardstick, first, fair_floor, FLOORS)
    if "comparable" in terms:
        bonuses = dict(_towards_overlap(yardstick, first, found))
        if "fair" in terms:
            for rate in RATES_OF_THREE:
                found += _at_floors(yardstick, first, fair_floor, FLOORS_OF_THREE, bonuses[rate])
    return found


def with_overlap_pairs(yardstick: Yardstick) -> Yardstick:
    """Add to the shortlist the candidates that promise most overlap beside the plan of largest total."""
    setting, whole, near = yardstick.setting, yardstick.setting.candidates, yardstick.setting.there.candidates
    if whole.fit.size <= ALL_PAIRS:
        return yardstick
    kept = np.zeros(whole.fit.size, dtype=np.bool_)
    kept[np.searchsorted(whole.position, near.position)] = True
    first = yardstick.pairs(setting.there.best(np.ones(setting.demand.size)))
    gain = yardstick.overlap(first).gradient(whole.declaration, whole.expert) * yardstick.most
    for rate in MORE_RATES:
        count = np.full(whole.n_declarations, SHORTLIST)
        kept |= best_of_each(whole, whole.fit + rate * gain, count)
    pairs, network = only_candidates(whole, kept), only_pairs(setting.network, kept)
    there = ground(pairs, network, setting.there.base, yardstick.seed)
    return replace(yardstick, setting=replace(setting, there=there))


def _at_floors(
    yardstick: Yardstick, first: Trial, highest: float, shares: Collection[float], bonus: Floats | None = None
) -> Iterator[Trial]:
    """Plans at floors between that of ``first`` and the ``highest``."""
    setting = yardstick.setting
    there = replace(setting.there, bonus=bonus)
    low, weight = setting.least(there.served(first.on)), first.weight
    for share in shares:
        found = plan_at_floor(there, setting.floor(low + share * (highest - low)), weight, EFFORT)
        weight = found.weight
        yield Trial(found.on, found.tightest)


def _towards_overlap(yardstick: Yardstick, first: Trial, found: list[Trial]) -> Iterator[tuple[float, Floats]]:
    """Let overlap count more and more (Frank–Wolfe on means of the last plans); tell the last bonus of every rate."""
    setting: Setting = yardstick.setting
    near, walked = setting.there.candidates, [yardstick.pairs(first.on)]
    for rate in RATES:
        bonus = np.zeros(near.fit.size)
        for _ in range(STEPS):
            gain = yardstick.overlap(*walked[-KEPT:]).gradient(near.declaration, near.expert)
            bonus = rate * (yardstick.most or 1.0) * gain
            on = replace(setting.there, bonus=bonus).best(first.weight)
            walked.append(yardstick.pairs(on))
            found.append(Trial(on, first.weight))
        yield rate, bonus

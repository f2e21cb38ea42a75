"""Objective ``fair``: raise the worst-served declaration as far as it goes, then the next ones, then the total."""

from dataclasses import dataclass, replace

import numpy as np

from reviewers.assignment.candidates import Candidates, free_candidates
from reviewers.assignment.exchange import Exchange
from reviewers.assignment.floor_prices import SLACK, Bools, Effort, Floored, Ground, ground, plan_at_floor
from reviewers.assignment.hopeless import seatable, without_hopeless
from reviewers.assignment.network import Network, transport_network
from reviewers.assignment.picking import completed, larger_at_floor, picked_in_turn
from reviewers.assignment.plan import Certificate, Plan
from reviewers.assignment.problem import Floats, Ints, Problem
from reviewers.assignment.shortlist import best_of_each, only_candidates, only_pairs
from reviewers.assignment.slots import filled_anew
from reviewers.assignment.total import best_flow, price_bound, total_fit, with_fixed

FIRST = Effort(14, 12, 1.05)
HALVING = Effort(8, 6, 1.05)
SETTLING = Effort(10, 6, 1.01)
NEXT = Effort(8, 6, 1.01)
POLISHING = 20
NEXT_HALVINGS, NEXT_SHARE = 4, 0.3
SETTLED, LARGE_SETTLED = 0.002, 0.005
LARGE = 10_000
REFILLINGS = 2
IDLE_HALVINGS = 2
NARROW = 1.001
GIVEN_AWAY = 0.004
HANDY = (2.0**-6, 2.0**10)
SHORTLIST = 16
PER_SEAT = 2
PRICE_SHARES = (0.0, 0.3, 1.0)  # a declaration of weight w feels 1/w of an expert's price
NEEDS = (1.0, 3.0)
ALL_PAIRS = 40_000
POLISHES = 60


@dataclass(frozen=True, eq=False)
class Setting:
    """One problem seen by this objective: all candidates, a shortlist to search in, and every declaration's ceiling."""

    candidates: Candidates
    network: Network
    there: Ground
    demand: Ints
    ceiling: Floats
    most: float
    least_fit: float

    def floor(self, per_seat: float) -> Floats:
        """A floor for all, except where a declaration's own ceiling is lower; the room is that of one seat."""
        return np.asarray(np.minimum(per_seat * self.demand, self.ceiling), dtype=np.float64)

    def least(self, served: Floats) -> float:
        """Fit per seat of the worst-served declaration; 0 where none has seats."""
        return float(self.per_seat(served).min()) if self.demand.any() else 0.0

    def per_seat(self, served: Floats) -> Floats:
        """Fit per seat of each declaration that has seats."""
        seated = self.demand > 0
        return np.asarray(served[seated] / self.demand[seated], dtype=np.float64)


def fair_plan(problem: Problem, seed: int) -> Plan | None:
    """Find a plan whose worst-served declaration is served as well as it can be, at nearly the largest total for that.

    Notes
    -----
    How well a declaration is served is its total fit per seat. Its best candidates give a ceiling nobody can pass; the
    least ceiling bounds the floor, and where it is reached (as on most real instances) the floor is proved optimal. The
    floor then rises for all who are not at their ceiling, for as long as the total stays within 0.4 % of the largest
    possible at the first floor, which ``Plan.bound`` states (weak duality). Cost: 30 to 120 flows on a shortlist.
    """
    told = without_hopeless(problem, seed)
    unit = _unit(told.data)
    told = told if unit == 1.0 else replace(told, data=told.data / unit)
    setting = prepare(told, seed)
    return None if setting is None else _in_unit(fair_in(told, setting, seed), unit)


def _unit(fit: Floats) -> float:
    """A power of two that brings far too large or small fits near 1, where the slacks of this search are small."""
    largest = float(np.abs(fit).max(initial=0.0))
    return 1.0 if not largest or HANDY[0] <= largest <= HANDY[1] else 2.0 ** int(np.frexp(largest)[1])


def _in_unit(plan: Plan, unit: float) -> Plan:
    figures = {name: figure * unit for name, figure in plan.certificate.figures.items()}
    certificate = replace(plan.certificate, reached=plan.certificate.reached * unit, figures=figures)
    return replace(plan, total=plan.total * unit, bound=plan.bound * unit, certificate=certificate)


def fair_in(problem: Problem, setting: Setting, seed: int) -> Plan:
    """Find the fair plan of a problem that has been prepared and has a plan."""
    setting, first, floor_bound = _highest_floor(setting, seed)
    floor = setting.least(setting.there.served(first.on))
    if first.bound > setting.there.served(first.on).sum() * (1 + SETTLED):
        setting, first = _settled(setting, first, floor, seed)
    bound = min(setting.most, total_bound(setting, first.tightest, floor)[0])
    last = _next_floors(setting, first, floor, bound)
    if setting.least(setting.there.served(last.on)) < floor_bound:  # among more candidates than when it was found
        last = _polished(setting, last)
    return _as_plan(problem, setting, last, seed, bound, floor_bound)


def prepare(problem: Problem, seed: int) -> Setting | None:
    """Find the largest total, a shortlist to search in and all ceilings; ``None`` where no plan exists."""
    candidates = seatable(free_candidates(problem))
    low = min(0.0, float(candidates.fit.min(initial=0.0)))  # per seat, so nobody's place changes: weights need fit ≥ 0
    candidates = replace(candidates, fit=candidates.fit - low)
    network = transport_network(candidates, problem.group)
    optimum = best_flow(candidates, network, candidates.fit, seed)
    if optimum is None:
        return None
    fixed = np.asarray(problem.fixed)
    fit = np.nan_to_num(problem.fit(fixed[:, 0], fixed[:, 1]))
    base = _summed(fixed[:, 0], fit - low, problem.n_declarations)
    kept = optimum.flow[: network.n_pairs] > 0
    kept |= _worth_trying(candidates, network, optimum.price)
    there = ground(only_candidates(candidates, kept), only_pairs(network, kept), base, seed)
    best = best_of_each(candidates, candidates.fit, candidates.demand)
    ceiling = base + _summed(candidates.declaration[best], candidates.fit[best], problem.n_declarations)
    return Setting(candidates, network, there, problem.demand, ceiling, optimum.bound + float(base.sum()), low)


def _summed(declaration: Ints, fit: Floats, n: int) -> Floats:
    return np.bincount(declaration, fit, n).astype(np.float64)


def _worth_trying(candidates: Candidates, network: Network, price: Floats) -> Bools:
    """The best candidates of each declaration at several levels of the experts' prices, and of each expert."""
    if candidates.fit.size <= ALL_PAIRS:
        return np.ones(candidates.fit.size, dtype=np.bool_)
    count = np.maximum(PER_SEAT * candidates.demand, SHORTLIST)
    seat = price[network.head[: network.n_pairs]] - price[network.head[-1]]
    kept = np.zeros(candidates.fit.size, dtype=np.bool_)
    for share in PRICE_SHARES:
        kept |= best_of_each(candidates, candidates.fit + share * seat, count)
    by_expert = replace(candidates, declaration=candidates.expert, demand=candidates.max_load)
    left = candidates.fit - price[network.tail[: network.n_pairs]]
    return kept | best_of_each(by_expert, left, np.maximum(PER_SEAT * candidates.max_load, SHORTLIST))


def _highest_floor(setting: Setting, seed: int) -> tuple[Setting, Floored, float]:
    """The best plan found for the worst-served, and a bound on any floor per seat; some candidates may join."""
    n = setting.demand.size
    high = setting.least(setting.ceiling)
    found = plan_at_floor(setting.there, setting.floor(high), np.ones(n), FIRST)
    if found.is_met:
        return setting, found, high
    bound = high = min(high, floor_bound_at(setting, found.tightest, high))
    picked = picked_in_turn(setting.candidates, setting.network, setting.there.base)
    before, setting = _shortlisted(setting), _widened(setting, _shortlisted(setting) | picked, seed)
    nearest = replace(found, on=_carried(setting, before, found.on))
    picked = picked[_shortlisted(setting)]
    starts = [nearest.on, setting.there.best(np.ones(n)), completed(setting.there, picked)]
    tried = [_polished(setting, Floored(on, np.zeros(n), np.ones(n), np.ones(n), np.inf)) for on in starts]
    best = max(tried, key=lambda plan: setting.least(setting.there.served(plan.on)))
    low = setting.least(setting.there.served(best.on))
    idle = 0
    while idle < IDLE_HALVINGS and high > low * NARROW:
        middle = (low + high) / 2
        found = plan_at_floor(setting.there, setting.floor(middle), nearest.weight, HALVING)
        reached = setting.least(setting.there.served(found.on))
        idle = 0 if reached > low else idle + 1
        if reached > low:
            best, low = found, reached
        if not found.is_met:
            nearest, high = found, middle
    return setting, replace(_polished(setting, best), tightest=nearest.tightest), bound


def _settled(setting: Setting, best: Floored, floor: float, seed: int) -> tuple[Setting, Floored]:
    """Look once more for the largest total at the floor that was reached, among the candidates its prices miss too.

    First among the few candidates nearest to those prices, which is quick, then among all that are worth trying.
    """
    bound, kept, prices = total_bound(setting, best.tightest, floor)
    setting, best = _refilled(setting, best, _nearest(setting, best.tightest, prices), floor, seed)
    before, setting = _shortlisted(setting), _widened(setting, _shortlisted(setting) | kept, seed)
    best = replace(best, on=_carried(setting, before, best.on))
    if setting.there.served(best.on).sum() >= min(bound, setting.most) * (1 - SETTLED):
        return setting, best
    return _refilled(setting, best, kept, floor, seed)


def _nearest(setting: Setting, weight: Floats, prices: Floats) -> Bools:
    """The best candidates of each declaration at the prices, as it is and as it would be if it needed more."""
    c, network = setting.candidates, setting.network
    fit, seat = c.fit * weight[c.declaration], prices[network.head[: network.n_pairs]] - prices[network.head[-1]]
    count = np.maximum(PER_SEAT * c.demand, SHORTLIST)
    nearest = np.zeros(c.fit.size, dtype=np.bool_)
    for need in NEEDS:
        nearest |= best_of_each(c, need * fit + seat, count)
    return nearest


def _refilled(setting: Setting, best: Floored, listed: Bools, floor: float, seed: int) -> tuple[Setting, Floored]:
    """Weights, held panels and seats filled anew among the ``listed`` candidates and the present ones."""
    before = _shortlisted(setting)
    setting = _widened(setting, listed | _scattered(before, best.on), seed)
    best = replace(best, on=_carried(setting, before, best.on))
    floor_of_all = setting.floor(floor)
    found = plan_at_floor(setting.there, floor_of_all, best.tightest, SETTLING)
    best = replace(best, tightest=found.tightest, weight=found.tightest, bound=found.bound)
    share = LARGE_SETTLED if setting.demand.sum() > LARGE else SETTLED
    enough = (best.bound - float(setting.there.base.sum())) * (1 - share)
    for _ in range(REFILLINGS):
        for weight in (found.tightest, np.ones(floor_of_all.size)):
            if setting.there.worth(best.on) < enough:
                best = larger_at_floor(setting.there, best, floor_of_all, weight)
        best = filled_anew(setting.there, best, floor_of_all, enough, seed)
        if setting.there.worth(best.on) >= enough:
            break
    return setting, best


def _widened(setting: Setting, kept: Bools, seed: int) -> Setting:
    """Search among the ``kept`` candidates from now on."""
    near = only_candidates(setting.candidates, kept)
    return replace(setting, there=ground(near, only_pairs(setting.network, kept), setting.there.base, seed))


def _carried(setting: Setting, before: Bools, on: Bools) -> Bools:
    """A plan among the candidates ``before``, told among those of now."""
    return _scattered(before, on)[_shortlisted(setting)]


def _scattered(listed: Bools, on: Bools) -> Bools:
    """Marks of the ``listed`` candidates, told among all."""
    everywhere = np.zeros(listed.size, dtype=np.bool_)
    everywhere[np.flatnonzero(listed)[on]] = True
    return everywhere


def _polished(setting: Setting, plan: Floored) -> Floored:
    """Raise whoever is worst by chains until the worst cannot be raised."""
    exchange = Exchange(setting.there.candidates, setting.there.network, plan.on, setting.there.base, POLISHING)
    seats = np.where(setting.demand > 0, setting.demand, np.nan)
    for _ in range(POLISHES):
        worst = int(np.nanargmin(exchange.served / seats))
        least = float(exchange.served[worst] / seats[worst])
        floor = np.minimum(exchange.served, (least + SLACK) * setting.demand)
        if not exchange.improve(worst, floor):
            break
    return replace(plan, on=exchange.on)


def _next_floors(setting: Setting, first: Floored, floor: float, bound: float) -> Floored:
    """Raise the floor of all who are not at their ceiling while the total stays near the largest at the first floor."""
    best, least = first, bound - GIVEN_AWAY * abs(bound)
    if not setting.demand.any() or setting.there.served(first.on).sum() < least:
        return best
    low, high = floor, float(np.quantile(setting.per_seat(setting.there.served(first.on)), NEXT_SHARE))
    for _ in range(NEXT_HALVINGS):
        middle = (low + high) / 2
        guarded = np.maximum(setting.floor(middle), np.minimum(setting.floor(floor), setting.there.served(first.on)))
        found = plan_at_floor(setting.there, guarded, best.weight, NEXT)
        total = float(setting.there.served(found.on).sum())
        if found.is_met and total >= least:
            best, low = found, middle
        else:
            high = middle
    return best


def total_bound(setting: Setting, weight: Floats, per_seat: float) -> tuple[float, Bools, Floats]:
    """Largest total of any plan at the floor, by weak duality; the candidates worth trying for it, and the prices."""
    base = setting.there.base
    owed = (weight - 1.0) * (setting.floor(per_seat) - SLACK - base)
    bound, kept, prices = _weighted_bound(setting, weight)
    return bound - float(owed.sum()) + float(base.sum()), kept, prices


def floor_bound_at(setting: Setting, weight: Floats, known: float) -> float:
    """Highest floor per seat any plan could have: a weighted mean of all declarations is at least their least.

    Infinite where a plan shows that these weights cannot prove less than the bound that is ``known``.
    """
    share = np.where(setting.demand > 0, weight - 1.0, 0.0)
    if not share.any():
        return np.inf
    served = setting.there.served(setting.there.best(share))
    if float((share * served).sum()) >= known * float((share * setting.demand).sum()):
        return np.inf
    reach = _weighted_bound(setting, share)[0] + float((share * setting.there.base).sum())
    return reach / float((share * setting.demand).sum())


def _weighted_bound(setting: Setting, weight: Floats) -> tuple[float, Bools, Floats]:
    """Bound on the weighted total over all candidates, the candidates its prices were learned on, and the prices."""
    fit = setting.candidates.fit * weight[setting.candidates.declaration]
    return price_bound(setting.candidates, setting.network, fit, _shortlisted(setting))


def _shortlisted(setting: Setting) -> Bools:
    listed = setting.there.candidates.position
    return np.isin(setting.candidates.position, listed, assume_unique=True, kind="table")


def _as_plan(problem: Problem, setting: Setting, found: Floored, seed: int, bound: float, floor_bound: float) -> Plan:
    near = setting.there.candidates
    declaration, expert = with_fixed(problem, near.declaration[found.on], near.expert[found.on])
    total = total_fit(problem, declaration, expert)
    worst, low = setting.least(setting.there.served(found.on)), setting.least_fit
    figures = {"worst_fit_per_seat": worst + low, "worst_fit_bound": max(floor_bound, worst) + low}
    bound += low * float(setting.demand.sum())
    certificate = Certificate("total_fit_at_floor", total, np.zeros(0), figures)
    return Plan(declaration, expert, "fair", total, max(bound, total), seed, 0.0, certificate)

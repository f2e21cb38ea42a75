"""Objective ``comparable``: panels that overlap, so that scores of different experts can be calibrated."""

from dataclasses import dataclass

import numpy as np

from reviewers.assignment.bridges import joined
from reviewers.assignment.candidates import Candidates, free_candidates
from reviewers.assignment.connecting import connected
from reviewers.assignment.islands import Panels
from reviewers.assignment.network import Network, optimal_flow, transport_network, whole_gains
from reviewers.assignment.plan import Certificate, Plan
from reviewers.assignment.problem import Floats, Ints, Problem
from reviewers.assignment.shortlist import best_of_each, only_candidates, only_pairs
from reviewers.assignment.ties import splitmix64, tie_numbers
from reviewers.assignment.total import best_flow, total_fit, typical_fit, with_fixed

GIVEN_AWAY = 0.029
ROUNDS, REFINEMENTS = 4, 6
TRIALS = 8
LEAST_SHARE, MOST_SHARE = -16.0, 6.0
LEAK = 0.02
SKETCHES = 24
SKETCH_WORK = 4_000_000
SHORTLIST = 16
BONUS_SHARES = {0.1: 16, 1.0: 8, 10.0: 8}  # pairs across specialities only come in where overlap outweighs fit
ALL_PAIRS = 50_000


@dataclass(frozen=True, eq=False)
class Search:
    """What stays the same while bonuses are tried."""

    problem: Problem
    candidates: Candidates
    network: Network
    seed: int
    least: float

    def panels(self, chosen: Ints) -> Panels:
        """The graph of a plan, fixed pairs included."""
        pairs = with_fixed(self.problem, self.candidates.declaration[chosen], self.candidates.expert[chosen])
        return Panels(*pairs, *self.problem.shape)

    def spread(self, panels: Panels) -> float:
        """Mean variance of a calibrated declaration, estimated with random signs: the figure to make small."""
        signs = _signs(panels, self.seed)
        potential = panels.solve(signs, LEAK)
        n = self.problem.n_declarations
        return float((signs[:n] * potential[:n]).mean())


def comparable_plan(problem: Problem, seed: int) -> Plan | None:
    """Find a plan that makes calibrated differences as sure as it can for at most 2.9 % of the largest total fit.

    Notes
    -----
    A pair is worth its fit plus a share of what it takes off the summed variance of calibrated declarations (the
    gradient of A-optimality: the squared difference of potentials across it, estimated with random signs as by
    Spielman and Srivastava 2011). The share is as large as the total fit allows; gradients of successive plans are
    averaged (Frank–Wolfe), and the best plan seen is kept. Islands that remain are joined by exchanges where loads
    allow it.
    ``Plan.bound`` is the largest total fit. Cost: about 30 flows.
    """
    candidates = free_candidates(problem)
    network = transport_network(candidates, problem.group)
    optimum = best_flow(candidates, network, candidates.fit, seed)
    if optimum is None:
        return None
    chosen = np.flatnonzero(optimum.flow[: network.n_pairs])
    if not chosen.size:
        search = Search(problem, candidates, network, seed, 0.0)
        return _as_plan(search, search.panels(chosen), optimum.bound)
    most = float(candidates.fit[chosen].sum())
    search = Search(problem, candidates, network, seed, most - GIVEN_AWAY * abs(most))
    price = optimum.price[network.head[: network.n_pairs]] - optimum.price[network.tail[: network.n_pairs]]
    best = _best_seen(search, chosen, candidates.fit + price)
    panels = search.panels(joined(problem, candidates, network, best))
    return _as_plan(search, connected(problem, panels, seed), optimum.bound)


def _best_seen(search: Search, chosen: Ints, left: Floats) -> Ints:
    """Walk along averaged gradients and keep the plan of least spread."""
    best, least = chosen, search.spread(search.panels(chosen))
    bonus = np.zeros(search.candidates.fit.size)
    for number in range(1, ROUNDS + REFINEMENTS + 1):
        if number <= ROUNDS:
            bonus += (_gradient(search, chosen) - bonus) / number
            tried = _within_budget(search, search.candidates.fit, bonus, left, best)
        else:  # from the best plan on, in small steps: what it holds counts for more than any fit
            held = search.candidates.fit.copy()
            held[best] += np.ptp(held)
            tried = _within_budget(search, held, _gradient(search, best), left, best)
        spreads = [search.spread(search.panels(plan)) for plan in tried]
        for plan, spread in zip(tried, spreads, strict=True):
            if spread < least:
                best, least = plan, spread
        chosen = tried[int(np.argmin(spreads))] if tried else best
    return best


def _gradient(search: Search, chosen: Ints) -> Floats:
    """What each candidate would take off the summed variance, up to a factor."""
    panels = search.panels(chosen)
    potential = panels.solve(_signs(panels, search.seed), LEAK)
    n = search.problem.n_declarations
    gain = _squared_distance(potential[:n], potential[n:], search.candidates)
    gain /= potential.shape[1]
    return gain


def _squared_distance(of_declaration: Floats, of_expert: Floats, candidates: Candidates) -> Floats:
    """Squared distance across each candidate, summed over columns; whole tables where most pairs are candidates."""
    declaration, expert = candidates.declaration, candidates.expert
    if 2 * declaration.size < candidates.n_declarations * candidates.n_experts:
        distance = np.zeros(declaration.size)
        for column in range(of_expert.shape[1]):
            distance += (of_declaration[declaration, column] - of_expert[expert, column]) ** 2
        return distance
    table = np.zeros((candidates.n_declarations, candidates.n_experts))
    for column in range(of_expert.shape[1]):
        step = of_declaration[:, column, None] - of_expert[:, column]
        table += step * step
    return np.asarray(table[declaration, expert], dtype=np.float64)


def _signs(panels: Panels, seed: int) -> Floats:
    """Random signs per node and sketch, fewer sketches for larger plans."""
    n = panels.n_declarations + panels.n_experts
    n_sketches = int(np.clip(SKETCH_WORK // max(panels.declaration.size, 1), 4, SKETCHES))
    numbers = np.arange(n * n_sketches, dtype=np.uint64) ^ np.uint64(seed & 0xFFFFFFFF) << np.uint64(24)
    return np.where(splitmix64(numbers) & np.uint64(1), 1.0, -1.0).reshape(n, n_sketches)


def _within_budget(search: Search, fit: Floats, bonus: Floats, left: Floats, known: Ints) -> list[Ints]:
    """Plans with larger and larger shares of bonus whose total fit stays above the least allowed."""
    kept = np.ones(bonus.size, dtype=np.bool_)
    unit = typical_fit(search.candidates, search.candidates.fit) / max(float(bonus.mean()), 1e-300)
    if bonus.size > ALL_PAIRS:
        kept = best_of_each(search.candidates, left, np.full(search.candidates.n_declarations, SHORTLIST))
        for share, few in BONUS_SHARES.items():
            count = np.full(search.candidates.n_declarations, few)
            kept |= best_of_each(search.candidates, left + unit * share * bonus, count)
        kept[known] = True
    index, found = np.flatnonzero(kept), []
    near, network = only_candidates(search.candidates, kept), only_pairs(search.network, kept)
    noise = tie_numbers(search.seed, near.declaration, near.expert)
    low, high = LEAST_SHARE, MOST_SHARE
    for _ in range(TRIALS):
        middle = (low + high) / 2
        share = float(f"{unit * 2.0**middle:.9e}")  # machines may differ in the last bits of a power
        worth = fit[kept] + share * bonus[kept]
        gain, _ = whole_gains(worth, typical_fit(near, worth), network.n_nodes, noise)
        flow = optimal_flow(network, gain)
        chosen = index[np.flatnonzero(flow[: network.n_pairs])] if flow is not None else known
        if flow is not None and search.candidates.fit[chosen].sum() >= search.least:
            low = middle
            found.append(chosen)
        else:
            high = middle
    return found


def _as_plan(search: Search, panels: Panels, bound: float) -> Plan:
    problem = search.problem
    total = total_fit(problem, panels.declaration, panels.expert)
    extra = total_fit(problem, *np.asarray(problem.fixed).T)
    figures = {"n_islands": float(panels.n_islands()), "spread": search.spread(panels)}
    certificate = Certificate("total_fit", total, np.zeros(0), figures)
    most = max(bound + extra, total)
    return Plan(panels.declaration, panels.expert, "comparable", total, most, search.seed, 0.0, certificate)

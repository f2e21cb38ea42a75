"""Objective ``total``: the largest total fit, proved by prices."""

import numpy as np

from reviewers.assignment.candidates import Bools, Candidates, free_candidates
from reviewers.assignment.network import Network, optimal_flow, transport_network, whole_gains
from reviewers.assignment.plan import Certificate, Plan
from reviewers.assignment.prices import dual_bound, residual_prices
from reviewers.assignment.problem import Floats, Ints, Problem
from reviewers.assignment.refining import Optimum, refined
from reviewers.assignment.shortlist import best_of_each, only_pairs
from reviewers.assignment.ties import tie_numbers

FEW_PAIRS = 100_000
SHORTLIST = 16
PER_SEAT = 3
PRICINGS = 12
BOUND_PRICINGS = 3
CLOSE = 1e-5
SCATTER = 32


def total_plan(problem: Problem, seed: int) -> Plan | None:
    """Find the plan of largest total fit, or ``None`` where no plan exists.

    Notes
    -----
    Exact: fit is rounded to about 36 bits, and again at finer scales where fits differ too much in size for one; the
    bound comes from prices in floating point, not from the solver.
    Cost: one minimum-cost flow, O(pairs · experts) at worst and close to linear in practice.
    """
    candidates = free_candidates(problem)
    network = transport_network(candidates, problem.group)
    optimum = best_flow(candidates, network, candidates.fit, seed)
    if optimum is None:
        return None
    chosen = np.flatnonzero(optimum.flow[: network.n_pairs])
    declaration, expert = with_fixed(problem, candidates.declaration[chosen], candidates.expert[chosen])
    total, extra = total_fit(problem, declaration, expert), total_fit(problem, *np.asarray(problem.fixed).T)
    n, m = problem.shape
    certificate = Certificate("total_fit", total, optimum.price[n + m] - optimum.price[n : n + m])
    return Plan(declaration, expert, "total", total, max(optimum.bound + extra, total), seed, 0.0, certificate)


def best_flow(
    candidates: Candidates, network: Network, fit: Floats, seed: int, start: Bools | None = None
) -> Optimum | None:
    """Optimise ``fit`` (any worth per candidate) over the network and price the result.

    ``start`` marks the candidates a large problem begins with; without it, the best few of each declaration.
    """
    noise = tie_numbers(seed, candidates.declaration, candidates.expert)
    gain, scale = whole_gains(fit, typical_fit(candidates, fit), network.n_nodes, noise)
    found = _on_shortlist(candidates, network, gain, start) if fit.size > FEW_PAIRS else None
    if found is None:
        flow = optimal_flow(network, gain)
        if flow is None:
            return None
        found = flow, residual_prices(network, flow, gain)
    price = found[1] / scale
    return refined(network, fit, Optimum(found[0], dual_bound(network, price, fit), price), noise)


def _on_shortlist(
    candidates: Candidates, network: Network, gain: Ints, start: Bools | None
) -> tuple[Ints, Ints] | None:
    """Solve over the best candidates of each, add those the prices miss, until none is missed (column generation)."""
    grid = max(1, int(network.capacity[: network.n_pairs].max(initial=1)))
    count = np.maximum(PER_SEAT * network.supply[: candidates.n_declarations] // grid, SHORTLIST)
    kept = best_of_each(candidates, gain.astype(np.float64), count) if start is None else start.copy()
    is_scattered = start is not None
    for _ in range(PRICINGS):
        small = only_pairs(network, kept)
        flow = optimal_flow(small, gain[kept])
        if flow is None and is_scattered:
            return None
        if flow is None:  # everybody's best are the same few: a few at random, by whom all seats can be filled
            is_scattered = True
            chance = tie_numbers(0, candidates.declaration, candidates.expert, SCATTER)
            kept |= best_of_each(candidates, chance.astype(np.float64), count)
            continue
        price = residual_prices(small, flow, gain[kept])
        tail, head = network.tail[: network.n_pairs], network.head[: network.n_pairs]
        excess = gain - (price[tail] - price[head])
        missed = ~kept & (excess > 0)
        if not missed.any():
            whole = np.zeros(network.tail.size, dtype=np.int64)
            whole[: network.n_pairs][kept] = flow[: small.n_pairs]
            whole[network.n_pairs :] = flow[small.n_pairs :]
            return whole, price
        if missed.sum() > kept.sum():
            missed &= best_of_each(candidates, np.where(missed, excess, -1).astype(np.float64), count)
        kept |= missed
    return None


def price_bound(candidates: Candidates, network: Network, fit: Floats, start: Bools) -> tuple[float, Bools, Floats]:
    """Bound the largest total of ``fit`` by prices learned on ``start``, a set of candidates that holds a plan.

    Gives the bound, the candidates in the end and the last prices. Looser than ``best_flow`` by little, and without its
    last, largest flow: pairs the prices still miss are paid for.
    """
    none = np.zeros(fit.size, dtype=np.int64)
    gain, scale = whole_gains(fit, typical_fit(candidates, fit), network.n_nodes, none)
    tail, head = network.tail[: network.n_pairs], network.head[: network.n_pairs]
    kept, bound, prices = start.copy(), np.inf, np.zeros(network.n_nodes)
    for _ in range(BOUND_PRICINGS):
        small = only_pairs(network, kept)
        flow = optimal_flow(small, gain[kept])
        if flow is None:
            break
        price = residual_prices(small, flow, gain[kept])
        prices = price / scale
        bound = min(bound, dual_bound(network, prices, fit))
        missed = ~kept & (gain > price[tail] - price[head])
        if not missed.any() or bound <= float(fit[kept][flow[: small.n_pairs] > 0].sum()) * (1 + CLOSE):
            break
        kept |= missed
    return bound, kept, prices


def typical_fit(candidates: Candidates, fit: Floats) -> float:
    """Mean size of the fit, the yardstick of rounding."""
    return float(np.abs(fit).mean()) if candidates.fit.size else 0.0


def with_fixed(problem: Problem, declaration: Ints, expert: Ints) -> tuple[Ints, Ints]:
    """Add the fixed pairs and sort by declaration, then expert."""
    fixed = np.asarray(problem.fixed)
    declaration = np.concatenate([declaration, fixed[:, 0]])
    expert = np.concatenate([expert, fixed[:, 1]])
    order = np.lexsort((expert, declaration))
    return declaration[order], expert[order]


def total_fit(problem: Problem, declaration: Ints, expert: Ints) -> float:
    """Sum the fit of pairs; a fixed pair without a fit counts 0."""
    return float(np.nansum(problem.fit(declaration, expert)))

"""Objective ``random``: capped probabilities of largest expected fit, then a draw that keeps them."""

import numpy as np

from reviewers.assignment.coins import Coins
from reviewers.assignment.marginals import Marginals, capped_marginals
from reviewers.assignment.plan import Certificate, Plan
from reviewers.assignment.problem import Ints, Problem
from reviewers.assignment.rounding import draw_flow
from reviewers.assignment.total import total_fit, with_fixed

DEFAULT_CAP = 0.5
WORTH_BITS = 30


def random_plan(problem: Problem, seed: int) -> Plan | None:
    """Draw a plan whose every pair is at most as likely as its cap.

    Notes
    -----
    Without caps each pair may have probability 0.5, or 1 where 0.5 allows no plan. ``Plan.bound`` is the optimum of the
    capped linear programme and ``certificate.reached`` the expected total, which meets it. Source: Jecmen et al. 2020,
    "Mitigating manipulation in peer review via randomized reviewer assignments", solved as a flow.
    """
    marginals = capped_marginals(problem, DEFAULT_CAP if problem.cap is None else None)
    if marginals is None and problem.cap is None:
        marginals = capped_marginals(problem, 1.0)
    if marginals is None:
        return None
    declaration, expert = draw_pairs(problem, marginals, seed)
    total = total_fit(problem, declaration, expert)
    figures = {"largest_marginal": float(marginals.units.max(initial=0)) / marginals.grid}
    certificate = Certificate("expected_total_fit", marginals.expected, np.zeros(0), figures)
    return Plan(declaration, expert, "random", total, marginals.bound, seed, 0.0, certificate)


def draw_pairs(problem: Problem, marginals: Marginals, seed: int) -> tuple[Ints, Ints]:
    """Draw once; the fixed pairs are always among the drawn."""
    candidates, network = marginals.candidates, marginals.network
    largest = float(np.abs(candidates.fit).max(initial=0.0)) or 1.0
    worth = np.zeros(network.tail.size, dtype=np.int64)
    worth[: network.n_pairs] = np.rint(candidates.fit * (2.0**WORTH_BITS / largest)).astype(np.int64)
    chosen = np.flatnonzero(draw_flow(network, marginals.flow, marginals.grid, worth, Coins(seed))[: network.n_pairs])
    return with_fixed(problem, candidates.declaration[chosen], candidates.expert[chosen])

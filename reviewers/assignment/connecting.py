"""Join the islands that exchanges leave: an integer search in which every island must send a pair to another one.

A plan hangs together where every island of it is refused: some pair with one end on the island and one outside must be
chosen. Only islands that turn up are refused, one round after the other, until the plan is one, or none is left that
could be (then the pool allows no connected plan). Pools that know nothing of each other are joined each for itself.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reviewers.assignment.candidates import Bools, Candidates, free_candidates, is_member, pair_keys
from reviewers.assignment.integer import integer_model, solved
from reviewers.assignment.islands import Panels
from reviewers.assignment.problem import Ints, Problem
from reviewers.assignment.shortlist import best_of_each, only_candidates
from reviewers.assignment.total import with_fixed

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

WORK, LEAST_WORK = 20.0, 0.02
GRAIN = 1_000
FEW_PAIRS = 20_000
ACROSS, NEAR = 6, 4


def connected(problem: Problem, plan: Panels, seed: int) -> Panels:
    """Join the islands of ``plan`` under every rule, near to it and for little fit.

    Notes
    -----
    Over all pairs where they are few the search is complete but for its limit on deterministic work: where a connected
    plan exists, it is found. Else only the best pairs across islands are tried.
    """
    fewest = _fewest(problem)
    islands = plan.n_islands()
    if islands <= fewest:
        return plan
    candidates = free_candidates(replace(problem, composition=()))
    if candidates.fit.size > FEW_PAIRS:
        candidates = only_candidates(candidates, _near(problem, candidates, plan))
    found = _search(problem, candidates, plan, fewest, seed)
    return plan if found is None else found


def _fewest(problem: Problem) -> int:
    """Islands that no plan can avoid: pools that share nobody, and pools with too few seats for a tree of pairs."""
    candidates = free_candidates(replace(problem, composition=()))
    pairs = with_fixed(problem, candidates.declaration, candidates.expert)
    label = Panels(*pairs, *problem.shape).islands()
    n = problem.n_declarations
    room = np.minimum(problem.max_load, np.bincount(pairs[1], minlength=problem.n_experts))
    pools = np.unique(label[:n][problem.demand > 0]).tolist()
    return sum(_least_trees(problem, room[label[n:] == pool], label == pool) for pool in pools)


def _least_trees(problem: Problem, room: Ints, inside: Bools) -> int:
    """Trees that the seats of a pool make at least: its declarations and the fewest experts who can fill them."""
    n = problem.n_declarations
    demand, room = problem.demand[inside[:n]], np.sort(room)[::-1]
    seats = int(demand.sum())
    experts = int(np.searchsorted(np.cumsum(room), seats)) + 1
    experts = max(experts, int((problem.min_load[inside[n:]] > 0).sum()), int(demand.max()))
    return max(1, int((demand > 0).sum()) + experts - seats)


def _near(problem: Problem, candidates: Candidates, plan: Panels) -> Bools:
    """What the plan holds, and the best pairs of every declaration and expert, on its island and across."""
    label = plan.islands()
    across = label[candidates.declaration] != label[problem.n_declarations + candidates.expert]
    by_expert = replace(candidates, declaration=candidates.expert, demand=candidates.max_load)
    near = _held(problem, candidates, plan)
    for few, worth in ((NEAR, candidates.fit), (ACROSS, candidates.fit + across * 2 * np.ptp(candidates.fit))):
        for side, size in ((candidates, problem.n_declarations), (by_expert, problem.n_experts)):
            near |= best_of_each(side, worth, np.full(size, few))
    return near


def _held(problem: Problem, candidates: Candidates, plan: Panels) -> Bools:
    keys = candidates.declaration * problem.n_experts + candidates.expert
    return is_member(keys, np.sort(pair_keys(problem, np.stack([plan.declaration, plan.expert], axis=1))))


def _search(problem: Problem, candidates: Candidates, plan: Panels, fewest: int, seed: int) -> Panels | None:
    """Refuse islands until the plan has the ``fewest``; ``None`` where none is left or the work is done."""
    model, taken = integer_model(problem, candidates)
    held = _held(problem, candidates, plan)
    for pair, is_on in zip(taken, held.tolist(), strict=True):
        model.add_hint(pair, is_on)
    model.maximize(sum(gain * pair for gain, pair in zip(_worth(candidates, held), taken, strict=True)))
    work, now = WORK, plan
    while work > 0 and now.n_islands() > fewest:
        if not _refuse_islands(problem, candidates, model, taken, now):
            return None
        solver = solved(model, work, seed)
        if solver is None:
            return None
        chosen = np.flatnonzero([solver.value(pair) for pair in taken])
        pairs = with_fixed(problem, candidates.declaration[chosen], candidates.expert[chosen])
        now = Panels(*pairs, *problem.shape)
        work -= solver.deterministic_time + LEAST_WORK
    return now if now.n_islands() <= fewest else None


def _refuse_islands(
    problem: Problem, candidates: Candidates, model: "CpModel", taken: "list[IntVar]", plan: Panels
) -> bool:
    """Ask a pair to or from another island of every island that knows one; say whether any does."""
    label = plan.islands()
    here, there = label[candidates.declaration], label[problem.n_declarations + candidates.expert]
    is_refused = False
    for island in np.unique(label[plan.declaration]).tolist():
        ways = np.flatnonzero((here == island) != (there == island)).tolist()
        if ways:
            model.add_at_least_one(taken[pair] for pair in ways)
            is_refused = True
    return is_refused


def _worth(candidates: Candidates, held: Bools) -> list[int]:
    """What a pair is worth: what the plan holds counts for more than any fit."""
    low, span = float(candidates.fit.min(initial=np.inf)), float(np.ptp(candidates.fit)) or 1.0
    return [int(gain) for gain in np.rint(((candidates.fit - low) / span + held) * GRAIN)]

"""Mend a plan after a withdrawal or a new conflict with the fewest changes, and among those the largest total fit."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from reviewers.assignment.candidates import Bools, Candidates, free_candidates, is_member, pair_keys
from reviewers.assignment.crossing import is_crossing
from reviewers.assignment.diagnose import diagnose
from reviewers.assignment.diagnosis import NoFeasiblePlan
from reviewers.assignment.integer import WORK, integer_model, solved
from reviewers.assignment.network import Network, optimal_flow, transport_network
from reviewers.assignment.plan import Certificate, Plan
from reviewers.assignment.problem import Ints, Pairs, Problem
from reviewers.assignment.shortlist import only_candidates
from reviewers.assignment.ties import tie_numbers
from reviewers.assignment.total import total_fit, with_fixed

GRAIN = 1 << 12


@dataclass(frozen=True, eq=False)
class Repair:
    """The mended plan, the problem it belongs to, and the assignments that went and came (shape (n, 2))."""

    plan: Plan
    problem: Problem
    removed: Ints
    added: Ints

    @property
    def n_changes(self) -> int:
        """New assignments: what has to be told to anybody."""
        return int(self.added.shape[0])


def repair(problem: Problem, plan: Plan, withdrawn: Collection[int] = (), forbidden_pairs: Pairs = ()) -> Repair:
    """Keep as much of ``plan`` as possible when experts withdraw or pairs become forbidden.

    Parameters
    ----------
    withdrawn : collection of int
        Experts who take no work any more; their minimum falls to 0.
    forbidden_pairs : sequence of (declaration, expert)
        Pairs that must not meet from now on.

    Raises
    ------
    NoFeasiblePlan
        Where the rules that remain allow no plan at all.

    Notes
    -----
    A minimum-cost flow in which one kept assignment is worth more than all fit together, so the number of new ones is
    the least possible. Experts keep their load bounds. Cost: one flow over the plan and the candidates of the
    declarations that lost an expert, which suffices where only lost seats change; else one over all pairs. Where rules
    of composition cross, an integer programme does the same.

    Examples
    --------
    >>> from reviewers.assignment.solve import assign
    >>> problem = Problem.from_dense([[0.9, 0.5, 0.4], [0.8, 0.7, 0.1]], demand=1)
    >>> mended = repair(problem, assign(problem), forbidden_pairs=[(0, 0)])
    >>> mended.removed.tolist(), mended.added.tolist()
    ([[0, 0]], [[0, 1]])
    """
    narrowed = _narrowed(problem, withdrawn, forbidden_pairs)
    crosses = is_crossing(narrowed)
    candidates = free_candidates(replace(narrowed, composition=()) if crosses else narrowed)
    held = np.sort(pair_keys(narrowed, np.stack([plan.declaration, plan.expert], axis=1)))
    kept = is_member(candidates.declaration * narrowed.n_experts + candidates.expert, held)
    kept &= (candidates.max_load > 0)[candidates.expert]
    missing = candidates.demand - np.bincount(candidates.declaration[kept], minlength=narrowed.n_declarations)
    solve = (
        _by_integers(narrowed, candidates, kept, plan.seed)
        if crosses
        else _by_flow(narrowed, candidates, kept, plan.seed)
    )
    chosen = solve(kept | (missing > 0)[candidates.declaration])
    if chosen is None or (~kept[chosen]).sum() > missing.sum():  # else no plan changes less
        chosen = solve(np.ones(kept.size, dtype=np.bool_))
    if chosen is None:
        raise NoFeasiblePlan(diagnose(narrowed))
    return _as_repair(narrowed, plan, *with_fixed(narrowed, candidates.declaration[chosen], candidates.expert[chosen]))


def _by_flow(problem: Problem, candidates: Candidates, kept: Bools, seed: int) -> Callable[[Bools], Ints | None]:
    """What solves the repair over allowed candidates where the rules fit a network."""

    def solve(allowed: Bools) -> Ints | None:
        near = only_candidates(candidates, allowed)
        network = transport_network(near, problem.group)
        flow = optimal_flow(network, _gain(near, network, kept[allowed], seed))
        return None if flow is None else np.flatnonzero(allowed)[np.flatnonzero(flow[: network.n_pairs])]

    return solve


def _by_integers(problem: Problem, candidates: Candidates, kept: Bools, seed: int) -> Callable[[Bools], Ints | None]:
    """The same where rules of composition cross."""
    largest = float(np.abs(candidates.fit).max(initial=0.0)) or 1.0
    seats = max(1, int(candidates.demand.sum()))
    gain = np.rint(candidates.fit * (GRAIN / largest)).astype(np.int64) + kept * np.int64(2 * GRAIN * seats + 1)

    def solve(allowed: Bools) -> Ints | None:
        model, taken = integer_model(problem, only_candidates(candidates, allowed))
        model.maximize(sum(worth * pair for worth, pair in zip(gain[allowed].tolist(), taken, strict=True)))
        solver = solved(model, WORK, seed)
        return None if solver is None else np.flatnonzero(allowed)[[bool(solver.value(pair)) for pair in taken]]

    return solve


def _narrowed(problem: Problem, withdrawn: Collection[int], forbidden_pairs: Pairs) -> Problem:
    """The problem without the withdrawn experts and with the new conflicts; hand-made pairs of both are released."""
    gone = np.isin(np.arange(problem.n_experts), sorted(withdrawn))
    fresh = np.array(forbidden_pairs, dtype=np.int64).reshape(-1, 2)
    forbidden = np.unique(np.concatenate([np.asarray(problem.forbidden), fresh]), axis=0)
    fixed = np.asarray(problem.fixed)
    stays = ~gone[fixed[:, 1]] & ~is_member(pair_keys(problem, fixed), np.sort(pair_keys(problem, fresh)))
    return replace(
        problem,
        min_load=np.where(gone, 0, problem.min_load),
        max_load=np.where(gone, 0, problem.max_load),
        forbidden=forbidden,
        fixed=fixed[stays],
    )


def _gain(candidates: Candidates, network: Network, kept: Bools, seed: int) -> Ints:
    """Whole-numbered worth: one kept assignment is worth more than all the fit there is."""
    seats = max(1, int(candidates.demand.sum()))
    most = min(2.0**36, 2.0**56 / network.n_nodes / (4 * seats))
    largest = float(np.abs(candidates.fit).max(initial=0.0)) or 1.0
    fit = np.rint(candidates.fit * (most / largest)).astype(np.int64)
    noise = tie_numbers(seed, candidates.declaration, candidates.expert, bits=4)
    return fit + noise + kept * np.int64(2 * (int(most) + 16) * seats)


def _as_repair(problem: Problem, before: Plan, declaration: Ints, expert: Ints) -> Repair:
    old = pair_keys(problem, np.stack([before.declaration, before.expert], axis=1))
    new = pair_keys(problem, np.stack([declaration, expert], axis=1))
    removed, added = np.setdiff1d(old, new), np.setdiff1d(new, old)
    total = total_fit(problem, declaration, expert)
    certificate = Certificate("n_changes", float(added.size), np.zeros(0))
    plan = replace(
        before,
        declaration=declaration,
        expert=expert,
        total=total,
        bound=max(before.bound, total),
        certificate=certificate,
    )
    m = problem.n_experts
    return Repair(plan, problem, np.stack(np.divmod(removed, m), axis=1), np.stack(np.divmod(added, m), axis=1))

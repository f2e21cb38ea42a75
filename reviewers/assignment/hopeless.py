"""Pairs that no fair plan has: taken out of sight, so that their size does not blur what is left to choose."""

from dataclasses import replace

import numpy as np

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.problem import Problem
from reviewers.assignment.shortlist import only_candidates
from reviewers.assignment.total import total_plan

FAR_BELOW = 1e4
MARGIN = 1e-6


def seatable(candidates: Candidates) -> Candidates:
    """The candidates without those of full experts and of complete declarations."""
    kept = (candidates.max_load > 0)[candidates.expert] & (candidates.demand > 0)[candidates.declaration]
    return candidates if kept.all() else only_candidates(candidates, kept)


def without_hopeless(problem: Problem, seed: int) -> Problem:
    """The problem with penalties far below all fits raised to where they are still out of the question.

    The plan of largest total serves its worst declaration at some level. Whoever took a pair so bad that the best
    other seats cannot make up for it would be served worse, so under this objective no plan takes it, however bad.
    """
    typical = float(np.median(np.abs(problem.data))) if problem.data.size else 0.0
    if -float(problem.data.min(initial=0.0)) <= FAR_BELOW * typical or not problem.demand.any():
        return problem
    plan = total_plan(problem, seed)
    if plan is None:
        return problem
    fit = np.nan_to_num(problem.fit(plan.declaration, plan.expert))
    served, seated = np.bincount(plan.declaration, fit, problem.n_declarations), problem.demand > 0
    worst = float((served[seated] / problem.demand[seated]).min())
    row = np.repeat(np.arange(problem.n_declarations), np.diff(problem.indptr))
    best = np.full(
        problem.n_declarations, 0.0 if np.size(problem.fixed) else -np.inf
    )  # a fixed pair may be no candidate
    np.maximum.at(best, row, problem.data)
    others = np.maximum(problem.demand - 1, 0) * np.where(np.isfinite(best), best, 0.0)
    least = worst * problem.demand - others
    least -= MARGIN * np.maximum(np.abs(least), typical)
    return replace(problem, data=np.maximum(problem.data, least[row]))

"""Solve a stored problem; a large one among narrowed candidates, with a bound over all pairs, or else among all."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from reviewers import NoFeasiblePlan, Plan, assign
from reviewers.assignment.narrowing import bound_of_all
from reviewers.assignment.problem import Floats, Problem
from webapp.services.assign_objective import engine_objective, total_ceiling
from webapp.services.assignment_problem import without_narrowing
from webapp.services.derived_numbers import MICRO
from webapp.services.stored_problem import barred_of, fits_of, problem_to_solve

Plain = Mapping[str, Any]


def solve_plain(plain: Plain, objective: str, seed: int) -> tuple[Plan, float]:
    """The plan, and the total fit that no plan exceeds."""
    problem = problem_to_solve(plain)
    plan = assign(problem, objective=engine_objective(objective), seed=seed)
    if "narrowed" not in plain:
        return plan, total_ceiling(plan)
    priced = plan if objective == "total" else assign(problem, "total", seed)
    return plan, max(plan.total, _bound(plain, problem, priced.certificate.expert_price))


def _bound(plain: Plain, problem: Problem, price: Floats) -> float:
    loads = problem.min_load, problem.max_load
    return bound_of_all(fits_of(plain), barred_of(plain), np.asarray(problem.demand), loads, price, float(MICRO))


def solve_or_widen(plain: Plain, objective: str, seed: int) -> tuple[Plain, Plan, float]:
    """The problem that has a plan, among all pairs where the narrowed candidates have none; the plan and its bound."""
    try:
        return plain, *solve_plain(plain, objective, seed)
    except NoFeasiblePlan:
        if "narrowed" not in plain:
            raise
        whole = without_narrowing(plain)
        return whole, *solve_plain(whole, objective, seed)

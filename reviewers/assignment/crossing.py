"""Objectives under crossing rules of composition: an integer plan holds the rules, objectives fill the other seats."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from reviewers.assignment.connecting import connected
from reviewers.assignment.crossing_draw import diagnose_crossing_draw
from reviewers.assignment.crossing_rules import crossing_declarations
from reviewers.assignment.diagnose import diagnose
from reviewers.assignment.diagnosis import NoFeasiblePlan
from reviewers.assignment.integer import integer_plan, panel_keepers
from reviewers.assignment.islands import Panels
from reviewers.assignment.plan import Certificate, Plan
from reviewers.assignment.problem import Problem
from reviewers.assignment.total import total_fit, with_fixed


def is_crossing(problem: Problem) -> bool:
    """Whether two rules share an expert of a panel, or a unit spans two rules, so that no network holds them all."""
    return bool(problem.composition) and bool(crossing_declarations(problem, problem.composition).any())


def crossing_plan(problem: Problem, objective: str, solve: Callable[[Problem, int], Plan | None], seed: int) -> Plan:
    """Plan a problem whose rules of composition cross.

    ``total`` comes from the integer solver with its bound. ``fair`` and ``comparable`` hold the few assignments of that
    plan that satisfy the rules and are free in all other seats.

    Raises
    ------
    NoFeasiblePlan
        With the smallest relaxations found by the integer solver; always under ``random`` (held assignments would be
        certain, which no cap allows), with the fewest demands to drop.
    """
    found = integer_plan(problem, seed=seed)
    if found is None:
        raise NoFeasiblePlan(diagnose(problem))
    if objective == "random":
        raise NoFeasiblePlan(diagnose_crossing_draw(problem))
    chosen = found.candidates.declaration[found.chosen], found.candidates.expert[found.chosen]
    declaration, expert = with_fixed(problem, *chosen)
    total, extra = total_fit(problem, declaration, expert), total_fit(problem, *np.asarray(problem.fixed).T)
    certificate = Certificate("total_fit", total, np.zeros(0))
    best = Plan(declaration, expert, "total", total, max(found.bound + extra, total), seed, 0.0, certificate)
    if objective == "total":
        return best
    held = {tuple(pair) for pair in np.asarray(problem.fixed).tolist()} | set(
        panel_keepers(problem, declaration, expert)
    )
    plan = solve(replace(problem, composition=(), fixed=sorted(held)), seed)
    if plan is None:
        return best
    return _rejoined(problem, plan, seed) if objective == "comparable" else plan


def _rejoined(problem: Problem, plan: Plan, seed: int) -> Plan:
    """Join islands that the assignments held for the rules keep apart: others may satisfy the rules too."""
    before = Panels(plan.declaration, plan.expert, *problem.shape)
    after = connected(problem, before, seed)
    if after is before:
        return plan
    total = total_fit(problem, after.declaration, after.expert)
    figures = {"n_islands": float(after.n_islands())}
    certificate = Certificate("total_fit", total, np.zeros(0), figures)
    return replace(
        plan, declaration=after.declaration, expert=after.expert, total=total, bound=plan.bound, certificate=certificate
    )

"""Objectives under crossing rules of composition: an integer plan holds the rules, objectives fill the other seats."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from reviewers.assignment.crossing_draw import diagnose_crossing_draw
from reviewers.assignment.crossing_rules import crossing_declarations
from reviewers.assignment.diagnosis import Change, Clash, Diagnosis, NoFeasiblePlan, Relaxation
from reviewers.assignment.integer import IntegerPlan, integer_plan, panel_keepers
from reviewers.assignment.plan import Certificate, Plan
from reviewers.assignment.problem import Problem
from reviewers.assignment.total import total_fit, with_fixed

KINDS = ("max_load", "demand", "min_load", "composition")
TEMPLATES = {
    "max_load": "把专家的工作量上限合计提高 {size} 份",
    "demand": "把申报所需专家合计减少 {size} 人次",
    "min_load": "把专家的工作量下限合计降低 {size} 份",
    "composition": "把申报的构成要求合计放宽 {size} 人次",
    "mixed": "几类调整合计 {size} 处",
}


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
        raise NoFeasiblePlan(_diagnosis(problem))
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
    return best if plan is None else plan


def _diagnosis(problem: Problem) -> Diagnosis:
    """Smallest relaxations of each kind by the integer solver, the mixed one where it is smaller."""
    found = [
        _relaxation(kind, plan)
        for kind in KINDS
        if (plan := integer_plan(problem, (kind,))) is not None and plan.broken
    ]
    found.sort(key=lambda relaxation: relaxation.size)
    mixed = integer_plan(problem, KINDS)
    if mixed is not None and mixed.broken:
        relaxation = _relaxation("mixed", mixed)
        if not found or relaxation.size < found[0].size:
            found.insert(0, relaxation)
    moved = [change for rows in found[0].changes.values() for change in rows] if found else []
    declarations = tuple(sorted({c.declaration for c in moved if c.declaration is not None}))
    experts = tuple(sorted({c.expert for c in moved if c.expert is not None}))
    size = found[0].size if found else 1
    text = "构成要求、回避单位与席位、工作量合在一起无法满足，至少差 {needed} 人次"
    clash = Clash("composition", declarations, experts, size, 0, False, text, {"needed": str(size)})
    return Diagnosis((clash,), tuple(found))


def _relaxation(kind: str, plan: IntegerPlan) -> Relaxation:
    changes: dict[str, tuple[Change, ...]] = {}
    for row, units in plan.broken:
        sign = 1 if row.rule == "max_load" else -1
        who = (row.declaration if row.declaration >= 0 else None, row.expert if row.expert >= 0 else None)
        changes[row.rule] = (*changes.get(row.rule, ()), Change(*who, sign * units))
    size = sum(units for _, units in plan.broken)
    return Relaxation(kind, size, changes, TEMPLATES[kind], {"size": str(size)})

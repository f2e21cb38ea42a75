"""Two plans side by side: what each reaches, and which declarations get other experts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from reviewers import NoFeasiblePlan
from webapp import models
from webapp.errors import NotFound, ProblemsFound
from webapp.queries import panels
from webapp.services.assign_objective import OBJECTIVES
from webapp.services.no_plan import NO_PLAN, no_plan_problems
from webapp.services.plan_figures import PlanFigures, figures_of
from webapp.services.plan_steps import Plain, rows_of
from webapp.services.solve_plain import solve_plain

LONGEST_NUMBER = 19


@dataclass(frozen=True)
class Difference:
    """One declaration whose panel differs."""

    number: str
    cluster_name: str
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The plan and the other one; loads differ where the same expert has another number of declarations."""

    here: PlanFigures
    there: PlanFigures
    differences: tuple[Difference, ...]
    n_declarations: int


def compare_plans(
    session: Session, *, found: models.Round, plan: models.AssignmentPlan, other: str
) -> tuple[Comparison, Mapping[str, Any]]:
    """Compare the plan with a stored one (its number) or with what another objective would give; nothing is stored."""
    own = panels.outcome_of_plan(session, plan.id)
    outcome = other_outcome(session, found, plan, own["problem"], other)
    titles = {row.number: row.cluster_name for row in panels.admitted_names(session, found.id)}
    here, there = panels_by_number(own), panels_by_number(outcome)
    differences = tuple(
        Difference(
            number,
            titles.get(number, ""),
            tuple(sorted(here[number] - there.get(number, set()))),
            tuple(sorted(there.get(number, set()) - here[number])),
        )
        for number in sorted(here)
        if here[number] != there.get(number, set())
    )
    return Comparison(figures_of(own), figures_of(outcome), differences, len(here)), outcome


def other_outcome(
    session: Session, found: models.Round, plan: models.AssignmentPlan, problem: Plain, other: str
) -> Mapping[str, Any]:
    """The plan to compare with."""
    if other.isascii() and other.isdigit() and len(other) < LONGEST_NUMBER:
        return panels.outcome_of_plan(session, panels.plan_by_id(session, found.id, int(other)).id)
    if other not in OBJECTIVES:
        raise NotFound("no-plan", "没有这个分派方案。")
    try:
        solved, ceiling = solve_plain(problem, other, int(plan.seed))
    except NoFeasiblePlan as error:
        raise ProblemsFound("no-feasible-plan", no_plan_problems(error, problem), NO_PLAN) from error
    return {"problem": problem, "rows": rows_of(solved), "total": solved.total, "bound": ceiling}


def panels_by_number(outcome: Mapping[str, Any]) -> dict[str, set[str]]:
    """Pseudonyms by declaration."""
    problem = outcome["problem"]
    grouped: dict[str, set[str]] = {number: set() for number in problem["declarations"]}
    for i, j in outcome["rows"]:
        grouped[problem["declarations"][i]].add(problem["experts"][j])
    return grouped

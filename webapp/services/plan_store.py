"""Keep a plan that grew out of another one, with all its steps, so that anyone can take them again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp import models
from webapp.errors import Refusal, StaleWrite
from webapp.queries import panels
from webapp.services.derived_numbers import part_digest
from webapp.services.plan_pages import store_pages
from webapp.services.plan_steps import Plain, Rows, as_engine_plan, base_of
from webapp.services.stored_problem import as_engine_problem


def plan_part(plan: models.AssignmentPlan) -> dict[str, Any]:
    """The plan as the bundle carries it."""
    return {"objective": plan.objective, "seed": plan.seed, **plan.outcome}


def present_plan(session: Session, round_id: int, plan_id: int | None = None) -> models.AssignmentPlan:
    """The newest plan; refuse when the page was looking at an older one."""
    return checked(panels.current_plan(session, round_id), plan_id)


def present_head(session: Session, round_id: int, plan_id: int | None = None) -> models.AssignmentPlan:
    """The same without its problem and pairs."""
    return checked(panels.plan_head(session, round_id), plan_id)


def present_key(session: Session, round_id: int, plan_id: int | None = None) -> models.AssignmentPlan:
    """The same by no more than it is known by."""
    return checked(panels.plan_key(session, round_id), plan_id)


def checked(plan: models.AssignmentPlan | None, plan_id: int | None) -> models.AssignmentPlan:
    """The plan, or why it cannot be worked on."""
    if plan is None:
        raise Refusal("no-plan-yet", "还没有分派方案，请先计算分派。")
    if plan_id is not None and plan.id != plan_id:
        raise StaleWrite("plan-changed", "分派方案已被更新，请刷新页面后再操作。", plan=plan.id)
    return plan


def store_step(
    session: Session,
    *,
    before: models.AssignmentPlan,
    objective: str,
    after: tuple[Plain, Rows],
    step: Mapping[str, Any],
    now: datetime,
) -> models.AssignmentPlan:
    """Store the plan after one more step; the plan before stays as it was."""
    part, (problem, rows) = plan_part(before), after
    reached = as_engine_plan(as_engine_problem(problem, rows), rows, int(before.seed)).total
    outcome = {
        "problem": dict(problem),
        "rows": rows,
        "total": round(reached, 6),
        "bound": part["bound"],
        "base": dict(base_of(part)),
        "base_plan": part.get("base_plan", before.id),
        "steps": [*part.get("steps", []), dict(step)],
    }
    stored = models.AssignmentPlan(
        round_id=before.round_id,
        objective=objective,
        seed=before.seed,
        problem_digest=part_digest(problem),
        outcome=outcome,
        total=round(reached, 6),
        bound=part["bound"],
        at=now,
    )
    session.add(stored)
    store_pages(session, stored, outcome)
    return stored

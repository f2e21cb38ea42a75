"""Assign the admitted declarations to the panel and keep the plan until the organiser accepts it."""

from datetime import datetime

from sqlalchemy.orm import Session

from reviewers import NoFeasiblePlan
from webapp import models
from webapp.errors import ProblemsFound, Refusal
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels, rounds
from webapp.services.assignment_problem import assignment_problem, with_even_loads, with_narrowing
from webapp.services.derived_numbers import part_digest, plan_seed
from webapp.services.no_plan import NO_PLAN, no_plan_problems
from webapp.services.plan_pages import store_pages
from webapp.services.plan_steps import rows_of
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.solve_plain import solve_or_widen


def is_same_again(plan: models.AssignmentPlan, digest: str, objective: str, seed: str) -> bool:
    """Tell whether the plan is what the same question was answered with before, untouched by hand."""
    asked_before = (plan.problem_digest, plan.objective, plan.seed)
    return asked_before == (digest, objective, seed) and not plan.outcome.get("steps")


def propose_plan(session: Session, *, actor: Actor, found: models.Round, now: datetime) -> models.AssignmentPlan:
    """Solve the assignment; when there is no solution say which rules clash and what would help."""
    rounds.hold_round(session, found)
    require(actor, Action.ASSIGN, Facts(round_state=found.state))
    drawn = panels.draw_of_round(session, found.id)
    if drawn is None:
        raise Refusal("not-drawn", "请先抽取专家组，再分派。")
    if found.state != "declaring":
        raise Refusal("already-assigned", "分派方案已经采用，评分已开始。")
    settings = RoundSettings.from_json(found.settings)
    objective = settings.objective
    plain = with_even_loads(with_narrowing(assignment_problem(session, found)), settings.load_difference)
    seed = plan_seed(drawn.seed)
    digest = part_digest(plain)
    current = panels.current_plan(session, found.id)
    if current is not None and is_same_again(current, digest, objective, str(seed)):
        return current
    try:
        solved, plan, ceiling = solve_or_widen(plain, objective, seed)
    except NoFeasiblePlan as error:
        raise ProblemsFound("no-feasible-plan", no_plan_problems(error, plain), NO_PLAN) from error
    total, bound = round(plan.total, 6), round(ceiling, 6)
    outcome = {"problem": solved, "rows": rows_of(plan), "total": total, "bound": bound}
    stored = models.AssignmentPlan(
        round_id=found.id,
        objective=objective,
        seed=str(seed),
        problem_digest=digest if solved is plain else part_digest(solved),
        outcome=outcome,
        total=total,
        bound=bound,
        at=now,
    )
    session.add(stored)
    store_pages(session, stored, outcome)
    facts = {"problem": stored.problem_digest, "objective": objective, "seed": stored.seed}
    facts |= {"narrowed": solved["narrowed"]} if "narrowed" in solved else {}
    record_act(session, actor=actor, action="propose plan", facts=facts, now=now, round_id=found.id)
    return stored

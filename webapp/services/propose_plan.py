"""Assign the admitted declarations to the panel and keep the plan until the organiser accepts it."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from reviewers import NoFeasiblePlan, assign
from webapp import models
from webapp.errors import ProblemsFound, Refusal
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels, rounds
from webapp.services.assign_objective import engine_objective, total_ceiling
from webapp.services.assignment_problem import assignment_problem, problem_to_solve, with_even_loads
from webapp.services.no_plan import NO_PLAN, no_plan_problems
from webapp.services.plan_pages import store_pages
from webapp.services.record_act import canonical, record_act
from webapp.services.round_settings import RoundSettings


def plan_seed(draw_seed: str) -> int:
    """Derive the seed of the assignment from that of the draw: 48 bits of SHA-256."""
    return int.from_bytes(hashlib.sha256(f"zeyou-assign-v1\n{draw_seed}".encode()).digest()[:6])


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
    plain = with_even_loads(assignment_problem(session, found), settings.load_difference)
    seed = plan_seed(drawn.seed)
    digest = hashlib.sha256(canonical(plain).encode()).hexdigest()
    current = panels.current_plan(session, found.id)
    if current is not None and is_same_again(current, digest, objective, str(seed)):
        return current
    try:
        plan = assign(problem_to_solve(plain), objective=engine_objective(objective), seed=seed)
    except NoFeasiblePlan as error:
        raise ProblemsFound("no-feasible-plan", no_plan_problems(error, plain), NO_PLAN) from error
    rows = [[int(i), int(j)] for i, j in zip(plan.declaration, plan.expert, strict=True)]
    total, bound = round(plan.total, 6), round(total_ceiling(plan), 6)
    outcome = {"problem": plain, "rows": rows, "total": total, "bound": bound}
    stored = models.AssignmentPlan(
        round_id=found.id,
        objective=objective,
        seed=str(seed),
        problem_digest=digest,
        outcome=outcome,
        total=total,
        bound=bound,
        at=now,
    )
    session.add(stored)
    store_pages(session, stored, outcome)
    facts = {"problem": stored.problem_digest, "objective": objective, "seed": stored.seed}
    record_act(session, actor=actor, action="propose plan", facts=facts, now=now, round_id=found.id)
    return stored

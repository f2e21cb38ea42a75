"""Change the proposed plan by hand: checked at once, stored as a new plan with its base and every change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp import models
from webapp.errors import ProblemsFound, Refusal
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels
from webapp.services.conflict_standing import barred_pairs
from webapp.services.plan_checks import Objection, objections
from webapp.services.plan_steps import edited_rows, take_step
from webapp.services.plan_store import plan_part, present_plan, store_step
from webapp.services.record_act import record_act


def edit_plan(
    session: Session,
    *,
    actor: Actor,
    found: models.Round,
    plan_id: int,
    declaration: str,
    experts: Sequence[str],
    reason: str,
    now: datetime,
) -> models.AssignmentPlan:
    """Give one declaration exactly these experts (pseudonyms)."""
    require(actor, Action.ASSIGN, Facts(round_state=found.state))
    if found.state != "declaring":
        raise Refusal("already-assigned", "分派方案已经采用，评分已开始。")
    before = present_plan(session, found.id, plan_id)
    added, removed = changes(before, declaration, experts)
    if not added and not removed:
        raise Refusal("nothing-changed", "没有改动。")
    check_reason(session, found, reason)
    raised = [one for one in check_edit(session, found, before, declaration, experts) if one.is_hard]
    if raised:
        raise ProblemsFound("edit-breaks-rules", tuple(one.problem for one in raised))
    step = {"kind": "edit", "added": added, "removed": removed, "reason": reason.strip()[:300]}
    part = plan_part(before)
    after = take_step(part["problem"], part["rows"], step, int(before.seed))
    plan = store_step(session, before=before, objective="by_hand", after=after, step=step, now=now)
    facts = {"plan": plan.id, "before": before.id, "added": added, "removed": removed, "reason": step["reason"]}
    record_act(session, actor=actor, action="edit plan", facts=facts, now=now, round_id=found.id)
    return plan


def changes(
    plan: models.AssignmentPlan, declaration: str, experts: Sequence[str]
) -> tuple[list[list[int]], list[list[int]]]:
    """The pairs to add and to remove so that the declaration has exactly these experts."""
    problem = plan.outcome["problem"]
    if declaration not in problem["declarations"] or not set(experts) <= set(problem["experts"]):
        raise Refusal("unknown-pair", "申报或专家不在方案中，请刷新页面。")
    i = problem["declarations"].index(declaration)
    wanted = {problem["experts"].index(name) for name in experts}
    present = {j for row, j in plan.outcome["rows"] if row == i}
    return [[i, j] for j in sorted(wanted - present)], [[i, j] for j in sorted(present - wanted)]


def check_edit(
    session: Session, found: models.Round, plan: models.AssignmentPlan, declaration: str, experts: Sequence[str]
) -> list[Objection]:
    """What the edit would newly break; what the plan breaks already is not told again."""
    added, removed = changes(plan, declaration, experts)
    problem, rows = plan.outcome["problem"], plan.outcome["rows"]
    row = {row.id: problem["declarations"].index(row.number) for row in panels.admitted_names(session, found.id)}
    column = {
        seat.expert_id: problem["experts"].index(seat.pseudonym)
        for seat, _expert in panels.seats_of_round(session, found.id)
        if seat.pseudonym in problem["experts"]
    }
    conflicts = barred_pairs(panels.conflicts_of_round(session, found.id))
    barred = [(row[i], column[j]) for i, j in conflicts if i in row and j in column]
    before = {(one.problem.where, one.problem.message) for one in objections(problem, rows, barred)}
    after = objections(problem, edited_rows(rows, added, removed), barred)
    return [one for one in after if (one.problem.where, one.problem.message) not in before]


def check_reason(session: Session, found: models.Round, reason: str) -> None:
    """Ask for a reason that names nobody: it travels with the bundle."""
    if not reason.strip():
        raise Refusal("edit-without-reason", "手工调整须写明理由，例如“补充一名绿色低碳方向的专家”。")
    for _seat, expert in panels.seats_of_round(session, found.id):
        if expert.name in reason:
            raise Refusal("reason-names-expert", "理由会随核验包公开，请用代号，不要写专家姓名。")

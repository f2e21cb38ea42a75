"""Order one more review after the lock: one expert of the panel more for one declaration, on record with its reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, ProblemsFound, Refusal
from webapp.models import Assignment, ExtraReview, Round, Seat
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels, reconsiderations
from webapp.services.edit_plan import check_edit
from webapp.services.freeze_round import check_frozen
from webapp.services.names_nobody import check_names_nobody
from webapp.services.plan_steps import take_step
from webapp.services.plan_store import present_plan, store_step
from webapp.services.propose_extra_reviews import is_free
from webapp.services.record_act import record_act
from webapp.services.write_notice import write_notice

LONGEST_REASON = 300


def order_extra_review(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    number: str,
    pseudonym: str,
    reason: str,
    gain: int | None,
    now: datetime,
) -> Assignment:
    """Store the step of the plan, the assignment and why; the rest of the plan stays as it is."""
    require(actor, Action.ORDER_EXTRA_REVIEW, Facts(round_state=found.state))
    check_frozen(found)
    if not reason.strip():
        raise Refusal("extra-without-reason", "请写明为什么需要补评，例如“处于名额线附近，多一份评审可减少误差”。")
    check_names_nobody(session, found, reason)
    declaration = panels.admitted_of_numbers(session, found.id, [number]).get(number)
    if declaration is None or not is_free(session, found, declaration, pseudonym):
        raise Refusal(
            "expert-not-free", "{expert}不能补评该份申报：已评过、须回避或与已有专家同单位。", expert=pseudonym
        )
    plan_id = add_to_plan(session, found, number, pseudonym, reason.strip()[:LONGEST_REASON], now)
    seat = next(seat for seat, _expert in panels.seated_of_round(session, found.id) if seat.pseudonym == pseudonym)
    assignment = Assignment(plan_id=plan_id, declaration_id=declaration.id, seat_id=seat.id)
    session.add(assignment)
    session.flush()
    session.add(
        ExtraReview(
            assignment_id=assignment.id,
            round_id=found.id,
            gain=gain,
            reason=reason.strip()[:LONGEST_REASON],
            account_id=actor.account_id or 0,
            at=now,
        )
    )
    tell_expert(session, found, seat, number, now)
    facts = {"declaration": number, "expert": pseudonym, "plan": plan_id, "assignment": assignment.id}
    record_act(session, actor=actor, action="order extra review", facts=facts, now=now, round_id=found.id)
    return assignment


def add_to_plan(session: Session, found: Round, number: str, pseudonym: str, reason: str, now: datetime) -> int:
    """Add the pair to the plan in force as one more recorded step; return the plan that came of it."""
    before = present_plan(session, found.id)
    problem, rows = before.outcome["problem"], before.outcome["rows"]
    if pseudonym not in problem["experts"]:
        raise Refusal("expert-not-in-plan", "{expert}不在分派方案中，不能补评。", expert=pseudonym)
    i, j = problem["declarations"].index(number), problem["experts"].index(pseudonym)
    present = [problem["experts"][column] for row, column in rows if row == i]
    raised = [one for one in check_edit(session, found, before, number, [*present, pseudonym]) if one.is_hard]
    if raised:
        raise ProblemsFound("edit-breaks-rules", tuple(one.problem for one in raised))
    step = {"kind": "edit", "added": [[i, j]], "removed": [], "reason": reason}
    after = take_step(problem, rows, step, int(before.seed))
    plan = store_step(session, before=before, objective="by_hand", after=after, step=step, now=now)
    plan.accepted_at = now
    return plan.id


def tell_expert(session: Session, found: Round, seat: Seat, number: str, now: datetime) -> None:
    """Leave a notice on the expert's desk."""
    if seat.account_id is not None:
        told = {"round": found.title, "number": number}
        write_notice(session, kind="extra_review", to={seat.account_id}, values=told, now=now)


def cancel_extra_review(session: Session, *, actor: Actor, found: Round, assignment_id: int, now: datetime) -> None:
    """Take an order back that was not handed in yet; what was written is kept but does not count."""
    require(actor, Action.ORDER_EXTRA_REVIEW, Facts(round_state=found.state))
    ordered = {one.assignment.id: one for one in reconsiderations.ordered_in_round(session, found.id)}
    if assignment_id not in ordered:
        raise NotFound("no-extra", "没有这项补评。")
    one = ordered[assignment_id]
    if not one.is_open:
        raise Refusal("extra-finished", "这项补评已提交或已取消。")
    one.assignment.is_withdrawn = True
    facts = {"declaration": one.declaration.number, "expert": one.seat.pseudonym, "assignment": assignment_id}
    record_act(session, actor=actor, action="cancel extra review", facts=facts, now=now, round_id=found.id)

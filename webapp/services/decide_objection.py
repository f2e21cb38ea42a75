"""Decide an objection that was looked into: dismissed, or upheld and the declaration leaves the list."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Declaration, Objection, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import lists
from webapp.services.bundle_parts import bound_parts
from webapp.services.investigate_objection import judges_among
from webapp.services.list_procedure import list_stage, require_list_step
from webapp.services.notice_receivers import receivers
from webapp.services.record_act import record_act
from webapp.services.register_objection import DISMISSED, INVESTIGATED, UPHELD
from webapp.services.start_publicity import REMOVED
from webapp.services.write_notice import write_notice

STEPS = {UPHELD: "uphold_objection", DISMISSED: "dismiss_objection"}
OUTCOME_WORDS = {UPHELD: "成立", DISMISSED: "不成立"}
DECIDER, NOT_BY_A_JUDGE = "决定人", "“{name}”不能决定：决定异议的人须未参与该集群的评审。"
LEAVES = "异议 {number} 成立"


def decide_objection(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    objection: Objection,
    outcome: str,
    answer: str,
    decider: str,
    now: datetime,
) -> None:
    """Store the decision with its written reason and the person; the list changes in the same transaction."""
    require(actor, Action.HANDLE_OBJECTION, Facts(round_state=found.state))
    if objection.state != INVESTIGATED:
        raise Refusal("not-investigated", "这件异议还没有核查，或者已经办结，不能决定。")
    check_words(outcome, answer, decider)
    judges = judges_among(session, objection, decider, actor, DECIDER, NOT_BY_A_JUDGE)
    if judges:
        raise ProblemsFound("decision-wrong", tuple(judges))
    listed = lists.entry_of_declaration(session, objection.declaration_id)
    entry = listed.entry
    if entry.standing != REMOVED:
        require_list_step(found, STEPS[outcome], list_stage(found, entry, is_objected=True), {"reason_written"})
    objection.state, objection.answer, objection.decider, objection.decided_at = (
        outcome,
        answer.strip(),
        decider.strip(),
        now,
    )
    if outcome == UPHELD and entry.standing != REMOVED:
        entry.standing, entry.reason = REMOVED, LEAVES.format(number=objection.number)
    told = {"objection": objection.number, "outcome": outcome, "decider": objection.decider}
    bound = bound_parts(session, found, "publicity.json")
    record_act(session, actor=actor, action="decide objection", facts={**told, **bound}, now=now, round_id=found.id)
    tell_decided(session, found, objection, listed.declaration, now)


def tell_decided(session: Session, found: Round, objection: Objection, one: Declaration, now: datetime) -> None:
    """Tell the department and the applicant how it ended; who raised it stays in the file."""
    told = {
        "round": found.title,
        "number": one.number,
        "cluster": one.cluster_name,
        "objection": objection.number,
        "outcome": OUTCOME_WORDS[objection.state],
    }
    to = receivers(session).department | ({one.applicant_id} if one.applicant_id is not None else set())
    write_notice(session, kind="objection_decided", to=to, values=told, now=now)


def check_words(outcome: str, answer: str, decider: str) -> None:
    """Ask for the outcome, its reason and the person."""
    problems = []
    if outcome not in STEPS:
        problems.append(Problem("处理结果", "no-outcome", "请选择异议成立或不成立。"))
    if not answer.strip():
        problems.append(Problem("处理意见", "no-reason", "请写明处理意见和理由。"))
    if not decider.strip():
        problems.append(Problem("决定人", "no-person", "请写明由谁决定。"))
    if problems:
        raise ProblemsFound("decision-wrong", tuple(problems))

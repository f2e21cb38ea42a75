"""A person decides, in writing, what a finding leaves open."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Declaration, FindingDecision, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import declarations
from webapp.services.record_act import record_act


def decide_finding(
    session: Session,
    *,
    actor: Actor,
    declaration: Declaration,
    found: Round,
    condition: str,
    outcome: str,
    reason: str,
    now: datetime,
) -> None:
    """Store the decision with its reason; a later one replaces it and both stand in the ledger."""
    require(actor, Action.DECIDE_FINDING, Facts(round_state=found.state))
    if outcome not in ("pass", "fail") or not reason.strip():
        raise Refusal("decision-without-reason", "请选择“符合”或“不符合”，并写明理由。")
    screening = declarations.newest_screening(session, declaration.id)
    asked = set()
    if screening is not None:
        asked = {one["condition"] for one in screening.result["findings"] if one["result"] == "needs_decision"}
        asked |= {one["check"] for one in screening.result["checks"] if one["result"] == "needs_decision"}
    if condition not in asked:
        raise Refusal("nothing-to-decide", "该项不需要人工认定。")
    decision = declarations.decisions_of(session, declaration.id).get(condition)
    if decision is None:
        decision = FindingDecision(declaration_id=declaration.id, condition=condition)
        session.add(decision)
    decision.outcome, decision.reason = outcome, reason.strip()
    decision.account_id, decision.at = actor.account_id or 0, now
    told = {"declaration": declaration.number, "condition": condition, "outcome": outcome, "reason": reason.strip()}
    record_act(session, actor=actor, action="decide finding", facts=told, now=now, round_id=found.id)

"""Answer a clue of the conflict rules: it is a conflict, or it is not; either way with the reason, for good."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.models import Conflict, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.conflict_standing import CONFIRMED, DISMISSED, OPEN
from webapp.services.mark_gap import mark_gap
from webapp.services.record_act import record_act


def answer_conflict(
    session: Session, *, actor: Actor, found: Round, conflict_id: int, is_same: bool, reason: str, now: datetime
) -> Conflict:
    """Keep the answer with the evidence; a confirmed conflict also takes the pair out of a plan in force."""
    require(actor, Action.SETTLE_CONFLICT, Facts(round_state=found.state))
    conflict = session.get(Conflict, conflict_id)
    if conflict is None or conflict.round_id != found.id:
        raise NotFound("no-conflict", "没有这条回避线索。")
    if conflict.source != OPEN:
        raise Refusal("already-answered", "这条线索已经核实过，不能重复核实。")
    if not reason.strip():
        raise Refusal("answer-without-reason", "请写明核实的依据，例如“经电话核实，非同一人”。")
    conflict.source = CONFIRMED if is_same else DISMISSED
    conflict.evidence = f"{conflict.evidence}（核实：{reason.strip()[:300]}）"
    if conflict.evidence_parts:
        conflict.evidence_parts = {**conflict.evidence_parts, "answer": reason.strip()[:300]}
    if is_same:
        mark_gap(session, found, conflict)
    facts = {"conflict": conflict.id, "answer": conflict.source}
    record_act(session, actor=actor, action="answer conflict", facts=facts, now=now, round_id=found.id)
    return conflict

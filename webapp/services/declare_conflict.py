"""An expert declares a conflict: only that pair is removed, everybody else's work stays."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Conflict
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries.desks import Sheet
from webapp.services.record_act import record_act


def declare_conflict(session: Session, *, actor: Actor, sheet: Sheet, reason: str, now: datetime) -> None:
    """Withdraw the pair and keep the reason as evidence."""
    require(actor, Action.SCORE, Facts(owner_id=sheet.seat.account_id, round_state=sheet.round.state))
    if not sheet.is_writable:
        raise Refusal("too-late-to-recuse", "该份评审已提交或评分已结束，不能再申报回避，请联系评审机构。")
    if not reason.strip():
        raise Refusal("recusal-without-reason", "请写明与申报单位的关系，例如“现任该企业顾问”。")
    sheet.assignment.is_withdrawn = True
    session.add(
        Conflict(
            round_id=sheet.round.id,
            expert_id=sheet.seat.expert_id,
            declaration_id=sheet.declaration.id,
            rule="declared_by_expert",
            evidence=reason.strip()[:500],
            source="expert",
            at=now,
        )
    )
    facts = {"assignment": sheet.assignment.id}
    record_act(session, actor=actor, action="declare conflict", facts=facts, now=now, round_id=sheet.round.id)

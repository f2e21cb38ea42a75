"""The organiser decides a request of recusal: whom it concerns stands aside, or it is turned down with a reason."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import RecusalRequest, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import recusals
from webapp.services.add_conflict import add_conflict
from webapp.services.record_act import record_act

ACCEPTED, REFUSED = "accepted", "refused"


def decide_recusal(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    request_id: int,
    is_accepted: bool,
    expert_ids: Sequence[int],
    answer: str,
    now: datetime,
) -> RecusalRequest:
    """Accepted, the experts named stand aside within the applicant's number; nobody named means nobody of the pool."""
    require(actor, Action.SETTLE_CONFLICT, Facts(round_state=found.state))
    request = recusals.request_by_id(session, found.id, request_id)
    if request.answered_at is not None:
        raise Refusal("already-decided", "这件回避申请已经办理过。")
    if not is_accepted and not answer.strip():
        raise Refusal("refusal-unreasoned", "不予采纳的，请写明理由，将告知申报单位。")
    for expert_id in expert_ids if is_accepted else ():
        pair = (request.declaration_id, expert_id)
        told = f"{request.asked}：{request.reason}"
        add_conflict(session, actor=actor, found=found, pair=pair, rule="requested", evidence=told, now=now)
    request.state = ACCEPTED if is_accepted else REFUSED
    request.answer, request.answered_at = answer.strip()[:500], now
    facts = {"request": request.id, "answer": request.state, "experts": len(expert_ids) if is_accepted else 0}
    record_act(session, actor=actor, action="decide recusal", facts=facts, now=now, round_id=found.id)
    return request

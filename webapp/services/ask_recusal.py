"""An applicant asks that somebody should not judge its declaration, by name or unit, without seeing the pool."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Declaration, RecusalRequest, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import recusals, rounds
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings


def ask_recusal(
    session: Session,
    *,
    actor: Actor,
    declaration: Declaration,
    found: Round,
    asked: str,
    reason: str,
    now: datetime,
) -> RecusalRequest:
    """Keep the request; every request counts, so that nobody finds out by asking who is in the pool."""
    require(actor, Action.ASK_RECUSAL, Facts(round_state=found.state, owner_id=declaration.applicant_id or 0))
    rounds.hold_round(session, found)
    limit = RoundSettings.from_json(found.settings).n_recusal_requests
    if len(recusals.requests_of_declaration(session, declaration.id)) >= limit:
        raise Refusal("too-many-requests", "每份申报最多可申请{n}位专家回避，已达上限。", n=limit)
    if not asked.strip():
        raise Refusal("nobody-asked", "请填写希望回避的专家姓名或其工作单位。")
    if not reason.strip():
        raise Refusal("recusal-unreasoned", "请写明申请回避的理由，例如“与本集群主导企业存在竞争关系”。")
    request = RecusalRequest(
        round_id=found.id,
        declaration_id=declaration.id,
        account_id=actor.account_id,
        asked=asked.strip()[:200],
        reason=reason.strip()[:500],
        asked_at=now,
    )
    session.add(request)
    session.flush()
    record_act(session, actor=actor, action="ask recusal", facts={"request": request.id}, now=now, round_id=found.id)
    return request

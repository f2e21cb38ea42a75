"""Answer whether experts of the pool are one person; entries of one person are merged, conflicts and all."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import PoolAnswer
from webapp.permissions import Action, Actor, require
from webapp.queries import pool
from webapp.services.expert_profiles import expert_key
from webapp.services.merge_experts import merge_experts
from webapp.services.record_act import record_act


def answer_pool_question(
    session: Session, *, actor: Actor, expert_ids: Sequence[int], is_same: bool, reason: str, now: datetime
) -> PoolAnswer:
    """Keep the answer with its reason; the ledger keeps the numbers of the entries, no name."""
    require(actor, Action.IMPORT_POOL)
    experts = pool.experts_by_ids(session, list(expert_ids))
    if len(experts) < 2:
        raise Refusal("too-few-experts", "请至少勾选两位专家；如果他们刚被合并或修改，请刷新页面。")
    if not reason.strip():
        raise Refusal("answer-without-reason", "请写明核实的依据，例如“经电话核实，非同一人”。")
    answer = PoolAnswer(
        experts={"ids": [one.id for one in experts]},
        is_same=is_same,
        reason=reason.strip()[:300],
        account_id=actor.account_id,
        at=now,
    )
    session.add(answer)
    session.flush()
    if is_same:
        merge_experts(session, experts, answer)
    facts = {"experts": [expert_key(one.id) for one in experts], "answer": "same" if is_same else "different"}
    record_act(session, actor=actor, action="answer pool question", facts=facts, now=now)
    return answer

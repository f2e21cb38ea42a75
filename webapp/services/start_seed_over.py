"""Begin the commitments anew, where a party has lost its number: visible to everybody, with a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Commitment, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.record_act import record_act
from webapp.services.seed_state import open_state


def start_seed_over(session: Session, *, actor: Actor, found: Round, reason: str, now: datetime) -> int:
    """Open the next attempt; what was committed and revealed before stays in the record."""
    require(actor, Action.START_SEED_OVER, Facts(round_state=found.state))
    attempt = open_state(session, found).attempt + 1
    if not reason.strip():
        raise Refusal("start-over-without-reason", "请写明重新开始的原因，例如“评审机构遗失密语”。")
    kept: dict[str, object] = {"round_id": found.id, "account_id": actor.account_id, "at": now, "party": ""}
    text = reason.strip()[:300]
    session.add(Commitment(**kept, attempt=attempt, kind="start_over", fingerprint="", value=text))
    facts = {"attempt": attempt, "reason": text}
    record_act(session, actor=actor, action="start seed over", facts=facts, now=now, round_id=found.id)
    return attempt

"""Somebody ends sessions of their own: a forgotten window, a lost machine, or all at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import accounts
from webapp.services.record_act import record_act


def end_own_sessions(session: Session, *, actor: Actor, which: str, keep: str, now: datetime) -> int:
    """End the session with this hash, or with “others” all but the kept one; return how many ended."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Facts(owner_id=actor.account_id))
    ending = [
        stay
        for stay in accounts.open_sessions(session, actor.account_id or 0)
        if stay.token_hash == which or (which == "others" and stay.token_hash != keep)
    ]
    for stay in ending:
        stay.ended_at = now
    record_act(session, actor=actor, action="end sessions", facts={"number": len(ending)}, now=now)
    return len(ending)

"""Take a lost second factor away: the security administrator's act; the holder enrols anew at the next sign-in."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import sign_in_keys
from webapp.services.end_sessions import end_sessions
from webapp.services.record_act import record_act


def reset_second_factor(session: Session, *, actor: Actor, account_id: int, now: datetime) -> None:
    """Forget secret and recovery codes and end the account's sessions."""
    require(actor, Action.RESET_SECOND_FACTOR, Facts(owner_id=account_id))
    if not sign_in_keys.is_enrolled(session, account_id):
        raise Refusal("no-second-factor", "该账号没有启用两步验证，无需重置。")
    sign_in_keys.forget_second_factor(session, account_id)
    end_sessions(session, account_id=account_id, now=now)
    record_act(session, actor=actor, action="reset second factor", facts={"account": account_id}, now=now)

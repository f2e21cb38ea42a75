"""Let an account try again at once: the failed tries of this window are kept but no longer count."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Account
from webapp.permissions import Action, Actor, require
from webapp.queries import sign_in_tries
from webapp.services.record_act import record_act
from webapp.settings import Settings


def release_lock(session: Session, *, actor: Actor, account_id: int, now: datetime, settings: Settings) -> int:
    """Return how many tries no longer count."""
    require(actor, Action.RELEASE_LOCK)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("no-account", "没有这个账号。")
    since = now - timedelta(minutes=settings.lockout_minutes)
    counted = sign_in_tries.tries_of_login(session, account.login, since)
    for one in counted:
        one.outcome = "released"
    record_act(session, actor=actor, action="release lock", facts={"account": account_id}, now=now)
    return len(counted)

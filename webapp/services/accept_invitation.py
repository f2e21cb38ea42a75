"""Accept an invitation: set the first password of one's own; the link is used up."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Account
from webapp.queries import sign_in_keys
from webapp.services.actor_of_account import actor_of_account
from webapp.services.change_password import set_password
from webapp.services.end_sessions import end_sessions
from webapp.services.record_act import record_act
from webapp.services.visitor import hash_token
from webapp.settings import Settings


def accept_invitation(session: Session, *, token: str, password: str, now: datetime, settings: Settings) -> int:
    """Set the password, end what was open, and return the account's number."""
    account = invited_account(session, token=token, now=now)
    set_password(session, account=account, new=password, now=now, settings=settings)
    for one in sign_in_keys.open_invitations(session, account.id):
        one.used_at = now
    end_sessions(session, account_id=account.id, now=now)
    record_act(session, actor=actor_of_account(account), action="accept invitation", facts={}, now=now)
    return account.id


def invited_account(session: Session, *, token: str, now: datetime) -> Account:
    """Return whom the link is for; used, old and invented links are answered alike."""
    found = sign_in_keys.invitation_by_hash(session, hash_token(token))
    if found is None or found[0].expires_at <= now or not found[1].active:
        raise Refusal("invitation-over", "邀请链接无效、已用过或已过期，请联系发出链接的人重新生成。")
    return found[1]

"""An account's holder sets a new password: checked against the rules, every other session ends."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import ProblemsFound, Refusal
from webapp.models import Account, PastPassword
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import accounts, sign_in_keys
from webapp.services.end_sessions import end_sessions
from webapp.services.password_rules import REMEMBERED, problems_of_password
from webapp.services.passwords import UNSET, hash_password, is_password
from webapp.services.record_act import record_act
from webapp.settings import Settings

SUMMARY = "新口令不符合要求，没有修改。请按所列各条改正后重试。"


def change_password(
    session: Session, *, actor: Actor, present: str, new: str, keep: str, now: datetime, settings: Settings
) -> None:
    """Replace the password of whoever knows the present one; the session with the kept token hash goes on."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Facts(owner_id=actor.account_id))
    account = accounts.account_to_change(session, actor.account_id or 0)
    if account is None or not is_password(account.password_hash, present):
        raise Refusal("wrong-password", "现在的口令不正确，没有修改。")
    set_password(session, account=account, new=new, now=now, settings=settings)
    end_sessions(session, account_id=account.id, now=now, keep=keep)
    record_act(session, actor=actor, action="change password", facts={}, now=now)


def set_password(session: Session, *, account: Account, new: str, now: datetime, settings: Settings) -> None:
    """Store the new password once the rules allow it, and keep the old one from coming back."""
    past = [account.password_hash, *sign_in_keys.past_passwords(session, account.id, REMEMBERED - 1)]
    problems = problems_of_password(new, login=account.login, past=past, settings=settings)
    if problems:
        raise ProblemsFound("password-weak", tuple(problems), SUMMARY)
    if account.password_hash != UNSET:
        session.add(PastPassword(account_id=account.id, password_hash=account.password_hash, at=now))
    account.password_hash = hash_password(new)
    account.password_set_at = now
    account.must_change_password = False

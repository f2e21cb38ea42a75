"""Give an account a new random password and end its sessions."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Account
from webapp.permissions import PUBLIC, Role
from webapp.queries import accounts
from webapp.services.create_account import OpenedAccount, random_password
from webapp.services.end_sessions import end_sessions
from webapp.services.passwords import hash_password
from webapp.services.record_act import record_act


def reset_password(session: Session, *, login: str, now: datetime) -> OpenedAccount:
    """Replace the password; whoever was signed in is signed out."""
    account = known_account(session, login)
    password = random_password()
    account.password_hash = hash_password(password)
    account.password_set_at = now
    account.must_change_password = not account.is_demonstration
    end_sessions(session, account_id=account.id, now=now)
    record_act(session, actor=PUBLIC, action="reset password", facts={"account": account.id}, now=now)
    return OpenedAccount(account.id, account.login, account.display_name, Role(account.role), password)


def known_account(session: Session, login: str) -> Account:
    """Find the account or say that there is none of that name."""
    account = accounts.account_by_login(session, login)
    if account is None:
        raise NotFound("no-account", "没有账号“{login}”。", login=login)
    return account

"""Give an account a new random password and end its sessions."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.permissions import PUBLIC, Role
from webapp.queries import accounts
from webapp.services.create_account import OpenedAccount, random_password
from webapp.services.passwords import hash_password
from webapp.services.record_act import record_act


def reset_password(session: Session, *, login: str, now: datetime) -> OpenedAccount:
    """Replace the password; whoever was signed in is signed out."""
    account = accounts.account_by_login(session, login)
    if account is None:
        raise NotFound("no-account", "没有账号“{login}”。", login=login)
    password = random_password()
    account.password_hash = hash_password(password)
    for stay in accounts.open_sessions(session, account.id):
        stay.ended_at = now
    record_act(session, actor=PUBLIC, action="reset password", facts={"login": login}, now=now)
    return OpenedAccount(account.id, account.login, account.display_name, Role(account.role), password)

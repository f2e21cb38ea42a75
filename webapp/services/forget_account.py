"""Forget the person behind an account once the records need no longer be kept; the ledger stays whole.

The ledger names accounts by number only, so nothing in its chain changes: the number remains, the person goes.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.permissions import PUBLIC
from webapp.queries import accounts, notices, sign_in_keys
from webapp.services.end_sessions import end_sessions
from webapp.services.passwords import UNSET
from webapp.services.record_act import record_act

FORGOTTEN = "（已删除）"


def forget_account(session: Session, *, login: str, now: datetime) -> int:
    """Erase name, telephone, password and every key of the account; return its number, which stays."""
    account = accounts.account_by_login(session, login)
    if account is None:
        raise NotFound("no-account", "没有账号“{login}”。", login=login)
    end_sessions(session, account_id=account.id, now=now)
    sign_in_keys.forget_keys(session, account.id)
    notices.forget_messages(session, account.id)
    sign_in_keys.forget_tries(session, account.id, login)
    account.login, account.display_name = f"forgotten-{account.id}", FORGOTTEN
    account.phone, account.password_hash, account.active = None, UNSET, False
    record_act(session, actor=PUBLIC, action="forget account", facts={"account": account.id}, now=now)
    return account.id

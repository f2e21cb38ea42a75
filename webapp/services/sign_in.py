"""Sign in with a password: equal answers for unknown and known names, a lockout kept in the database."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import LoginSession, LoginTry
from webapp.permissions import Actor, Role
from webapp.queries import accounts
from webapp.services.passwords import is_password
from webapp.services.record_act import record_act
from webapp.settings import Settings

ADDRESS_TRIES_FACTOR = 20


def sign_in(
    session: Session, *, login: str, password: str, address: str, now: datetime, settings: Settings
) -> str | None:
    """Return a new session token, or None when name or password is wrong; the try is then counted."""
    since = now - timedelta(minutes=settings.lockout_minutes)
    is_locked = (
        accounts.failed_tries(session, login, address, since) >= settings.login_tries
        or accounts.failed_tries_of_address(session, address, since) >= settings.login_tries * ADDRESS_TRIES_FACTOR
    )
    if is_locked:
        raise Refusal("locked-out", "登录失败次数过多，请在{minutes}分钟后再试。", minutes=settings.lockout_minutes)
    account = accounts.account_by_login(session, login)
    known = account is not None and account.active
    if not is_password(account.password_hash if account and known else None, password) or account is None:
        session.add(LoginTry(login=login[:64], address=address, at=now))
        return None
    for old in accounts.open_sessions(session, account.id):
        old.ended_at = now
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            token_hash=hash_token(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            ended_at=None,
            address=address,
        )
    )
    actor = Actor(Role(account.role), account.id, account.city, account.display_name)
    record_act(session, actor=actor, action="sign in", facts={"address": address}, now=now)
    return token


def hash_token(token: str) -> str:
    """Hash a session token; the token itself is only in the browser."""
    return hashlib.sha256(token.encode()).hexdigest()

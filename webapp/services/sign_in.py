"""Sign in with a password in three short steps: knock, compare without holding the database, open the session.

Every knock is counted before the password is compared, so that many at once cannot outrun the count; an account
that does not exist is counted and answered exactly as one that does.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from webapp.database import reading, transaction
from webapp.errors import Refusal
from webapp.models import Account, LoginSession, LoginTry
from webapp.permissions import Role
from webapp.queries import accounts, sign_in_keys
from webapp.services.actor_of_account import actor_of_account
from webapp.services.end_sessions import end_sessions
from webapp.services.know_device import know_device
from webapp.services.passwords import is_password
from webapp.services.record_act import record_act
from webapp.services.sign_in_limits import knock, note_outcome, refuse_when_locked
from webapp.services.visitor import Visitor, hash_token
from webapp.settings import Settings


@dataclass(frozen=True)
class OpenedStay:
    """The token of the new session and the mark by which the browser is known again."""

    token: str
    device: str


def sign_in(
    engine: Engine, *, login: str, password: str, visitor: Visitor, now: datetime, settings: Settings
) -> OpenedStay | None:
    """Return the new session, or None when name or password is wrong; refuse when there were too many tries."""
    with transaction(engine) as session:
        knock_id = knock(session, login=login, visitor=visitor, now=now)
    try:
        with reading(engine) as session:
            refuse_when_locked(session, knock_id=knock_id, now=now, settings=settings)
            account = accounts.account_by_login(session, login)
    except Refusal:
        with transaction(engine) as session:
            note_outcome(session, knock_id=knock_id, outcome="locked")
        raise
    is_right = is_password(account.password_hash if account is not None and account.active else None, password)
    with transaction(engine) as session:
        if account is None or not is_right:
            note_outcome(session, knock_id=knock_id, outcome="wrong")
            return None
        session.delete(session.get_one(LoginTry, knock_id))
        return open_stay(session, account_id=account.id, visitor=visitor, now=now, settings=settings)


def open_stay(
    session: Session,
    *,
    account_id: int,
    visitor: Visitor,
    now: datetime,
    settings: Settings,
    way: Mapping[str, object] | None = None,
) -> OpenedStay:
    """Open a session with an identity of its own; the browser is remembered once nothing more has to be proved."""
    account = session.get_one(Account, account_id)
    if allows_one_session(account, settings):
        end_sessions(session, account_id=account.id, now=now)
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            token_hash=hash_token(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            ended_at=None,
            address=visitor.address,
            browser=visitor.browser[:200],
        )
    )
    facts = {"address": visitor.address, **(way or {})}
    record_act(session, actor=actor_of_account(account), action="sign in", facts=facts, now=now)
    has_factor = sign_in_keys.is_enrolled(session, account.id)
    return OpenedStay(token, "" if has_factor else know_device(session, account.id, visitor.device, now))


def allows_one_session(account: Account, settings: Settings) -> bool:
    """Tell whether signing in ends the account's other sessions; experts may carry on from a second machine."""
    return settings.one_session == "all" or (settings.one_session == "staff" and account.role != Role.EXPERT)

"""How many tries are allowed: by account and address, by account from strangers, and by address.

A stranger who fails on somebody's account uses up the strangers' tries, not those of a browser that account has
signed in from before: nobody locks the true user out.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import LoginTry
from webapp.queries import sign_in_keys, sign_in_tries
from webapp.services.visitor import Visitor
from webapp.settings import Settings

ADDRESS_TRIES_FACTOR = 20


def knock(session: Session, *, login: str, visitor: Visitor, now: datetime) -> int:
    """Count the try before anything is compared and return its number."""
    is_known = bool(visitor.device) and sign_in_keys.is_device_of_login(session, visitor.device_hash, login)
    counted = LoginTry(
        login=login[:64],
        address=visitor.address,
        at=now,
        outcome="knocked",
        device_hash=visitor.device_hash if is_known else "",
    )
    session.add(counted)
    session.flush()
    return counted.id


def refuse_when_locked(session: Session, *, knock_id: int, now: datetime, settings: Settings) -> None:
    """Refuse once the tries of this window are used up; the present one is already counted."""
    tried = session.get_one(LoginTry, knock_id)
    since = now - timedelta(minutes=settings.lockout_minutes)
    tries = sign_in_tries.tries_since(
        session, login=tried.login, address=tried.address, device_hash=tried.device_hash, since=since
    )
    own = tries.of_device if tried.device_hash else max(tries.of_pair, tries.of_strangers)
    is_flood = not tried.device_hash and tries.of_address > settings.login_tries * ADDRESS_TRIES_FACTOR
    if own > settings.login_tries or is_flood:
        raise Refusal("locked-out", "登录失败次数过多，请在{minutes}分钟后再试。", minutes=settings.lockout_minutes)


def note_outcome(session: Session, *, knock_id: int, outcome: str) -> None:
    """Write down why the try failed; a refused one no longer counts, or a lock would never end."""
    found = session.get(LoginTry, knock_id)
    if found is not None:
        found.outcome = outcome

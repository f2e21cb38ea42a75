"""Sign in with what an identity provider vouches for: it stands for the password of an account that exists already.

The provider opens no account and gives no right. Lockout, second factor, one session, idle limit and the ledger are
those of every other sign-in.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from webapp.database import reading, transaction
from webapp.errors import Refusal
from webapp.models import LoginTry
from webapp.queries import accounts
from webapp.services.sign_in import OpenedStay, open_stay
from webapp.services.sign_in_limits import knock, note_outcome, refuse_when_locked
from webapp.services.visitor import Visitor
from webapp.settings import Settings

GOOD_FOR = timedelta(minutes=10)
LOGIN_LENGTH = 64


@dataclass(frozen=True)
class Errand:
    """One try on its way to the provider and back; the browser carries it under our signature."""

    state: str
    nonce: str
    verifier: str
    at: float
    going_to: str

    @property
    def challenge(self) -> str:
        """What the provider is shown of the verifier (RFC 7636, S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def carried(self) -> dict[str, Any]:
        """Return what the browser carries."""
        return asdict(self)


def begin_errand(now: datetime, going_to: str) -> Errand:
    """Draw the numbers of a try."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Errand(state, nonce, verifier, now.timestamp(), going_to)


def errand_back(carried: object, state: str, now: datetime) -> Errand:
    """Return the try this answer belongs to; one of another browser, or an old one, is refused."""
    errand = Errand(**carried) if isinstance(carried, dict) else None
    is_ours = errand is not None and hmac.compare_digest(errand.state.encode(), state.encode("utf-8", "replace"))
    if errand is None or not is_ours or now.timestamp() - errand.at > GOOD_FOR.total_seconds():
        raise Refusal("errand-lost", "这次统一身份认证登录已失效，请重新开始。")
    return errand


def login_vouched_for(claims: Mapping[str, Any], claim: str) -> str | None:
    """Return the name of the account; a mail address counts only where the provider has verified it."""
    found = claims.get(claim)
    if claim == "email" and claims.get("email_verified") is not True:
        return None
    return found if isinstance(found, str) and 0 < len(found) <= LOGIN_LENGTH and found == found.strip() else None


def sign_in_vouched(
    engine: Engine, *, claims: Mapping[str, Any], visitor: Visitor, now: datetime, settings: Settings
) -> OpenedStay:
    """Open a session for the account that the checked claims name."""
    login = login_vouched_for(claims, settings.single_sign_on.claim)
    with transaction(engine) as session:
        knock_id = knock(session, login=login or "?", visitor=visitor, now=now)
    try:
        with reading(engine) as session:
            refuse_when_locked(session, knock_id=knock_id, now=now, settings=settings)
    except Refusal:
        with transaction(engine) as session:
            note_outcome(session, knock_id=knock_id, outcome="locked")
        raise
    facts = {"way": "oidc", "issuer": settings.single_sign_on.issuer, "subject": claims["sub"]}
    with transaction(engine) as session:
        account = accounts.account_by_login(session, login) if login else None
        if account is not None and account.active:
            session.delete(session.get_one(LoginTry, knock_id))
            return open_stay(session, account_id=account.id, visitor=visitor, now=now, settings=settings, way=facts)
        note_outcome(session, knock_id=knock_id, outcome="wrong")
    raise Refusal("no-account", "统一身份认证通过了，但本系统没有与之对应的账号。请联系系统管理员。")

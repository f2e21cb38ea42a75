"""Who acts with a token, and within which scopes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.permissions import Actor
from webapp.queries import tokens
from webapp.services.actor_of_account import actor_of_account
from webapp.services.visitor import hash_token

NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Bearer:
    """An actor whose reach is narrowed by the token."""

    actor: Actor
    scopes: frozenset[str]
    token_id: int
    is_use_due: bool


def bearer_of(session: Session, secret: str, now: datetime) -> Bearer | None:
    """Find whose token it is; nothing for an unknown, revoked or expired one."""
    found = tokens.token_by_hash(session, hash_token(secret), now)
    if found is None:
        return None
    token, account = found
    is_due = token.used_at is None or now - token.used_at > NOTED_EVERY
    return Bearer(actor_of_account(account), frozenset(map(str, token.scopes)), token.id, is_due)


def note_use(session: Session, bearer: Bearer, now: datetime) -> None:
    """Write down that the token was used, for its owner to see."""
    token = tokens.own_token(session, bearer.actor.account_id or 0, bearer.token_id)
    if token is not None:
        token.used_at = now

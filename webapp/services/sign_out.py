"""End a session for good."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.permissions import Actor
from webapp.queries import accounts
from webapp.services.record_act import record_act
from webapp.services.visitor import hash_token


def sign_out(session: Session, *, token: str, actor: Actor, now: datetime) -> None:
    """Mark the session as ended; a copied cookie is worthless afterwards."""
    stay = accounts.open_session(session, hash_token(token))
    if stay is not None:
        stay.ended_at = now
        record_act(session, actor=actor, action="sign out", facts={}, now=now)

"""Write down that a session was in use; its row is sealed like any other."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import LoginSession
from webapp.models.sealing import await_turn


def note_visit(session: Session, *, stay: LoginSession, now: datetime) -> None:
    """Take the turn in the chains before the row, as every act does that ends sessions: neither waits for the other."""
    await_turn(session.connection())
    session.merge(stay).seen_at = now

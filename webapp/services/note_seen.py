"""Note that a session is in use, which keeps it from ending as idle; its row is sealed like any other."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models.turns import await_turn
from webapp.queries import accounts


def note_seen(session: Session, *, token_hash: str, now: datetime) -> None:
    """Move the last use on; one that has ended meanwhile stays ended.

    The turn in the chains is taken before the row, as by every act that ends sessions: neither waits for the other.
    """
    await_turn(session)
    stay = accounts.open_session(session, token_hash)
    if stay is not None:
        stay.seen_at = now

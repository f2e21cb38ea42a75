"""Note that a session is in use, which keeps it from ending as idle."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.queries import accounts


def note_seen(session: Session, *, token_hash: str, now: datetime) -> None:
    """Move the last use on; one that has ended meanwhile stays ended."""
    stay = accounts.open_session(session, token_hash)
    if stay is not None:
        stay.seen_at = now

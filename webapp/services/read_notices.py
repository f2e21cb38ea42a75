"""Mark a person's notices as read."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.queries import homes


def read_notices(session: Session, *, account_id: int, now: datetime) -> None:
    """Put away every unread notice of the account."""
    for notice in homes.unread_notices(session, account_id):
        notice.read_at = now

"""Put a person's notices away."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from webapp.models import Notice


def read_notices(session: Session, *, account_id: int, now: datetime) -> None:
    """Mark what is unread as read."""
    unread = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    session.execute(unread.values(read_at=now))

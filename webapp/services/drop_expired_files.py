"""Let go of files of jobs that nobody fetched in time."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.queries import jobs


def drop_expired_files(session: Session, *, now: datetime) -> int:
    """Remove them and return how many there were; the jobs themselves stay on record."""
    found = jobs.expired_files(session, now)
    for one in found:
        session.delete(one)
    return len(found)

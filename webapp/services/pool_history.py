"""What every expert of the pool did in earlier and running rounds: assigned, handed in by the day set, given up."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy.orm import Session

from webapp.queries import pool
from webapp.queries.pool import PastWork
from webapp.services.round_settings import RoundSettings


def pool_history(session: Session, zone: tzinfo, among: Collection[int] | None = None) -> dict[int, PastWork]:
    """Count by expert's row, of all or of some; a review is in time until the end of the last day set, local time."""
    ends = {
        found.id: (
            last_moment(RoundSettings.from_json(found.settings).score_until, zone),
            found.locked_at or datetime.max.replace(tzinfo=UTC),
        )
        for found in pool.all_rounds(session)
    }
    return pool.past_work(session, ends, among)


def last_moment(day: str, zone: tzinfo) -> datetime:
    """Return the end of a day."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone) - timedelta(microseconds=1)

"""Whether a page could be served now."""

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from webapp.database import reading
from webapp.errors import Refusal
from webapp.queries import jobs


def ready_to_work(engine: Engine, *, now: datetime) -> bool:
    """Ask the database something that needs the newest tables; False when it is away or too old."""
    try:
        with reading(engine) as session:
            jobs.count_active(session, now)
    except (DBAPIError, Refusal):
        return False
    return True

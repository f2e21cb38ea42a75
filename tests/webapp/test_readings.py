"""What ends a reading: PostgreSQL keeps its prepared statements, and nothing written by mistake stays."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.conftest import Backend
from webapp.database import reading
from webapp.models import Round

N_PREPARED = text("SELECT count(*) FROM pg_prepared_statements")
OFTEN = 8  # the driver prepares what it was asked five times


def title(session: Session) -> str:
    """Read one thing."""
    return session.scalars(select(Round.title)).one()


def test_statements_stay_prepared_from_reading_to_reading(postgres_backend: Backend) -> None:
    engine = postgres_backend.copy("declaring")
    for _ in range(OFTEN):
        with reading(engine) as session:
            title(session)
    with reading(engine) as session:
        assert (session.scalar(N_PREPARED) or 0) > 0


@pytest.mark.parametrize("is_sent", [True, False])
def test_what_a_reading_writes_by_mistake_is_not_stored(backend: Backend, *, is_sent: bool) -> None:
    engine = backend.copy("declaring")
    with reading(engine) as session:
        found = session.scalars(select(Round)).one()
        before, found.title = found.title, "改动"
        if is_sent:
            session.flush()
    with reading(engine) as session:
        assert title(session) == before


def test_what_was_read_can_be_used_afterwards(backend: Backend) -> None:
    with reading(backend.copy("declaring")) as session:
        found = session.scalars(select(Round)).one()
    assert found.title

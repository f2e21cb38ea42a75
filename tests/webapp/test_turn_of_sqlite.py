"""Who writes on SQLite waits for the one lock there is: not longer than need be, and not for ever."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from webapp import database
from webapp.database import build_engine, transaction
from webapp.errors import Refusal


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A database with one table."""
    engine = build_engine(f"sqlite:///{tmp_path / 'turn.sqlite3'}")
    with transaction(engine) as session:
        session.execute(text("CREATE TABLE noted (word TEXT)"))
    return engine


@contextmanager
def held(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Hold the lock as another process would."""
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


def test_lock_is_taken_at_the_first_look_after_it_is_free(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    slept = list[float]()
    with held(engine) as other:

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 3:
                other.rollback()

        monkeypatch.setattr(database.time, "sleep", sleep)
        with transaction(engine) as session:
            session.execute(text("INSERT INTO noted VALUES ('said')"))
            patience = session.execute(text("PRAGMA busy_timeout")).scalar()
    assert slept == [database.LOOK_SECONDS] * 3
    assert patience == database.BUSY_MILLISECONDS
    with transaction(engine) as session:
        assert session.execute(text("SELECT word FROM noted")).scalar() == "said"


def test_lock_that_stays_taken_is_refused_in_words(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOOKS", 2)
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 5)
    with held(engine), pytest.raises(Refusal) as refused, transaction(engine) as session:
        session.execute(text("INSERT INTO noted VALUES ('lost')"))
    assert refused.value.code == "database-busy"

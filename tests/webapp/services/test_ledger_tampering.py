"""Whoever changes the database behind the system's back is found, and what they touched is named."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from tests.webapp.services.tampering import KINDS, behind_the_system, found_in, heads_of
from webapp.database import reading, transaction
from webapp.models import LedgerEntry, Score
from webapp.permissions import Actor, Role
from webapp.services.record_act import record_act
from webapp.services.verify_ledger import verify_ledger

EACH = {"sqlite": 6, "postgresql": 2}
NOW = datetime(2026, 3, 24, 2, 0, tzinfo=UTC)
WHO = Actor(Role.ORGANISER, 1)


@pytest.fixture
def busy(published: Engine) -> Engine:
    """A finished round and twelve acts after it, each in a transaction of its own."""
    for place in range(12):
        with transaction(published) as session:
            score = session.scalars(select(Score).order_by(Score.review_id, Score.criterion).offset(place)).first()
            assert score is not None
            score.reason = f"理由{place}"
            record_act(session, actor=WHO, action="save review", facts={}, now=NOW + timedelta(minutes=place))
    return published


def test_untouched_record_raises_no_alarm(busy: Engine) -> None:
    report = verify_ledger(busy)
    assert (report.problems, report.notes, report.seals) == ((), (), 15)


@pytest.mark.parametrize("kind", KINDS)
def test_every_tampering_is_found_and_named(busy: Engine, kind: str) -> None:
    heads, chance = heads_of(busy), random.Random(kind)
    for _ in range(EACH[busy.dialect.name]):
        with behind_the_system(busy) as session:
            touched = KINDS[kind](session.connection(), chance)
            assert touched <= found_in(session, heads)


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET facts = '{}'", "DELETE FROM seal"])
def test_database_itself_refuses_to_change_the_ledger(empty: Engine, statement: str) -> None:
    with transaction(empty) as session:
        record_act(session, actor=WHO, action="sign in", facts={}, now=NOW)
    with empty.connect() as connection, pytest.raises(DBAPIError, match="append only"):
        connection.exec_driver_sql(statement)
    with reading(empty) as session:
        assert len(list(session.scalars(select(LedgerEntry)))) == 1

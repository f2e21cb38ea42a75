"""The restricted role of PostgreSQL does the work of the day and cannot touch the ledger."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from tests.conftest import Backend
from webapp.database import transaction
from webapp.models import LedgerEntry
from webapp.permissions import PUBLIC
from webapp.services.database_roles import database_roles
from webapp.services.record_act import record_act

FORBIDDEN = ("UPDATE ledger_entry SET facts = ''", "DELETE FROM seal", "ALTER TABLE seal DISABLE TRIGGER ALL")


def test_restricted_role_adds_acts_but_cannot_alter_them(postgres_backend: Backend) -> None:
    engine = postgres_backend.copy("staff")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS zeyou_clerk")
        connection.exec_driver_sql(database_roles("zeyou_clerk"))
    try:
        with transaction(engine) as session:
            session.connection().exec_driver_sql("SET ROLE zeyou_clerk")
            record_act(session, actor=PUBLIC, action="sign in", facts={}, now=datetime(2026, 4, 1, tzinfo=UTC))
        with transaction(engine) as session:
            assert (
                session.scalars(select(LedgerEntry.action).order_by(LedgerEntry.sequence.desc())).first() == "sign in"
            )
            session.connection().exec_driver_sql("RESET ROLE")
        with engine.connect() as connection:
            for statement in FORBIDDEN:
                connection.exec_driver_sql("SET ROLE zeyou_clerk")
                with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
                    connection.exec_driver_sql(statement)
                connection.rollback()
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("RESET ROLE")
            connection.exec_driver_sql("DROP OWNED BY zeyou_clerk")
            connection.exec_driver_sql("DROP ROLE zeyou_clerk")

"""Plain statements: the same rows as by the library, heard by whoever listens, their errors the library's."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from tests.conftest import Backend
from webapp.database import to_write
from webapp.models import Account, Declaration, Notice, Round
from webapp.statements import Statement, together

NOTICE = Notice.__table__
MOMENT = datetime(2026, 3, 23, 2, 0, 0, 5, tzinfo=UTC)
ADD = Statement(
    insert(NOTICE)  # type: ignore[arg-type]  # a table
    .values({name: bindparam(name) for name in ("account_id", "kind", "key", "text", "at")})
    .returning(NOTICE.c.id, NOTICE.c.at, NOTICE.c.read_at)
)
OWN = Statement(select(NOTICE.c.text, NOTICE.c.at).where(NOTICE.c.account_id == bindparam("account_id")))


def test_rows_are_those_of_the_library_and_moments_keep_their_zone(backend: Backend) -> None:
    engine = backend.copy("scoring")
    query = select(Account.id, Account.active, Account.created_at, Account.login).order_by(Account.id)
    with engine.connect() as connection:
        assert Statement(query).rows(connection, {}) == [tuple(row) for row in connection.execute(query)]
        assert Statement(query.where(Account.id == bindparam("id"))).row(connection, {"id": -1}) is None


def test_several_in_one_way_see_what_the_one_before_has_left(backend: Backend) -> None:
    engine, heard = backend.copy("scoring"), list[str]()
    event.listen(engine, "before_cursor_execute", lambda *told: heard.append(told[2].split()[0]))
    row = {"kind": "", "key": "甲", "text": "50%", "at": MOMENT}
    with to_write(engine).begin() as connection:
        account = connection.scalar(select(Account.id).limit(1))
        heard.clear()
        added, found = together(connection, (ADD, {**row, "account_id": account}), (OWN, {"account_id": account}))
    assert (added[0][1:], ("50%", MOMENT) in found) == ((MOMENT, None), True)
    assert heard == ["INSERT", "SELECT"]


def test_refused_statement_is_told_as_by_the_library_and_takes_the_rest_back(backend: Backend) -> None:
    engine = backend.copy("scoring")
    row = {"kind": "", "key": "乙", "text": "", "at": MOMENT}
    with engine.connect() as connection:
        account = connection.scalar(select(Account.id).limit(1))
    given = {**row, "account_id": account}
    with pytest.raises(IntegrityError), to_write(engine).begin() as connection:
        together(connection, (ADD, given), (ADD, given), (OWN, given))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM notice WHERE key = '乙'")) == 0


def test_written_rows_are_counted_by_what_comes_back(backend: Backend) -> None:
    engine = backend.copy("scoring")
    change = update(Round).where(Round.code == bindparam("of")).values(title=bindparam("title")).returning(Round.title)
    with to_write(engine).begin() as connection:
        assert Statement(change).rows(connection, {"of": "none", "title": "甲"}) == []
        assert Statement(change).rows(connection, {"of": "NM-DEMO", "title": "甲"}) == [("甲",)]


def test_column_that_needs_the_key_of_an_engine_is_refused(backend: Backend) -> None:
    engine = backend.copy("scoring")
    with engine.connect() as connection, pytest.raises(TypeError):
        Statement(select(Declaration.answers)).rows(connection, {})

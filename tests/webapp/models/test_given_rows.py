"""What a transaction remembers never outlives a savepoint; a dead connection and a changed round are noticed."""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from tests.stories.actors import acting
from webapp.database import build_engine, looking, transaction
from webapp.models import Review
from webapp.permissions import Role
from webapp.services.kept_answers import kept_answer
from webapp.services.record_act import record_act
from webapp.services.store_scores import store_scores
from webapp.services.verify_ledger import verify_ledger


def test_review_written_in_a_savepoint_that_fails_is_sealed_as_it_is_stored(backend: Backend) -> None:
    engine = backend.copy("publicity")
    with transaction(engine) as session:
        review = session.scalars(select(Review).order_by(Review.id)).first()
        assert review is not None
        number, version = review.id, review.version
        session.expunge_all()
        row = {"of_review": number, "opinion": "甲", "version": version + 1, "updated_at": NOW}
        store_scores(session, row, {}, known={})
        tried = session.begin_nested()
        store_scores(session, {**row, "opinion": "乙", "version": version + 2}, {}, known={})
        tried.rollback()
    with looking(engine) as connection:
        assert connection.scalar(text("SELECT opinion FROM review WHERE id = :id"), {"id": number}) == "甲"
    assert verify_ledger(engine).problems == ()


def test_act_after_an_act_taken_back_continues_both_chains(backend: Backend) -> None:
    engine = backend.copy("scoring")
    with transaction(engine) as session:
        who = acting(session, Role.ORGANISER)
        tried = session.begin_nested()
        record_act(session, actor=who, action="tried", facts={}, now=NOW)
        tried.rollback()
        if engine.dialect.name == "postgresql":  # the turn went back with the savepoint: another may come between
            with transaction(engine) as between:
                record_act(between, actor=who, action="between", facts={}, now=NOW)
        record_act(session, actor=who, action="one", facts={}, now=NOW)
        record_act(session, actor=who, action="two", facts={}, now=NOW)
    assert verify_ledger(engine).problems == ()


def test_connection_that_the_server_ended_is_replaced_before_it_is_used(postgres_backend: Backend) -> None:
    engine = postgres_backend.copy("scoring")
    with looking(engine) as connection:
        mine = connection.scalar(text("SELECT pg_backend_pid()"))
    other = build_engine(engine.url.render_as_string(hide_password=False))
    with looking(other) as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
    with looking(engine) as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != mine
    other.dispose()


def test_answer_is_kept_by_its_key_and_never_from_an_unfinished_act(backend: Backend) -> None:
    engine = backend.copy("scoring")
    worked: list[str] = []

    def ask(session: Session, key: str) -> str:
        def work() -> str:
            worked.append(key)
            return key.upper()

        return kept_answer(session, key, work)

    with transaction(engine) as session:
        record_act(session, actor=acting(session, Role.ORGANISER), action="tried", facts={}, now=NOW)
        assert ask(session, "a") == "A"
    with transaction(engine) as session:
        assert [ask(session, key) for key in ("a", "a", "b", "a")] == ["A", "A", "B", "A"]
    with transaction(backend.copy("scoring")) as session:
        assert ask(session, "a") == "A"
    assert worked == ["a", "a", "b", "a"]

"""Transactions that wait for each other: where the order of locks prevents it, and what happens where it does not."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import pytest
from flask import request
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from tests.operations.test_jobs import LEASE, effects, marking, queued, state_of, worker_on
from tests.stories.actors import acting, web
from webapp.database import MOST_CROSSINGS, Crossed, again_when_crossed, reading, transaction
from webapp.jobs.kind import Outcome, Task
from webapp.models import Account
from webapp.pages.door import guards
from webapp.permissions import Action, Role
from webapp.queries import jobs
from webapp.services.cancel_job import cancel_job
from webapp.services.queue_job import queue_job
from webapp.services.take_job import keep_hold, take_job


@contextmanager
def written(engine: Engine) -> Iterator[list[str]]:
    """Collect what may hold a lock: the turn, and statements that write a row or hold it."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        is_lock = "pg_advisory_xact_lock" in statement or "FOR UPDATE" in statement
        if is_lock or statement.startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append("turn" if "pg_advisory" in statement else " ".join(statement.split()[:3]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def queue_one(session: Session) -> None:
    """Queue a job with a key."""
    queue_job(session, actor=acting(session, Role.DEPARTMENT), kind="mark", arguments={}, now=NOW, key="one")


def take_one(session: Session) -> None:
    """Take a job."""
    assert take_job(session, worker="one", now=NOW, lease=LEASE) is not None


def cancel_one(session: Session) -> None:
    """Cancel the newest job."""
    who = acting(session, Role.DEPARTMENT)
    cancel_job(session, actor=who, job=jobs.newest_jobs(session, who.account_id)[0], now=NOW)


@pytest.mark.parametrize("act", [queue_one, take_one, cancel_one])
def test_turn_comes_before_the_row_of_a_job(scoring: Engine, act: Callable[[Session], None]) -> None:
    queued(scoring)
    with written(scoring) as seen, transaction(scoring) as session:
        act(session)
    held = [one for one in seen if one != "turn"]
    assert held
    if scoring.dialect.name == "postgresql":
        assert seen[0] == "turn"


def test_sign_of_life_during_an_effect_waits_for_it(scoring: Engine) -> None:
    """A beat that held the row of the job while it waited for the turn would wait for the effect, and be waited for."""
    job_id = queued(scoring)
    with transaction(scoring) as session:
        hold = take_job(session, worker="one", now=NOW, lease=LEASE)
    assert hold is not None
    with written(scoring) as seen, transaction(scoring) as session:
        keep_hold(session, hold, until=NOW + LEASE, progress=(1, 2))
    assert [one for one in seen if one == "turn" or "job" in one][-1].startswith("UPDATE job")
    assert scoring.dialect.name == "sqlite" or seen[0] == "turn"
    assert state_of(scoring, job_id) == "running"


def cross(engine: Engine) -> tuple[list[int], list[str]]:
    """Let two acts change the same two accounts in opposite order; return how often each began, and what was said."""
    with reading(engine) as session:
        ids = list(session.scalars(select(Account.id).order_by(Account.id).limit(2)))
    begun, said, met = [0, 0], [], threading.Barrier(2)

    def change(which: int, order: list[int]) -> None:
        begun[which] += 1
        with transaction(engine) as session:
            for n, one in enumerate(order):
                session.get_one(Account, one, with_for_update=True)
                if n == 0 and begun[which] == 1:
                    met.wait(10)
            said.append(str(which))

    runs = [
        threading.Thread(target=lambda n=n, order=order: again_when_crossed(lambda: change(n, order)))
        for n, order in enumerate([ids, ids[::-1]])
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    return begun, said


def test_what_the_database_took_back_is_begun_again(postgres_backend: Backend) -> None:
    begun, said = cross(postgres_backend.copy("scoring"))
    assert (min(begun), sorted(said)) == (1, ["0", "1"])
    assert 2 <= max(begun) <= 1 + MOST_CROSSINGS


def test_what_was_committed_is_not_done_again(scoring: Engine) -> None:
    n_begun = 0

    def work() -> None:
        nonlocal n_begun
        n_begun += 1
        with transaction(scoring):
            pass
        raise Crossed("database-busy", "数据库正忙，本次操作没有保存，请稍后重试。")

    with pytest.raises(Crossed):
        again_when_crossed(work)
    assert n_begun == 1


def test_request_that_crossed_another_is_answered_all_the_same(scoring: Engine) -> None:
    app, read = web(scoring), []

    @app.post("/crossing")
    @guards(Action.SIGN_IN)
    def crossing() -> str:
        read.append(request.files["file"].read())
        if len(read) < 3:
            raise Crossed("database-busy", "数据库正忙，本次操作没有保存，请稍后重试。")
        return "done"

    answer = app.test_client().post("/crossing", data={"file": (BytesIO(b"rows"), "rows.csv")})
    assert (answer.status_code, read) == (200, [b"rows"] * 3)


def test_effect_of_a_job_that_crossed_another_happens_once(scoring: Engine) -> None:
    job_id, n_begun = queued(scoring), 0
    plain = marking()

    def effect(session: Session, task: Task, prepared: None) -> Outcome:
        nonlocal n_begun
        n_begun += 1
        outcome = plain.effect(session, task, prepared)
        if n_begun == 1:
            raise Crossed("database-busy", "数据库正忙，本次操作没有保存，请稍后重试。")
        return outcome

    worker_on(scoring, {"mark": replace(plain, effect=effect)}).run_once()
    assert (state_of(scoring, job_id), effects(scoring), n_begun) == ("done", 1, 2)

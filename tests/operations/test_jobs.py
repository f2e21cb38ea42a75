"""Long work is queued once, done once whatever happens to workers, and can be given up."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.conftest import NOW
from tests.stories.actors import acting, signed_in
from webapp.clock import system_clock
from webapp.database import reading, transaction
from webapp.errors import Refusal
from webapp.jobs.kind import Kind, Outcome, Task, nothing_to_prepare
from webapp.jobs.worker import Worker
from webapp.models import LedgerEntry
from webapp.permissions import Role
from webapp.queries import jobs, rounds
from webapp.services import queue_long_work
from webapp.services.cancel_job import cancel_job
from webapp.services.queue_job import queue_job
from webapp.services.queue_long_work import queue_document, queue_ranking
from webapp.services.record_act import record_act
from webapp.services.take_job import finish_job, take_job
from webapp.settings import Settings

LEASE = timedelta(seconds=60)


def worker_on(engine: Engine, kinds: dict[str, Kind] | None = None, at: timedelta = timedelta()) -> Worker:
    """Build a worker whose clock is ahead of the test's by some time."""
    settings = Settings(Path("unused"), "", "s")
    given: dict[str, Any] = {"kinds": kinds} if kinds else {}
    return Worker(settings, engine, lambda: NOW + at, lease=LEASE, **given)


def marking(then: Callable[[Task], None] = nothing_to_prepare) -> Kind:
    """Build a kind whose effect is one ledger entry."""

    def effect(session: Session, task: Task, _prepared: None) -> Outcome:
        record_act(session, actor=task.actor, action="test effect", facts={"job": task.job_id}, now=NOW)
        return Outcome({"marked": True})

    return Kind(then, effect)


def queued(engine: Engine, kind: str = "mark", key: str | None = None) -> int:
    """Queue one job of the department's."""
    with transaction(engine) as session:
        who = acting(session, Role.DEPARTMENT)
        return queue_job(session, actor=who, kind=kind, arguments={}, now=NOW, key=key).id


def effects(engine: Engine) -> int:
    """Count how often an effect has happened."""
    with reading(engine) as session:
        query = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.action == "test effect")
        return session.scalar(query) or 0


def state_of(engine: Engine, job_id: int) -> str:
    """Return the state of a job."""
    with reading(engine) as session:
        return jobs.job_by_id(session, job_id).state


def test_job_runs_once_and_its_effect_comes_with_its_end(scoring: Engine) -> None:
    job_id = queued(scoring)
    worker = worker_on(scoring, {"mark": marking()})
    assert [worker.run_once(), worker.run_once()] == [True, False]
    assert (state_of(scoring, job_id), effects(scoring)) == ("done", 1)


def test_same_key_is_one_job_however_often_it_is_asked_for(scoring: Engine) -> None:
    found = set[int]()
    threads = [threading.Thread(target=lambda: found.add(queued(scoring, key="rank:1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_job_of_a_dead_worker_is_taken_again_after_its_lease(scoring: Engine) -> None:
    job_id = queued(scoring)
    with transaction(scoring) as session:
        assert take_job(session, worker="dead", now=NOW, lease=LEASE) is not None
    kinds = {"mark": marking()}
    assert worker_on(scoring, kinds).run_once() is False
    assert worker_on(scoring, kinds, at=2 * LEASE).run_once() is True
    assert (state_of(scoring, job_id), effects(scoring)) == ("done", 1)


def test_worker_that_lost_its_hold_leaves_no_effect(scoring: Engine) -> None:
    job_id = queued(scoring)
    late = worker_on(scoring, {"mark": marking(lambda _task: overtake())})
    quick = worker_on(scoring, {"mark": marking()}, at=2 * LEASE)

    def overtake() -> None:
        quick.run_once()

    assert late.run_once() is True
    assert (state_of(scoring, job_id), effects(scoring)) == ("done", 1)


def test_two_workers_share_jobs_without_doing_one_twice(scoring: Engine) -> None:
    made = [queued(scoring) for _ in range(12)]
    workers = [worker_on(scoring, {"mark": marking()}) for _ in range(2)]
    threads = [threading.Thread(target=lambda one=one: [one.run_once() for _ in range(12)]) for one in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ({state_of(scoring, one) for one in made}, effects(scoring)) == ({"done"}, 12)


def test_job_that_kills_every_worker_is_stopped_in_words(scoring: Engine) -> None:
    job_id = queued(scoring)
    for n in range(4):
        with transaction(scoring) as session:
            assert take_job(session, worker="dead", now=NOW + 2 * n * LEASE, lease=LEASE) is not None
    assert worker_on(scoring, {"mark": marking()}, at=20 * LEASE).run_once() is False
    assert (state_of(scoring, job_id), effects(scoring)) == ("failed", 0)


def test_refusal_ends_the_job_with_the_reason(scoring: Engine) -> None:
    def refuse(_task: Task) -> None:
        raise Refusal("no-scores", "本轮次没有已提交的评分，无法排序。")

    job_id = queued(scoring)
    worker_on(scoring, {"mark": marking(refuse)}).run_once()
    with reading(scoring) as session:
        job = jobs.job_by_id(session, job_id)
    assert (job.state, job.error["template"]) == ("refused", "本轮次没有已提交的评分，无法排序。")


def test_waiting_job_is_cancelled_at_once_and_running_one_at_its_next_step(scoring: Engine) -> None:
    waiting, running = queued(scoring, "other"), queued(scoring)

    def cancel(job_id: int) -> None:
        with transaction(scoring) as session:
            who = acting(session, Role.DEPARTMENT)
            cancel_job(session, actor=who, job=jobs.job_by_id(session, job_id), now=NOW)

    def ask_to_stop(task: Task) -> None:
        cancel(task.job_id)
        while True:
            task.report(1, 2)

    cancel(waiting)
    quick = Worker(
        Settings(Path("unused"), "", "s"),
        scoring,
        system_clock,
        kinds={"mark": marking(ask_to_stop)},
        lease=timedelta(seconds=0.3),
    )
    quick.run_once()
    assert [state_of(scoring, one) for one in (waiting, running)] == ["cancelled", "cancelled"]
    assert effects(scoring) == 0


def test_finished_job_cannot_be_finished_again(scoring: Engine) -> None:
    queued(scoring)
    with transaction(scoring) as session:
        hold = take_job(session, worker="one", now=NOW, lease=LEASE)
        assert hold is not None
        finish_job(session, hold, result={}, file=None, now=NOW)
    with pytest.raises(Refusal) as refused, transaction(scoring) as session:
        finish_job(session, hold, result={}, file=None, now=NOW)
    assert refused.value.code == "lost-hold"


def test_ranking_and_document_of_a_round_are_made_by_the_worker(published: Engine, tmp_path: Path) -> None:
    with transaction(published) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        who = acting(session, Role.DEPARTMENT)
        found.state = "locked"
        ranking = queue_ranking(session, actor=who, found=found, now=NOW).id
        document = queue_document(session, actor=who, found=found, name="ranked-list", kind="xlsx", now=NOW).id
    worker = worker_on(published)
    assert [worker.run_once(), worker.run_once()] == [True, True]
    assert [state_of(published, one) for one in (ranking, document)] == ["done", "done"]
    client = signed_in(published, Role.DEPARTMENT, tmp_path)
    assert client.get(f"/jobs/{document}").status_code == 200
    assert client.get(f"/jobs/{document}/file").data[:2] == b"PK"
    assert signed_in(published, Role.ORGANISER, tmp_path).get(f"/jobs/{document}").status_code == 404
    assert signed_in(published, Role.SYSTEM_ADMINISTRATOR, tmp_path).get(f"/jobs/{document}/file").status_code == 403


def test_pages_of_a_large_round_leave_long_work_to_the_worker(
    published: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_long_work, "MOST_AT_ONCE", 1)  # the invented round counts as large
    client = signed_in(published, Role.DEPARTMENT, tmp_path)
    with transaction(published) as session:
        rounds.round_by_code(session, "NM-DEMO").state = "locked"
    queued_at = [
        client.post(address).headers["Location"]
        for address in ("/rankings/NM-DEMO/rank", "/rankings/NM-DEMO/rank", "/rankings/NM-DEMO/export/ranked-list.pdf")
    ]
    assert queued_at == ["/jobs/2", "/jobs/2", "/jobs/3"]  # the first was queued by the lock
    assert 'action="/rankings/NM-DEMO/export/ranked-list.pdf"' in client.get("/rankings/NM-DEMO").text
    assert [worker_on(published).run_once() for _ in queued_at] == [True, True, False]
    assert 'href="/rankings/NM-DEMO"' in client.get("/jobs/2").text
    assert client.get("/jobs/3/file").data[:4] == b"%PDF"

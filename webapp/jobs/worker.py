"""The worker: takes one job after another; killed at any moment, it leaves a job that ends exactly once."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from webapp.clock import Clock
from webapp.database import again_when_crossed, transaction
from webapp.errors import ProblemsFound, Refusal
from webapp.jobs.daily_notices import DailyNotices
from webapp.jobs.heartbeat import Cancelled, Heartbeat
from webapp.jobs.kind import Kind, Task
from webapp.jobs.kinds import KINDS
from webapp.jobs.post import Post
from webapp.services.drop_expired_files import drop_expired_files
from webapp.services.take_job import Hold, LostHold, finish_job, give_up_job, take_job
from webapp.settings import Settings

LEASE = timedelta(seconds=60)
PAUSE_SECONDS = 1.0
AWAY = ("database-failed", "database-busy", "disk-full")
FAULT = "处理时出现程序错误（{kind}），没有保存任何内容。请把任务编号 {job} 告诉系统管理员。"
log = logging.getLogger("zeyou.worker")


class Worker:
    """One worker of an installation; any number of them may run on any number of hosts."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        clock: Clock,
        *,
        kinds: Mapping[str, Kind] = KINDS,
        lease: timedelta = LEASE,
    ) -> None:
        self.settings, self.engine, self.clock, self.kinds, self.lease = settings, engine, clock, kinds, lease
        self.post, self.daily = Post(settings, engine, clock), DailyNotices(settings, engine, clock)
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

    def start(self) -> threading.Event:
        """Work in a thread beside the web service; setting the returned event lets it end."""
        stop = threading.Event()
        threading.Thread(target=self.run, args=(stop,), name="worker", daemon=True).start()
        return stop

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; a database that is away is waited for."""
        while not stop.is_set():
            try:
                if self.run_once() or self.post.run_once() or self.daily.run_once():
                    continue
            except Refusal as refusal:
                log.warning("worker waits: %s", refusal.code)
            stop.wait(PAUSE_SECONDS)

    def run_once(self) -> bool:
        """Take one job and see it through; return whether there was one."""
        with transaction(self.engine) as session:
            drop_expired_files(session, now=self.clock())
            hold = take_job(session, worker=self.name, now=self.clock(), lease=self.lease)
        if hold is None:
            return False
        try:
            self.see_through(hold)
        except LostHold:
            log.warning("job %s was taken over by another worker", hold.job_id)
        return True

    def see_through(self, hold: Hold) -> None:
        """Bring the job to its end: done, refused in words, cancelled or failed."""
        try:
            with Heartbeat(self.engine, hold, self.clock, self.lease) as heart:
                self.carry_out(hold, heart)
        except Cancelled:
            self.give_up(hold, "cancelled", {})
        except LostHold:
            raise
        except Refusal as refusal:
            if refusal.code in AWAY:
                raise
            self.give_up(hold, "refused", told(refusal))
        except Exception as error:
            log.exception("job %s failed", hold.job_id)
            values = {"kind": type(error).__name__, "job": hold.job_id}
            self.give_up(hold, "failed", {"template": FAULT, "values": values, "problems": []})

    def carry_out(self, hold: Hold, heart: Heartbeat) -> None:
        """Prepare, then let effect and end happen in one transaction."""
        kind = self.kinds[hold.kind]
        task = Task(
            job_id=hold.job_id,
            arguments=hold.arguments,
            round_id=hold.round_id or 0,
            actor=hold.actor,
            now=self.clock(),
            settings=self.settings,
            engine=self.engine,
            report=heart.report,
        )
        prepared = kind.prepare(task)
        heart.report(*heart.progress)

        def take_effect() -> None:
            with transaction(self.engine) as session:
                outcome = kind.effect(session, task, prepared)
                session.flush()
                finish_job(session, hold, result=outcome.facts, file=outcome.file, now=self.clock())

        again_when_crossed(take_effect)

    def give_up(self, hold: Hold, state: str, error: Mapping[str, Any]) -> None:
        """End the job without an effect."""
        with transaction(self.engine) as session:
            give_up_job(session, hold, state=state, error=error, now=self.clock())


def told(refusal: Refusal) -> dict[str, Any]:
    """Keep a refusal so that the page can say it in the reader's language."""
    problems = refusal.problems if isinstance(refusal, ProblemsFound) else ()
    return {
        "code": refusal.code,
        "template": refusal.message_template,
        "values": plain(refusal.values),
        "problems": [
            {"where": one.where, "template": one.message_template, "values": plain(one.values)} for one in problems
        ],
    }


def plain(values: Mapping[str, object]) -> dict[str, Any]:
    """Keep numbers as they are and everything else as text."""
    return {key: value if isinstance(value, int | str) else str(value) for key, value in values.items()}

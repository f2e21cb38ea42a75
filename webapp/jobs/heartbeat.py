"""The sign of life of a worker: while a job runs, its lease is renewed and its progress shown."""

import threading
from datetime import timedelta
from types import TracebackType

from sqlalchemy import Engine

from webapp.clock import Clock
from webapp.database import transaction
from webapp.errors import Refusal
from webapp.services.take_job import Hold, LostHold, keep_hold

BEATS_PER_LEASE = 6


class Cancelled(Exception):  # noqa: N818  # named by the fact: somebody asked the job to stop
    """The job was asked to stop; nothing of it is kept."""


class Heartbeat:
    """Beats in a thread of its own; what the job reports is shown with the next beat."""

    def __init__(self, engine: Engine, hold: Hold, clock: Clock, lease: timedelta) -> None:
        self.engine, self.hold, self.clock, self.lease = engine, hold, clock, lease
        self.progress = (0, 0)
        self.must_stop = threading.Event()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.beat_until_ended, name=f"job-{hold.job_id}", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self.thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.ended.set()
        self.thread.join()

    def report(self, done: int, total: int) -> None:
        """Note how far the job is; stop it here when that was asked for."""
        self.progress = (done, total)
        if self.must_stop.is_set():
            raise Cancelled

    def beat_until_ended(self) -> None:
        """Renew until the job ends or the hold is lost; a database that is busy or away is tried again."""
        while not self.ended.wait(self.lease.total_seconds() / BEATS_PER_LEASE):
            try:
                self.beat()
            except LostHold:
                self.must_stop.set()
                return
            except Refusal:
                continue

    def beat(self) -> None:
        """Renew the lease once."""
        with transaction(self.engine) as session:
            until = self.clock() + self.lease
            if keep_hold(session, self.hold, until=until, progress=self.progress):
                self.must_stop.set()

"""Take a job, keep hold of it, and end it: whoever lost hold of a job can change nothing any more.

The turn in the chains is taken before the row of a job, everywhere: the effect of a job has the turn when it ends the
job, so whoever held the row first and then waited for the turn would wait for ever. PostgreSQL holds more rows than it
returns: looking for a free job also holds one that has been taken since the look began.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Account, Job, JobFile
from webapp.models.turns import await_turn
from webapp.permissions import Actor, Role
from webapp.queries import jobs
from webapp.services.queue_job import Handed, kept_file

MOST_ATTEMPTS = 4
DIED = "处理这项任务的程序多次中断，任务已停止。请系统管理员查看运行日志后重新提交。"


class LostHold(Refusal):
    """Another worker has taken the job meanwhile; nothing of this attempt is kept."""


@dataclass(frozen=True)
class Hold:
    """One attempt at one job by one worker."""

    job_id: int
    attempt: int
    worker: str
    kind: str
    arguments: Mapping[str, Any]
    round_id: int | None
    actor: Actor


def take_job(session: Session, *, worker: str, now: datetime, lease: timedelta) -> Hold | None:
    """Take the oldest job that waits or whose worker has died; None when there is none."""
    if not jobs.is_any_free(session, now):
        return None
    await_turn(session)
    while (job := jobs.next_job(session, now)) is not None:
        if job.is_cancel_asked:
            close(job, "cancelled", now)
        elif job.attempts >= MOST_ATTEMPTS:
            close(job, "failed", now)
            job.error = {"template": DIED, "values": {}, "problems": []}
        else:
            job.state, job.taken_by, job.lease_until = "running", worker, now + lease
            job.attempts += 1
            job.started_at = job.started_at or now
            session.flush()
            return Hold(
                job.id, job.attempts, worker, job.kind, job.arguments, job.round_id, who_asked(session, job.account_id)
            )
        session.flush()
    return None


def who_asked(session: Session, account_id: int | None) -> Actor:
    """Return the account as it is now; what was asked on the machine itself is asked by its operator."""
    account = session.get(Account, account_id) if account_id else None
    if account is None:
        return Actor(Role.SYSTEM_ADMINISTRATOR)
    if not account.active:
        return Actor(Role.PUBLIC, account.id)
    return Actor(Role(account.role), account.id, account.city, account.display_name)


def close(job: Job, state: str, now: datetime) -> None:
    """End a job that nobody holds; the same work may be queued again."""
    job.state, job.ended_at, job.key, job.lease_until = state, now, None, None


def keep_hold(session: Session, hold: Hold, *, until: datetime, progress: tuple[int, int]) -> bool:
    """Say that the worker lives and how far it is; return whether it has been asked to stop."""
    change(session, hold, {"lease_until": until, "done": progress[0], "total": progress[1]})
    return jobs.job_by_id(session, hold.job_id).is_cancel_asked


def finish_job(session: Session, hold: Hold, *, result: Mapping[str, Any], file: Handed | None, now: datetime) -> None:
    """Mark the job done in the transaction of its effect, so that neither exists without the other."""
    change(session, hold, {**ended(now), "state": "done", "result": dict(result), "done": Job.total})
    session.execute(delete(JobFile).where(JobFile.job_id == hold.job_id))
    if file is not None:
        session.add(kept_file(hold.job_id, "result", file, now))


def give_up_job(session: Session, hold: Hold, *, state: str, error: Mapping[str, Any], now: datetime) -> None:
    """End the job without an effect: refused, failed or cancelled."""
    change(session, hold, {**ended(now), "state": state, "error": dict(error)})


def ended(now: datetime) -> dict[str, Any]:
    """Return what every ended job has in common."""
    return {"ended_at": now, "key": None, "lease_until": None}


def change(session: Session, hold: Hold, values: Mapping[str, Any]) -> None:
    """Change the job only while this very attempt holds it."""
    await_turn(session)
    is_held = (Job.id == hold.job_id, Job.taken_by == hold.worker, Job.attempts == hold.attempt, Job.state == "running")
    changed = session.execute(update(Job).where(*is_held).values(**values))
    if isinstance(changed, CursorResult) and changed.rowcount != 1:
        raise LostHold("lost-hold", "这项任务已由另一个处理程序接手。")

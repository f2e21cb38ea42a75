"""Long work: how far it is, what became of it, its file."""

from datetime import datetime
from typing import Any

from webapp.api.answers import Answer, Page, page_of
from webapp.api.asked import Asked, Made
from webapp.api.resources import Resource
from webapp.errors import NotFound
from webapp.models import Job
from webapp.permissions import Action, Facts, Role, why_not
from webapp.queries import jobs
from webapp.services.cancel_job import cancel_job
from webapp.services.queue_long_work import queue_backup

resource = Resource("jobs")


class JobAnswer(Answer):
    """How far a job is, what it has brought about, and why it was refused."""

    id: int
    kind: str
    state: str
    done: int
    total: int
    created_at: datetime
    ended_at: datetime | None
    result: dict[str, Any]
    error: dict[str, Any]


def seen(asked: Asked, job_id: int, action: Action) -> Job:
    """Find a job this actor may see; another's is answered like none at all."""
    job = jobs.job_by_id(asked.session, job_id)
    if why_not(asked.actor, action, Facts(owner_id=job.account_id or 0)):
        raise NotFound("no-job", "没有这项任务，或您无权查看。")
    return job


@resource.read("/jobs", Action.SEE_JOBS, listed=True)
def list_answer(asked: Asked) -> Page[JobAnswer]:
    """List one's own jobs, or all of them for whoever runs the machine."""
    sees_all = asked.actor.role == Role.SYSTEM_ADMINISTRATOR
    found = jobs.newest_jobs(asked.session, None if sees_all else asked.actor.account_id or 0)
    return page_of(found, asked.window, lambda one: str(one.id), JobAnswer.of)


@resource.read("/jobs/<int:job_id>", Action.SEE_JOBS)
def show_answer(asked: Asked, job_id: int) -> JobAnswer:
    """Show how far a job is."""
    return JobAnswer.of(seen(asked, job_id, Action.SEE_JOBS))


@resource.act("/jobs/<int:job_id>/cancel", Action.CANCEL_JOB)
def cancel_act(asked: Asked, job_id: int) -> JobAnswer:
    """Give a job up."""
    job = seen(asked, job_id, Action.CANCEL_JOB)
    cancel_job(asked.session, actor=asked.actor, job=job, now=asked.now)
    return JobAnswer.of(job)


@resource.read("/jobs/<int:job_id>/file", Action.TAKE_JOB_FILE)
def result_file(asked: Asked, job_id: int) -> Made:
    """Hand out what a job has made."""
    job = seen(asked, job_id, Action.TAKE_JOB_FILE)
    made = jobs.file_of_job(asked.session, job.id, "result")
    if made is None or made.expires_at <= asked.now:
        raise NotFound("no-file", "这项任务没有文件，或文件已过保存期限。")
    return Made(made.content, made.media_type, made.filename)


@resource.act("/backups", Action.TAKE_BACKUP)
def backup_act(asked: Asked) -> JobAnswer:
    """Queue a backup."""
    return JobAnswer.of(queue_backup(asked.session, actor=asked.actor, now=asked.now))

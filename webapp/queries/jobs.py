"""Questions about jobs."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, undefer

from webapp.errors import NotFound
from webapp.models import Job, JobFile

ACTIVE = ("queued", "running")
SHOWN = 50


def job_by_id(session: Session, job_id: int) -> Job:
    """Find a job or say that there is none."""
    found = session.get(Job, job_id)
    if found is None:
        raise NotFound("no-job", "没有这项任务，或您无权查看。")
    return found


def active_job_of_key(session: Session, key: str) -> Job | None:
    """Find the same work where it is already under way."""
    return session.scalars(select(Job).where(Job.key == key)).one_or_none()


def newest_jobs(session: Session, account_id: int | None) -> list[Job]:
    """List the newest jobs of one account, or of all when none is named."""
    query = select(Job).order_by(Job.id.desc()).limit(SHOWN)
    return list(session.scalars(query if account_id is None else query.where(Job.account_id == account_id)))


def next_job(session: Session, now: datetime) -> Job | None:
    """Find what waits, or what a worker let go of by dying; rows another worker is taking are passed over."""
    query = select(Job).where(free_at(now)).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    return session.scalars(query).one_or_none()


def is_any_free(session: Session, now: datetime) -> bool:
    """Tell whether any job waits or was let go of, holding none."""
    return session.scalar(select(Job.id).where(free_at(now)).limit(1)) is not None


def free_at(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a job that may be taken."""
    return or_(Job.state == "queued", and_(Job.state == "running", Job.lease_until < now))


def count_active(session: Session, before: datetime) -> int:
    """Count the jobs queued before a moment that have not ended."""
    query = select(func.count()).select_from(Job).where(Job.state.in_(ACTIVE), Job.created_at < before)
    return session.scalar(query) or 0


def count_by_state(session: Session) -> dict[str, int]:
    """Count the jobs by state."""
    return dict(list(session.execute(select(Job.state, func.count()).group_by(Job.state))))


def file_of_job(session: Session, job_id: int, purpose: str) -> JobFile | None:
    """Find the file a job was given ("input") or has made ("result"), with its content."""
    query = select(JobFile).where(JobFile.job_id == job_id, JobFile.purpose == purpose)
    return session.scalars(query.options(undefer(JobFile.content))).one_or_none()


def has_file(session: Session, job_id: int, now: datetime) -> bool:
    """Tell whether the result of a job can still be fetched."""
    query = select(func.count()).select_from(JobFile)
    wanted = query.where(JobFile.job_id == job_id, JobFile.purpose == "result", JobFile.expires_at > now)
    return bool(session.scalar(wanted))


def done_with_file(session: Session, round_id: int, kind: str, now: datetime) -> list[Job]:
    """List the newest jobs of one kind whose result can still be fetched."""
    wanted = (Job.round_id == round_id, Job.kind == kind, Job.state == "done")
    kept = (JobFile.purpose == "result", JobFile.expires_at > now)
    query = select(Job).join(JobFile, JobFile.job_id == Job.id).where(*wanted, *kept)
    return list(session.scalars(query.order_by(Job.id.desc()).limit(SHOWN)))


def expired_files(session: Session, now: datetime) -> list[JobFile]:
    """List the files whose time is over, without their content."""
    return list(session.scalars(select(JobFile).where(JobFile.expires_at <= now)))

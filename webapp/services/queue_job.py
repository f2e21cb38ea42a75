"""Queue work that outlives a request, in the same transaction as whatever asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.models import Job, JobFile
from webapp.models.turns import await_turn
from webapp.permissions import Actor
from webapp.queries import jobs
from webapp.services.record_act import record_act

FILE_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Handed:
    """A file that goes with a job."""

    filename: str
    media_type: str
    content: bytes


def queue_job(
    session: Session,
    *,
    actor: Actor,
    kind: str,
    arguments: Mapping[str, Any],
    now: datetime,
    round_id: int | None = None,
    key: str | None = None,
    file: Handed | None = None,
) -> Job:
    """Store the job, or return the one already under way for the same key; a double click is one job."""
    await_turn(session)
    if key is not None and (present := jobs.active_job_of_key(session, key)):
        return present
    job = Job(
        kind=kind,
        arguments=dict(arguments),
        key=key,
        account_id=actor.account_id,
        round_id=round_id,
        result={},
        error={},
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:
        present = jobs.active_job_of_key(session, key or "")
        if present is None:
            raise
        return present
    if file is not None:
        session.add(kept_file(job.id, "input", file, now))
    facts = {"job": job.id, "kind": kind}
    record_act(session, actor=actor, action="queue job", facts=facts, now=now, round_id=round_id)
    return job


def kept_file(job_id: int, purpose: str, file: Handed, now: datetime) -> JobFile:
    """Return the row that keeps a file for a week."""
    return JobFile(
        job_id=job_id,
        purpose=purpose,
        filename=file.filename,
        media_type=file.media_type,
        content=file.content,
        expires_at=now + FILE_KEPT,
    )

"""Ask for a job to be given up: at once while it waits, at its next step while it runs."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Job
from webapp.models.turns import await_turn
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import jobs
from webapp.services.record_act import record_act
from webapp.services.take_job import close


def cancel_job(session: Session, *, actor: Actor, job: Job, now: datetime) -> None:
    """Cancel what waits; ask a running job to stop. What is done stays done."""
    require(actor, Action.CANCEL_JOB, Facts(owner_id=job.account_id or 0))
    await_turn(session)
    session.refresh(job)
    if job.state not in jobs.ACTIVE:
        raise Refusal("job-ended", "这项任务已经结束，不能再取消。")
    job.is_cancel_asked = True
    if job.state == "queued":
        close(job, "cancelled", now)
    facts = {"job": job.id, "kind": job.kind}
    record_act(session, actor=actor, action="cancel job", facts=facts, now=now, round_id=job.round_id)

"""Long work seen by those who asked for it: how far it is, what became of it, its file."""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Job
from webapp.pages.door import actor, asking, guards, now, writing
from webapp.pages.job_words import job_title, state_title
from webapp.permissions import Action, Facts, Role, why_not
from webapp.queries import jobs, rounds
from webapp.services.cancel_job import cancel_job
from webapp.services.queue_long_work import queue_backup

pages = Blueprint("jobs", __name__, url_prefix="/jobs")
SHOWN_AFTER = {
    "rank round": "rankings.ranking_page",
    "propose plan": "experts.panel_page",
    "explain position": "rankings.ranking_page",
    "look after lock": "panel_room.divergence_page",
    "try settings": "studies.what_if_page",
}
KEPT_FOR_A_PAGE = ("try settings",)


def visible(session: Session, job_id: int, action: Action) -> Job:
    """Find a job this actor may see; another's is answered like none at all."""
    job = jobs.job_by_id(session, job_id)
    if why_not(actor(), action, Facts(owner_id=job.account_id or 0)):
        raise NotFound("no-job", "没有这项任务，或您无权查看。")
    return job


@pages.get("/")
@guards(Action.SEE_JOBS)
def list_page() -> ResponseReturnValue:
    """List one's own jobs, or all of them for whoever runs the machine."""
    sees_all = actor().role == Role.SYSTEM_ADMINISTRATOR
    with asking() as session:
        found = jobs.newest_jobs(session, None if sees_all else actor().account_id or 0)
    return render_template("jobs/list.html", jobs=found, job_title=job_title, state_title=state_title)


@pages.get("/<int:job_id>")
@guards(Action.SEE_JOBS)
def show_page(job_id: int) -> ResponseReturnValue:
    """Show how far a job is; to the page's own script, as figures."""
    with asking() as session:
        job = visible(session, job_id, Action.SEE_JOBS)
        has_file = job.kind not in KEPT_FOR_A_PAGE and jobs.has_file(session, job.id, now())
        found = rounds.round_by_id(session, job.round_id) if job.round_id else None
    if request.headers.get("Accept", "").startswith("application/json"):
        return {"state": job.state, "title": state_title(job.state), "done": job.done, "total": job.total}
    after = SHOWN_AFTER.get(job.kind) if job.state == "done" and found else None
    return render_template(
        "jobs/show.html",
        job=job,
        round=found,
        has_file=has_file and not why_not(actor(), Action.TAKE_JOB_FILE, Facts(owner_id=job.account_id or 0)),
        next_page=url_for(after, code=found.code, **job.arguments.get("typed", {})) if after and found else None,
        job_title=job_title,
        state_title=state_title,
    )


@pages.post("/<int:job_id>/cancel")
@guards(Action.CANCEL_JOB)
def cancel_act(job_id: int) -> ResponseReturnValue:
    """Give the job up."""
    with writing() as session:
        cancel_job(session, actor=actor(), job=visible(session, job_id, Action.CANCEL_JOB), now=now())
    flash(_("已要求取消；正在进行的一步做完后停止。"))
    return redirect(url_for("jobs.show_page", job_id=job_id))


@pages.get("/<int:job_id>/file")
@guards(Action.TAKE_JOB_FILE)
def result_file(job_id: int) -> ResponseReturnValue:
    """Hand out what the job has made; the reading was written into the ledger when it was made."""
    with asking() as session:
        job = visible(session, job_id, Action.TAKE_JOB_FILE)
        made = jobs.file_of_job(session, job.id, "result")
    if made is None or made.expires_at <= now():
        abort(404)
    return send_file(BytesIO(made.content), made.media_type, as_attachment=True, download_name=made.filename)


@pages.post("/backup")
@guards(Action.TAKE_BACKUP)
def backup_act() -> ResponseReturnValue:
    """Queue a backup."""
    with writing() as session:
        job = queue_backup(session, actor=actor(), now=now())
    return redirect(url_for("jobs.show_page", job_id=job.id))

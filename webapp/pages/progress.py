"""How far the experts are: never a score before the lock."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.pages.door import actor, asking, guards, now, writing
from webapp.pages.kept_pages import kept_page
from webapp.permissions import Action
from webapp.queries import rounds
from webapp.queries.progress import panel_progress
from webapp.services.lock_scores import lock_scores
from webapp.services.remind_experts import remind_experts
from webapp.services.return_review import return_reviews
from webapp.services.round_settings import RoundSettings

PER_PAGE = 50

pages = Blueprint("progress", __name__, url_prefix="/progress")


@pages.get("/<code>")
@guards(Action.SEE_PROGRESS)
def progress_page(code: str) -> ResponseReturnValue:
    """Show who has submitted how much, so many experts a page."""
    after = request.args.get("after", 0, type=int)
    with asking() as session:
        found = rounds.round_by_code(session, code)
        so_far = panel_progress(session, found.id, after, PER_PAGE + 1)
        score_until = RoundSettings.from_json(found.settings).score_until
    # Experts save thousands of times a day and start or hand in a sheet a few times: mostly the page is the same.
    kind = (found.code, found.title, found.state, found.is_demonstration, score_until, "after" in request.args)
    page = kept_page(
        "progress/progress.html",
        (*kind, so_far),
        {},
        round=found,
        rows=so_far.lines[:PER_PAGE],
        following=so_far.lines[PER_PAGE - 1].position if len(so_far.lines) > PER_PAGE else None,
        is_later_part="after" in request.args,
        so_far=so_far,
        score_until=score_until,
    )
    return Response(page)


@pages.post("/<code>/remind")
@guards(Action.REMIND)
def remind_act(code: str) -> ResponseReturnValue:
    """Remind everyone who is not done."""
    with writing() as session:
        n = remind_experts(session, actor=actor(), found=rounds.round_by_code(session, code), now=now())
    flash(_("已提醒 %(n)s 位专家。", n=n))
    return redirect(url_for("progress.progress_page", code=code))


@pages.post("/<code>/lock")
@guards(Action.LOCK)
def lock_act(code: str) -> ResponseReturnValue:
    """Lock the scores."""
    with writing() as session:
        lock_scores(session, actor=actor(), found=rounds.round_by_code(session, code), now=now())
    flash(_("评分已锁定。"))
    return redirect(url_for("rounds.show_page", code=code))


@pages.post("/<code>/return/<int:seat_id>")
@guards(Action.REMIND)
def return_act(code: str, seat_id: int) -> ResponseReturnValue:
    """Give an expert's submitted reviews back for correction."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        reason = request.form.get("reason", "")
        n = return_reviews(session, actor=actor(), found=found, seat_id=seat_id, reason=reason, now=now())
    flash(_("已退回 %(n)s 份评审。", n=n))
    return redirect(url_for("progress.progress_page", code=code))

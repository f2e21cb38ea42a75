"""How far the experts are: never a score before the lock."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.pages.door import actor, asking, guards, now, writing
from webapp.permissions import Action
from webapp.queries import meetings, panels, rounds
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
        rows = panels.kept_progress(session, found.id, after, PER_PAGE + 1)
        board = meetings.board_of_round(session, found.id)
        n_declared = panels.count_declared_by_experts(session, found.id)
    return render_template(
        "progress/progress.html",
        round=found,
        rows=rows[:PER_PAGE],
        following=rows[PER_PAGE - 1].seat.position if len(rows) > PER_PAGE else None,
        board=board,
        n_declared=n_declared,
        settings=RoundSettings.from_json(found.settings),
    )


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

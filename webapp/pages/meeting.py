"""Meeting mode: one screen for the projector, big type, no name of an expert, no point."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.pages.door import actor, asking, guards, now
from webapp.pages.timetable import timetable
from webapp.permissions import Action, Facts, why_not
from webapp.queries import lists, meetings, rounds
from webapp.services.round_settings import RoundSettings

pages = Blueprint("meeting", __name__, url_prefix="/rounds")


@pages.get("/<code>/meeting")
@guards(Action.SEE_MEETING)
def meeting_page(code: str) -> ResponseReturnValue:
    """Show progress, timetable, or, after the lock and to those who may, how settled the list is."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        may_see_line = why_not(actor(), Action.SEE_RANKING, Facts(round_state=found.state)) is None
        board = meetings.board_of_round(session, found.id)
        standings = meetings.standings_of_round(session, found.id) if may_see_line else {}
        publicity = rounds.current_publicity(session, found.id)
        announcement = lists.announcement_of(session, found.id)
    settings = RoundSettings.from_json(found.settings)
    views = {"progress": _("评审进度"), "timetable": _("日程安排")} | ({"line": _("名额线")} if standings else {})
    chosen = request.args.get("view", "progress")
    return render_template(
        "meeting/meeting.html",
        round=found,
        settings=settings,
        board=board,
        standings=standings,
        views=views,
        view=chosen if chosen in views else "progress",
        days=timetable(found, settings, publicity, announcement),
        at=now(),
    )

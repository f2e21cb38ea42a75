"""The days of a round: what, when, whether it is behind us."""

from datetime import datetime

from flask_babel import gettext as _

from webapp.models import Publicity, Round
from webapp.pages.shell import local_time
from webapp.permissions import ROUND_STATES
from webapp.services.round_settings import RoundSettings


def timetable(found: Round, settings: RoundSettings, publicity: Publicity | None) -> list[tuple[str, str, bool]]:
    """List the days of the round: what, when, whether it is behind us."""
    place = ROUND_STATES.index(found.state)
    period = f"{publicity.first_day} — {publicity.last_day}" if publicity else ""
    return [
        (_("申报截止"), settings.declare_until, place > 1),
        (_("评分截止"), settings.score_until, place > 2),
        (_("锁定评分"), day_of(found.locked_at), place > 2),
        (_("确定名单"), day_of(found.decided_at), place > 3),
        (_("公示"), period, place > 5),
    ]


def day_of(moment: datetime | None) -> str:
    """Show the day of a moment where the department works."""
    return local_time(moment, "%Y-%m-%d") if moment else ""

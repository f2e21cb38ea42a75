"""The days of a round: what, when, whether it is behind us or how long there is still."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from webapp.models import Announcement, Publicity, Round
from webapp.pages.door import today
from webapp.pages.shell import local_time
from webapp.permissions import ROUND_STATES
from webapp.services.round_settings import RoundSettings


@dataclass(frozen=True)
class Day:
    """One line of the timetable."""

    title: str
    when: str
    is_past: bool
    until: date | None = None
    is_provisional: bool = False

    @property
    def n_left(self) -> int | None:
        """Return the days that are left, below zero where the day is over; none where it does not matter."""
        return None if self.is_past or self.until is None else (self.until - today()).days


def timetable(
    found: Round, settings: RoundSettings, publicity: Publicity | None, announcement: Announcement | None = None
) -> list[Day]:
    """List the days of the round in their order."""
    place = ROUND_STATES.index(found.state)
    return [
        Day(_("申报截止"), settings.declare_until, place > 1, last_day(settings.declare_until)),
        Day(_("评分截止"), settings.score_until, place > 2, last_day(settings.score_until)),
        Day(_("锁定评分"), day_of(found.locked_at), place > 2),
        Day(_("确定名单"), day_of(found.decided_at), place > 3),
        hanging(publicity, place > 5),
        Day(_("公布"), str(announcement.announced_on) if announcement else "", place > 5),
    ]


def hanging(publicity: Publicity | None, is_past: bool) -> Day:
    """Show from when to when the list hangs out."""
    if publicity is None:
        return Day(_("公示"), "", is_past)
    when = _("%(first)s 至 %(last)s", first=publicity.first_day, last=publicity.last_day)
    return Day(_("公示"), when, is_past, publicity.last_day, publicity.is_provisional)


def last_day(text: str) -> date | None:
    """Read a day that was typed; none where none is set."""
    return date.fromisoformat(text) if text else None


def day_of(moment: datetime | None) -> str:
    """Show the day of a moment where the department works."""
    return local_time(moment, "%Y-%m-%d") if moment else ""

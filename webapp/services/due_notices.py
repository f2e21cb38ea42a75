"""What has to be told today because of the date; the same again on any later day, until it is done.

Every telling has a key of kind, cluster and day, and nobody is told the same key twice: the list may be worked off
every hour, on several hosts, and after a standstill.
"""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from rubrics.calendar import WorkingCalendar
from webapp.models import Round
from webapp.permissions import Actor, Role
from webapp.queries import notice_days, panels
from webapp.services.cluster_dues import OVERDUE, UPCOMING, WAITING
from webapp.services.list_dues import DueLine, list_dues
from webapp.services.notice_receivers import Receivers, receivers
from webapp.services.round_settings import RoundSettings
from webapp.services.working_days import calendar_in, calendar_of
from webapp.services.write_notice import Telling

SYSTEM = Actor(Role.DEPARTMENT, None, name="系统")
AHEAD = timedelta(days=400)
CHANGE_AHEAD = timedelta(days=7)
DAYS_BEFORE = 2
DAY = timedelta(days=1)
TOLD = (UPCOMING, OVERDUE, WAITING, "handed_in")


def due_notices(session: Session, *, today: date) -> list[Telling]:
    """List everything that is to be told by today, told already or not."""
    bodies = receivers(session)
    return [
        *registry_notices(session, today, bodies),
        *publicity_notices(session, today, bodies),
        *scoring_notices(session, today),
    ]


def registry_notices(session: Session, today: date, bodies: Receivers) -> list[Telling]:
    """Remind of reports, filings, re-reviews and ends of validity; tell which are late."""
    lines = list_dues(session, actor=SYSTEM, today=today, until=today + AHEAD)
    return [
        telling_of(line, today, bodies) for line in lines if line.due.status in TOLD and reminds_from(line) <= today
    ]


def reminds_from(line: DueLine) -> date:
    """Return the day to remind; a filing has no such day in the measures and is recalled a week before."""
    due = line.due
    return due.due_on - CHANGE_AHEAD if due.kind == "change_filing" else min(due.remind_on, due.due_on)


def telling_of(line: DueLine, today: date, bodies: Receivers) -> Telling:
    """Say what is due to those who act, and what is late also to those above them."""
    due, cluster = line.due, line.cluster
    is_late = today > due.due_on and due.kind != "end_validity"
    kind = f"{due.kind}_late" if is_late else due.kind
    acting = {due.who, Role.APPLICANT.value} if due.kind == "annual_report" else {due.who}
    above = {Role.CITY_BUREAU.value, Role.DEPARTMENT.value} if is_late else set()
    mark = f":{due.row_id}" if due.kind == "change_filing" else ""
    values = {
        "cluster": cluster.name,
        "certificate": cluster.certificate,
        "matter": due.title,
        "due_on": f"{due.due_on}（暂定）" if due.is_provisional else str(due.due_on),
        "who": line.who,
    }
    key = f"{kind}:{cluster.id}:{due.due_on}{mark}"
    return Telling(kind, bodies.of_cluster(cluster, acting | above), values, key)


def publicity_notices(session: Session, today: date, bodies: Receivers) -> list[Telling]:
    """Tell the department two working days before a publicity ends."""
    calendar = calendar_of(session)
    return [
        Telling(
            "publicity_ending",
            bodies.department,
            {"round": found.title, "last_day": str(publicity.last_day), "n_open": str(n_open)},
            f"publicity_ending:{publicity.id}:{publicity.last_day}",
        )
        for publicity, found, n_open in notice_days.running_publicities(session)
        if working_days_before(publicity.last_day, calendar=calendar) <= today <= publicity.last_day
    ]


def scoring_notices(session: Session, today: date) -> list[Telling]:
    """Remind experts two working days before the scoring ends, unless they have submitted everything."""
    found, calendar = [], calendar_of(session)
    for one in notice_days.rounds_in_scoring(session):
        until = RoundSettings.from_json(one.settings).score_until
        if until and working_days_before(date.fromisoformat(until), calendar=calendar) <= today <= date.fromisoformat(
            until
        ):
            found += reminders(session, one, until)
    return found


def reminders(session: Session, found: Round, until: str) -> list[Telling]:
    """Return one reminder for each expert of a round with open reviews."""
    return [
        Telling(
            "expert_reminder",
            frozenset({one.seat.account_id}),
            {"round": found.title, "n": one.n_assigned - one.n_submitted, "until": until},
            f"expert_reminder:{found.id}:{until}",
        )
        for one in panels.progress_of_round(session, found.id)
        if one.n_submitted < one.n_assigned and one.seat.account_id is not None
    ]


def working_days_before(last_day: date, n_days: int = DAYS_BEFORE, calendar: WorkingCalendar | None = None) -> date:
    """Return the working day that lies so many working days before another day."""
    calendar, day = calendar or calendar_in(Path()), last_day
    for _step in range(n_days):
        day = calendar.on_or_before(day - DAY)
    return day

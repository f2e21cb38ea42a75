"""Enter the State Council's notice of a year; a period that runs is never shortened without somebody saying so."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from rubrics.calendar import WorkingCalendar
from webapp.errors import Problem, ProblemsFound
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files, clusters, notice_days
from webapp.services.compute_dates import read_holidays
from webapp.services.file_change import change_deadline
from webapp.services.record_act import record_act
from webapp.services.renew_dates import renew_dates
from webapp.services.start_publicity import period_of
from webapp.services.working_days import calendar_with, keep_year

SOONER = "截止日将由 {before} 提前到 {after}：已经对外公布的期限不能悄悄缩短，确需提前的，请核对通知后勾选“确认提前”。"


@dataclass(frozen=True)
class Moved:
    """A provisional last day and what the notice makes of it."""

    title: str
    before: date
    after: date


def enter_holidays(
    session: Session, *, actor: Actor, name: str, text: str, may_shorten: bool, folder: Path, now: datetime
) -> list[Moved]:
    """Keep the notice and renew every provisional day; return those that moved."""
    require(actor, Action.ENTER_HOLIDAYS)
    notice = read_holidays(name, text)
    moved = [one for one in moves(session, calendar_with(folder, notice)) if one.before != one.after]
    sooner = [one for one in moved if one.after < one.before]
    if sooner and not may_shorten:
        problems = (
            Problem(one.title, "period-shortened", SOONER, {"before": one.before, "after": one.after}) for one in sooner
        )
        raise ProblemsFound("period-shortened", tuple(problems))
    keep_year(folder, notice, text)
    told = {
        "year": notice.year,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "days": len(notice.days),
        "shortened": {one.title: [str(one.before), str(one.after)] for one in sooner},
    }
    record_act(session, actor=actor, action="enter holidays", facts=told, now=now)
    renew_dates(session, actor=actor, now=now, may_shorten=may_shorten)
    return moved


def moves(session: Session, calendar: WorkingCalendar) -> Iterator[Moved]:
    """Tell what a calendar makes of every day that is provisional now."""
    for hung, found, _n in notice_days.running_publicities(session):
        if hung.is_provisional:
            yield Moved(
                f"{found.code} 公示", hung.last_day, period_of(session, found, hung.published_on, calendar).last_day
            )
    for change in cluster_files.provisional_changes(session):
        cluster = clusters.cluster_by_id(session, change.cluster_id)
        due = change_deadline(cluster, change.changed_on, calendar=calendar).due
        yield Moved(f"{cluster.certificate} 变更备案", change.due_on, due)

"""Which years' holidays this installation knows, and how many days wait for a year that is not known."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from rubrics.holiday_notices import HolidayNotice, known_notices
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files, notice_days
from webapp.services.working_days import entered_notices


@dataclass(frozen=True)
class KnownYear:
    """One year: whether it was entered here, and its source."""

    year: int
    is_entered: bool
    papers: tuple[str, ...]
    n_off: int
    n_worked: int


@dataclass(frozen=True)
class KnownHolidays:
    """The years, the newest first, and what is provisional."""

    years: tuple[KnownYear, ...]
    n_provisional: int

    @property
    def latest(self) -> int:
        """Return the last year that is known."""
        return self.years[0].year


def list_holidays(session: Session, *, actor: Actor, folder: Path) -> KnownHolidays:
    """List the years; one entered here takes the place of the product's own."""
    require(actor, Action.ENTER_HOLIDAYS)
    entered = {one.year: one for one in entered_notices(folder)}
    notices = {one.year: one for one in known_notices()} | entered
    years = tuple(known_year(notices[year], year in entered) for year in sorted(notices, reverse=True))
    hung = [one for one, _found, _n in notice_days.running_publicities(session) if one.is_provisional]
    return KnownHolidays(years, len(hung) + len(cluster_files.provisional_changes(session)))


def known_year(notice: HolidayNotice, is_entered: bool) -> KnownYear:
    """Count the days of a notice."""
    n_off = sum(notice.days.values())
    return KnownYear(notice.year, is_entered, notice.papers, n_off, len(notice.days) - n_off)

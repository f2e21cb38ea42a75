"""The working days of this installation: the notices that come with the product and the years entered here."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session, object_session

from rubrics.calendar import WorkingCalendar
from rubrics.holiday_notices import HolidayNotice
from webapp.database import settings_of
from webapp.errors import Unusable
from webapp.services.compute_dates import read_holidays

FOLDER = "holidays"


def calendar_of(kept: Session | object) -> WorkingCalendar:
    """Return the calendar by which a session's installation counts; a stored row is counted by its own session."""
    session = kept if isinstance(kept, Session) else object_session(kept)
    return calendar_in(settings_of(session).data_folder) if session is not None else calendar_of_files(())


def calendar_in(data_folder: Path) -> WorkingCalendar:
    """Return the calendar with the years that were entered into a data folder."""
    folder = data_folder / FOLDER
    if data_folder == Path() or not folder.is_dir():
        return calendar_of_files(())
    found = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    return calendar_of_files(tuple((path, path.stat().st_mtime_ns) for path in found))


@lru_cache(maxsize=8)
def calendar_of_files(stamped: tuple[tuple[Path, int], ...]) -> WorkingCalendar:
    """Read the files once; a changed file has another stamp."""
    return WorkingCalendar([read_holidays(path.name, path.read_text("utf-8")) for path, _stamp in stamped])


def enter_year(data_folder: Path, name: str, text: str) -> HolidayNotice:
    """Keep the notice of a year in the data folder, after reading it; a later one takes the place of the earlier."""
    notice = read_holidays(name, text)
    path = data_folder / FOLDER / f"{notice.year}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise Unusable(
            "unwritable", "写不进“{path}”（{why}），请换一个位置。", path=path, why=error.strerror
        ) from error
    return notice


def local_day(session: Session, at: datetime) -> date:
    """Return the day of a moment where the department works."""
    return at.astimezone(settings_of(session).time_zone).date()

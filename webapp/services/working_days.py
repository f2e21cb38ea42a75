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
    return calendar_of_files(stamped_files(data_folder))


def stamped_files(data_folder: Path) -> tuple[tuple[Path, int], ...]:
    """List the files of the years that were entered, with when each was written."""
    folder = data_folder / FOLDER
    if data_folder == Path() or not folder.is_dir():
        return ()
    found = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    return tuple((path, path.stat().st_mtime_ns) for path in found)


@lru_cache(maxsize=8)
def calendar_of_files(stamped: tuple[tuple[Path, int], ...]) -> WorkingCalendar:
    """Read the files once; a changed file has another stamp."""
    return WorkingCalendar(notices_of_files(stamped))


def notices_of_files(stamped: tuple[tuple[Path, int], ...]) -> list[HolidayNotice]:
    """Read the files."""
    return [read_holidays(path.name, path.read_text("utf-8")) for path, _stamp in stamped]


def entered_notices(data_folder: Path) -> list[HolidayNotice]:
    """Return the years that were entered into a data folder."""
    return notices_of_files(stamped_files(data_folder))


def calendar_with(data_folder: Path, notice: HolidayNotice) -> WorkingCalendar:
    """Return the calendar as it would be with one more year."""
    return WorkingCalendar([*entered_notices(data_folder), notice])


def keep_year(data_folder: Path, notice: HolidayNotice, text: str) -> None:
    """Keep the notice of a year in the data folder, whole or not at all; a later one takes the place of the earlier."""
    path = data_folder / FOLDER / f"{notice.year}.json"
    beside = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        raise Unusable(
            "unwritable", "写不进“{path}”（{why}），请换一个位置。", path=path, why=error.strerror
        ) from error


def local_day(session: Session, at: datetime) -> date:
    """Return the day of a moment where the department works."""
    return at.astimezone(settings_of(session).time_zone).date()

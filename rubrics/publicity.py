"""How long a list hangs out: working days from the day after publication, or counting the day itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rubrics.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class PublicityPeriod:
    """First and last working day of a publicity; ``provisional`` when a year's holiday notice is not known."""

    first_day: date
    last_day: date
    provisional: bool


def publicity_period(
    published: date, n_days: int, calendar: WorkingCalendar, *, count_publication_day: bool = False
) -> PublicityPeriod:
    """Return the publicity of a list.

    Parameters
    ----------
    published
        Day on which the list goes up.
    n_days
        Working days, at least 1.
    calendar
        Working days.
    count_publication_day
        The other custom: the day of publication is the first day if it is worked.

    Returns
    -------
    PublicityPeriod
        The first and the last counted working day.

    Notes
    -----
    Source: NM 10 (five working days); Civil Code 201: the day on which a period begins is not counted.

    Examples
    --------
    Published on 7 February 2024: 8 and 9, then, after the Spring Festival, Sunday 18, 19 and 20 February.

    >>> publicity_period(date(2024, 2, 7), 5, WorkingCalendar())
    PublicityPeriod(first_day=datetime.date(2024, 2, 8), last_day=datetime.date(2024, 2, 20), provisional=False)
    """
    first = calendar.on_or_after(published if count_publication_day else published + timedelta(days=1))
    last = calendar.nth_from(first, n_days)
    return PublicityPeriod(first, last, calendar.is_provisional(published, last))

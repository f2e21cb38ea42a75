"""Working days by the State Council's notices; a year without a notice is counted by weekday and said to be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from rubrics.holiday_notices import HolidayNotice, known_notices

_DAY = timedelta(days=1)
_SATURDAY = 5


class WorkingCalendar:
    """Which days are worked.

    Parameters
    ----------
    notices
        Notices beyond those that come with the product, such as the year an administrator entered; a year given
        here replaces the product's own.

    Notes
    -----
    A day of a year without a notice is a working day from Monday to Friday, which is a guess: every result that
    touches such a year must be called provisional (`is_provisional`).

    Examples
    --------
    The Sunday after the Spring Festival of 2024 was worked:

    >>> calendar = WorkingCalendar()
    >>> calendar.is_working_day(date(2024, 2, 18)), calendar.is_known(2024), calendar.is_known(2027)
    (True, True, False)
    """

    def __init__(self, notices: Iterable[HolidayNotice] = ()) -> None:
        by_year = {notice.year: notice for notice in (*known_notices(), *notices)}
        self._years = frozenset(by_year)
        self._days: dict[date, bool] = {}
        for year in sorted(by_year):
            self._days.update(by_year[year].days)

    def is_known(self, year: int) -> bool:
        """Whether the notice of a year is known."""
        return year in self._years

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a span touches a year whose notice is not known."""
        return any(not self.is_known(year) for year in range(first.year, last.year + 1))

    def is_working_day(self, day: date) -> bool:
        """Whether a day is worked; by weekday where no notice names the day."""
        is_off = self._days.get(day)
        return day.weekday() < _SATURDAY if is_off is None else not is_off

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is worked, else the next working day."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return the day itself if it is worked, else the working day before."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def nth_from(self, first: date, n_days: int) -> date:
        """Return the n-th working day, counting ``first`` as one if it is worked.

        Examples
        --------
        8, 9, 18, 19 and 20 February 2024 are five working days around the Spring Festival:

        >>> WorkingCalendar().nth_from(date(2024, 2, 8), 5)
        datetime.date(2024, 2, 20)
        """
        if n_days < 1:
            raise ValueError(f"a period has at least one working day, not {n_days}")
        day = self.on_or_after(first)
        for _ in range(n_days - 1):
            day = self.on_or_after(day + _DAY)
        return day

    def count_between(self, first: date, last: date) -> int:
        """Return the number of working days from ``first`` to ``last``, both included.

        Examples
        --------
        >>> WorkingCalendar().count_between(date(2026, 1, 1), date(2026, 12, 31))
        248
        """
        span = range((last - first).days + 1)
        return sum(self.is_working_day(first + timedelta(days=offset)) for offset in span)

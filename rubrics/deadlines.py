"""Deadlines: the yearly report by a named day, and the filing of a change within months."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from rubrics.calendar import WorkingCalendar

ON_TIME, LATE, NEEDS_DECISION = "on_time", "late", "needs_decision"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportDeadline:
    """The named day of a yearly report, the day to remind for, and how a submission stands to it."""

    due: date
    remind: date
    result: str | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class FilingDeadline:
    """The last day to file a change, and how a filing stands to it."""

    due: date
    result: str | None
    provisional: bool


def report_deadline(
    year: int, month: int, day: int, calendar: WorkingCalendar, submitted: date | None = None
) -> ReportDeadline:
    """Return the deadline of the report on a year.

    Parameters
    ----------
    year
        Year that is reported on; the report is due in the year after.
    month, day
        The named day, such as 10 March.
    calendar
        Working days.
    submitted
        Day of submission, None while there is none.

    Returns
    -------
    ReportDeadline
        ``due`` is the named day itself; on a day off, ``remind`` is the working day before, and a submission up to
        the next working day needs a decision. ``result`` is None while nothing is submitted.

    Notes
    -----
    Source: NM 12 (10 March), NX 16 (30 March).

    Examples
    --------
    30 March 2025 was a Sunday: remind for Friday; Monday needs a decision, Tuesday is late.

    >>> calendar = WorkingCalendar()
    >>> found = report_deadline(2024, 3, 30, calendar, date(2025, 3, 31))
    >>> found.remind, found.result
    (datetime.date(2025, 3, 28), 'needs_decision')
    >>> report_deadline(2024, 3, 30, calendar, date(2025, 4, 1)).result
    'late'
    """
    due = date(year + 1, month, day)
    following = calendar.on_or_after(due)
    if submitted is None:
        result = None
    elif submitted <= due:
        result = ON_TIME
    else:
        result = NEEDS_DECISION if submitted <= following else LATE
    return ReportDeadline(due, calendar.on_or_before(due), result, calendar.is_provisional(due, following))


def filing_deadline(
    changed: date, n_months: int, calendar: WorkingCalendar, filed: date | None = None
) -> FilingDeadline:
    """Return the deadline for filing a grave change.

    Parameters
    ----------
    changed
        Day of the change; it is not counted.
    n_months
        Months to file.
    calendar
        Working days.
    filed
        Day of filing, None while there is none.

    Returns
    -------
    FilingDeadline
        The same day number that many months later, or the last day of that month; on a day off the next working
        day. ``result`` is None while nothing is filed.

    Notes
    -----
    Source: NM 14, NX 15 (one month); Civil Code 201 to 203.

    Examples
    --------
    One month after 7 September 2024 is a day of the national holiday; 8 October was worked.

    >>> filing_deadline(date(2024, 9, 7), 1, WorkingCalendar()).due
    datetime.date(2024, 10, 8)
    """
    named = months_later(changed, n_months)
    due = calendar.on_or_after(named)
    result = None if filed is None else ON_TIME if filed <= due else LATE
    return FilingDeadline(due, result, calendar.is_provisional(named, due))


def months_later(day: date, n_months: int) -> date:
    """Return the same day number months later, or the last day of that month.

    Examples
    --------
    >>> months_later(date(2024, 1, 31), 1), months_later(date(2024, 2, 29), 36)
    (datetime.date(2024, 2, 29), datetime.date(2027, 2, 28))
    """
    years, month = divmod(day.month - 1 + n_months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))

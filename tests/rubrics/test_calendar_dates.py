"""Publicity, yearly reports, change filings and validity, worked by hand from the notices of 2022 to 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.calendar import WorkingCalendar
from rubrics.deadlines import filing_deadline, months_later, report_deadline
from rubrics.publicity import PublicityPeriod, publicity_period
from rubrics.validity import expiry

CALENDAR = WorkingCalendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


# published, first day, last day; five working days from the day after.
PUBLICITY = [
    # 28 September, then the national holiday 29.9.–6.10., then Saturday 7, Sunday 8, 9 and 10 October were worked.
    ("2023-09-27", "2023-09-28", "2023-10-10"),
    # 30 December 2022, 31.12.–2.1. New Year, 3, 4, 5, 6 January 2023.
    ("2022-12-29", "2022-12-30", "2023-01-06"),
    # 8 and 9 February, Spring Festival 10–17, Sunday 18 worked, 19, 20.
    ("2024-02-07", "2024-02-08", "2024-02-20"),
    # Friday → Monday to Friday.
    ("2024-03-01", "2024-03-04", "2024-03-08"),
    # Saturday → Monday to Friday.
    ("2024-03-02", "2024-03-04", "2024-03-08"),
    # 30 April, 1–5 May off, 6–9 May. Sunday 28 April was worked but lies before.
    ("2024-04-29", "2024-04-30", "2024-05-09"),
    # 26 and Sunday 27 April (worked), 28, 29, 30 April 2025: 25 April was a Friday, 26 a free Saturday.
    ("2025-04-25", "2025-04-27", "2025-05-06"),
    # 27 January 2025 worked; 28.1.–4.2. off; 5, 6, 7 February, Saturday 8 worked.
    ("2025-01-26", "2025-01-27", "2025-02-08"),
    # 30 September 2025, 1–8 October off, 9, 10, Saturday 11 worked, 13.
    ("2025-09-29", "2025-09-30", "2025-10-13"),
    # Saturday 14 February 2026 worked; 15–23 off; 24, 25, 26, 27.
    ("2026-02-13", "2026-02-14", "2026-02-27"),
    ("2026-12-24", "2026-12-25", "2026-12-31"),
]


@pytest.mark.parametrize(("published", "first", "last"), PUBLICITY)
def test_publicity_runs_five_working_days_from_the_day_after(published: str, first: str, last: str) -> None:
    assert publicity_period(day(published), 5, CALENDAR) == PublicityPeriod(day(first), day(last), False)


@pytest.mark.parametrize(
    ("published", "first", "last"),
    [
        # The publication day counts: 27, 28 September, 7, 8, 9 October 2023.
        ("2023-09-27", "2023-09-27", "2023-10-09"),
        # 29, 30 December 2022, 3, 4, 5 January 2023, as the ministry counted.
        ("2022-12-29", "2022-12-29", "2023-01-05"),
        # 15, 16, 17, 18, 21 August 2023, as Qinghai counted.
        ("2023-08-15", "2023-08-15", "2023-08-21"),
        # Published on a Saturday: Monday is the first day either way.
        ("2024-03-02", "2024-03-04", "2024-03-08"),
    ],
)
def test_publicity_may_count_the_publication_day(published: str, first: str, last: str) -> None:
    found = publicity_period(day(published), 5, CALENDAR, count_publication_day=True)
    assert (found.first_day, found.last_day) == (day(first), day(last))


def test_publicity_into_an_unknown_year_is_provisional() -> None:
    # 31 December 2026, then by weekday 1 (a Friday), 4, 5, 6 January 2027.
    assert publicity_period(day("2026-12-30"), 5, CALENDAR) == PublicityPeriod(
        day("2026-12-31"), day("2027-01-06"), True
    )


@pytest.mark.parametrize(
    ("year", "submitted", "remind", "result"),
    [
        # 10 March 2025 was a Monday.
        (2024, "2025-03-10", "2025-03-10", "on_time"),
        (2024, "2025-03-11", "2025-03-10", "late"),
        # 10 March 2024 was a Sunday: remind for Friday 8; Monday 11 is for a person; Tuesday 12 is late.
        (2023, "2024-03-10", "2024-03-08", "on_time"),
        (2023, "2024-03-11", "2024-03-08", "needs_decision"),
        (2023, "2024-03-12", "2024-03-08", "late"),
        (2022, None, "2023-03-10", None),
    ],
)
def test_report_by_tenth_of_march(year: int, submitted: str | None, remind: str, result: str | None) -> None:
    found = report_deadline(year, 3, 10, CALENDAR, None if submitted is None else day(submitted))
    assert (found.due, found.remind, found.result) == (date(year + 1, 3, 10), day(remind), result)


@pytest.mark.parametrize(
    ("submitted", "result"),
    # 30 March 2024 was a Saturday: Sunday 31 and Monday 1 April are for a person.
    [
        ("2024-03-30", "on_time"),
        ("2024-03-31", "needs_decision"),
        ("2024-04-01", "needs_decision"),
        ("2024-04-02", "late"),
    ],
)
def test_report_due_on_a_saturday(submitted: str, result: str) -> None:
    found = report_deadline(2023, 3, 30, CALENDAR, day(submitted))
    assert (found.remind, found.result) == (day("2024-03-29"), result)


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ("2024-01-31", "2024-02-29"),
        ("2023-01-31", "2023-02-28"),
        # 29 February 2024 is the same day number a month after 29 January.
        ("2024-01-29", "2024-02-29"),
        # 31 March 2024 → 30 April, worked.
        ("2024-03-31", "2024-04-30"),
        # 1 May 2025 is a holiday until 5 May.
        ("2025-04-01", "2025-05-06"),
        # 7 October 2024 was a holiday.
        ("2024-09-07", "2024-10-08"),
        # Saturday 15 June 2024 → Monday 17.
        ("2024-05-15", "2024-06-17"),
        # Sunday 11 May 2025 → Monday; Sunday 28 September 2025 was worked.
        ("2025-04-11", "2025-05-12"),
        ("2025-08-28", "2025-09-28"),
        ("2024-12-31", "2025-02-05"),
    ],
)
def test_change_is_filed_within_a_month(changed: str, due: str) -> None:
    found = filing_deadline(day(changed), 1, CALENDAR)
    assert (found.due, found.result, found.provisional) == (day(due), None, False)


def test_filing_on_the_last_day_is_on_time_and_the_next_late() -> None:
    assert filing_deadline(day("2024-09-07"), 1, CALENDAR, day("2024-10-08")).result == "on_time"
    assert filing_deadline(day("2024-09-07"), 1, CALENDAR, day("2024-10-09")).result == "late"


def test_filing_due_in_an_unknown_year_is_provisional() -> None:
    # 9 January 2027 is a Saturday → Monday 11 by weekday.
    found = filing_deadline(day("2026-12-09"), 1, CALENDAR)
    assert (found.due, found.provisional) == (day("2027-01-11"), True)


@pytest.mark.parametrize(
    ("announced", "extensions", "expires"),
    [
        ("2023-09-15", 0, "2026-09-15"),
        ("2023-09-15", 1, "2029-09-15"),
        ("2023-09-15", 2, "2032-09-15"),
        ("2024-02-29", 0, "2027-02-28"),
        # From the old expiry, 28 February 2027.
        ("2024-02-29", 1, "2030-02-28"),
        ("2022-12-31", 0, "2025-12-31"),
    ],
)
def test_validity_ends_on_the_same_date(announced: str, extensions: int, expires: str) -> None:
    assert expiry(day(announced), 3, n_extensions=extensions) == day(expires)


def test_validity_by_calendar_years_ends_with_december() -> None:
    assert expiry(day("2023-09-15"), 3, counting="calendar_years") == day("2026-12-31")


def test_unknown_way_of_counting_validity_is_an_error() -> None:
    with pytest.raises(ValueError, match="counting"):
        expiry(day("2023-09-15"), 3, counting="lunar")


def test_period_without_days_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        publicity_period(day("2024-03-01"), 0, CALENDAR)


@given(st.dates(date(2004, 1, 1), date(2026, 11, 1)), st.integers(1, 20))
def test_publicity_holds_exactly_its_working_days(published: date, n_days: int) -> None:
    found = publicity_period(published, n_days, CALENDAR)
    assert found.first_day > published
    assert CALENDAR.count_between(found.first_day, found.last_day) == n_days
    assert CALENDAR.is_working_day(found.first_day)
    assert CALENDAR.is_working_day(found.last_day)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_later_keeps_the_day_or_takes_the_last(start: date, n_months: int) -> None:
    later = months_later(start, n_months)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == n_months
    assert later.day == start.day or (later.day < start.day and months_later(later, 0) == later)

"""Working days of the product's own notices, and years an administrator adds."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from rubrics.calendar import WorkingCalendar
from rubrics.holiday_notices import known_notices, notice_of, read_notice

NEW_YEAR_2027 = {
    "year": 2027,
    "papers": ["国务院办公厅关于2027年部分节假日安排的通知"],
    "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-04", "isOffDay": True},
        {"name": "元旦", "date": "2026-12-27", "isOffDay": False},
    ],
}


def test_every_day_agrees_with_the_published_package() -> None:
    calendar = WorkingCalendar()
    first = date(2004, 1, 1)
    days = [first + timedelta(days=offset) for offset in range((date(2026, 12, 31) - first).days + 1)]
    assert [day for day in days if calendar.is_working_day(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(("year", "count"), [(2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year_are_counted(year: int, count: int) -> None:
    assert WorkingCalendar().count_between(date(year, 1, 1), date(year, 12, 31)) == count


def test_notices_run_without_gap_from_2004_to_2026() -> None:
    assert [notice.year for notice in known_notices()] == list(range(2004, 2027))


def test_unknown_year_is_counted_by_weekday_and_called_provisional() -> None:
    calendar = WorkingCalendar()
    assert calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_provisional(date(2026, 12, 31), date(2027, 1, 1))
    assert not calendar.is_provisional(date(2026, 1, 1), date(2026, 12, 31))


def test_added_year_is_known_and_moves_days_of_december_before() -> None:
    notice, problems = read_notice(NEW_YEAR_2027, "2027.json: ")
    calendar = WorkingCalendar([notice])
    assert problems == ()
    assert calendar.is_known(2027)
    assert [calendar.is_working_day(date(2027, 1, day)) for day in (1, 4, 5)] == [False, False, True]
    assert calendar.is_working_day(date(2026, 12, 27))


def test_added_notice_keeps_the_other_days_of_the_year_before() -> None:
    notice, _ = read_notice(NEW_YEAR_2027, "2027.json: ")
    assert WorkingCalendar([notice]).count_between(date(2026, 1, 1), date(2026, 12, 31)) == 249


def test_notice_reports_every_mistake_at_its_place() -> None:
    document = {
        "year": 2027,
        "papers": [],
        "days": [{"name": "元旦", "date": "2027/1/1", "isOffDay": True}, {"name": "元旦", "date": "2027-01-02"}],
    }
    assert [(problem.path, problem.code) for problem in read_notice(document, "f: ")[1]] == [
        ("f: days[0].date", "not_a_date"),
        ("f: days[1].isOffDay", "missing"),
    ]


def test_notice_without_days_is_refused() -> None:
    _, problems = read_notice({"year": 2027, "papers": [], "days": []}, "f: ")
    assert [problem.code for problem in problems] == ["no_days"]


def test_notice_of_an_unknown_year_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        notice_of(2027)

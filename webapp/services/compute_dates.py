"""Compute the dates of a rule pack's procedure: publicity, yearly report, change filing, validity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from rubrics.calendar import WorkingCalendar
from rubrics.deadlines import filing_deadline, report_deadline
from rubrics.holiday_notices import HolidayNotice, read_notice
from rubrics.publicity import publicity_period
from rubrics.validity import expiry
from webapp.errors import Unusable
from webapp.services.json_text import parse_json
from webapp.services.screen_declaration import pack_named

Stated = TypeVar("Stated")
Answer = dict[str, str | bool | None]
Notices = Iterable[tuple[str, str]]


def publicity_dates(
    pack_name: str, published: date, *, count_publication_day: bool | None, n_days: int | None, holidays: Notices
) -> Answer:
    """Return the first and last day of a publicity; options left None are taken from the pack."""
    rule = _stated(pack_named(pack_name).procedure.publicity, pack_name, "公示")
    counted = rule.count_publication_day if count_publication_day is None else count_publication_day
    found = publicity_period(
        published, n_days or rule.working_days, calendar_with(holidays), count_publication_day=counted
    )
    return {
        "first_day": found.first_day.isoformat(),
        "last_day": found.last_day.isoformat(),
        "provisional": found.provisional,
    }


def annual_report_dates(pack_name: str, year: int, submitted: date | None, holidays: Notices) -> Answer:
    """Return the day a yearly report is due, the day to remind for, and how a submission stands to it."""
    rule = _stated(pack_named(pack_name).procedure.annual_report, pack_name, "年度报送")
    found = report_deadline(year, rule.month, rule.day, calendar_with(holidays), submitted)
    answer: Answer = {"due": found.due.isoformat(), "remind": found.remind.isoformat(), "result": found.result}
    return answer | _caution(found.provisional)


def change_filing_dates(pack_name: str, changed: date, filed: date | None, holidays: Notices) -> Answer:
    """Return the last day to file a change, and how a filing stands to it."""
    rule = _stated(pack_named(pack_name).procedure.change_filing, pack_name, "变更备案")
    found = filing_deadline(changed, rule.months, calendar_with(holidays), filed)
    answer: Answer = {"due": found.due.isoformat(), "result": found.result}
    return answer | _caution(found.provisional)


def validity_dates(pack_name: str, announced: date, extended_on: Iterable[date], counting: str | None) -> Answer:
    """Return the day a recognition expires after the extensions that were decided."""
    rule = _stated(pack_named(pack_name).procedure.validity, pack_name, "有效期")
    decided = sorted(extended_on)
    if decided and decided[0] < announced:
        raise Unusable("extended_before", "延期日期 {day} 早于公布日期。", day=decided[0].isoformat())
    expires = expiry(
        announced,
        rule.years,
        n_extensions=len(decided),
        extension_years=rule.extension_years,
        counting=counting or rule.counting,
    )
    return {"expires": expires.isoformat()}


def calendar_with(texts: Notices) -> WorkingCalendar:
    """Return the working calendar with further years' notices, given as file name and JSON text."""
    return WorkingCalendar([read_holidays(name, text) for name, text in texts])


def read_holidays(name: str, text: str) -> HolidayNotice:
    """Read the notice of a year, refused with every problem it has."""
    notice, problems = read_notice(parse_json(name, text), f"{name}: ")
    if problems:
        listed = "\n".join(f"  {problem.path}：{problem.message}" for problem in problems)
        raise Unusable("notice_problems", "放假安排有误，请改正：\n{problems}", problems=listed)
    return notice


def _stated(rule: Stated | None, pack_name: str, title: str) -> Stated:
    if rule is None:
        raise Unusable("not_stated", "规则包“{pack}”没有写明{title}的规定。", pack=pack_name, title=title)
    return rule


def _caution(provisional: bool) -> Answer:
    """Say that a date is provisional only where it is: the year's holiday notice is not known."""
    return {"provisional": True} if provisional else {}

"""The State Council's holiday notices, one per year, in the shape of the public holiday-cn files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from rubrics.problems import Problem
from rubrics.reading import Node


@dataclass(frozen=True)
class HolidayNotice:
    """The holidays and moved working days of one year.

    Parameters
    ----------
    year
        Year the notice is for; it may also move days of the December before.
    papers
        Titles or addresses of the notices.
    days
        Date → whether it is a day off, for every day the notice names.
    names
        Date → name of the holiday it belongs to.

    Examples
    --------
    >>> notice = notice_of(2024)
    >>> notice.days[date(2024, 2, 18)], notice.names[date(2024, 2, 10)]
    (False, '春节')
    """

    year: int
    papers: tuple[str, ...]
    days: Mapping[date, bool]
    names: Mapping[date, str]


def read_notice(document: object, path: str) -> tuple[HolidayNotice, tuple[Problem, ...]]:
    """Return the notice in a document, and every problem of the document.

    Parameters
    ----------
    document
        ``{"year": 2027, "papers": [title], "days": [{"name": …, "date": "2027-01-01", "isOffDay": true}]}``.
    path
        Beginning of every problem's path, such as a file's name.

    Returns
    -------
    tuple
        The notice (usable only without problems) and the problems.

    Examples
    --------
    >>> day = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
    >>> notice, problems = read_notice({"year": 2027, "papers": ["通知"], "days": [day]}, "2027.json: ")
    >>> notice.year, notice.days, problems
    (2027, {datetime.date(2027, 1, 1): True}, ())
    """
    problems: list[Problem] = []
    node = Node(document, path, problems)
    year, papers = node.integer("year"), node.texts("papers")
    days = node.each("days", lambda child: _day(child, year))
    node.raw("$schema"), node.raw("$id")
    node.close()
    if not days:
        node.problem("days", "no_days", "没有列出任何一天，请按国务院办公厅通知填写。")
    named = [entry for entry in days if entry is not None]
    notice = HolidayNotice(
        year=year,
        papers=papers,
        days={day: is_off for day, is_off, _ in named},
        names={day: name for day, _, name in named},
    )
    return notice, tuple(problems)


def _day(node: Node, year: int) -> tuple[date, bool, str] | None:
    name, written, is_off = node.text("name"), node.text("date"), node.flag("isOffDay")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        node.problem("date", "not_a_date", "“{date}”不是日期，应写作 2027-01-01。", date=written)
        return None
    if abs(day.year - year) > 1:
        node.problem("date", "other_year", "“{date}”不属于{year}年，请核对。", date=written, year=str(year))
    return day, is_off, name


@lru_cache(maxsize=1)
def known_notices() -> tuple[HolidayNotice, ...]:
    """Return the notices that come with the product, by year.

    Examples
    --------
    >>> [notice.year for notice in known_notices()][-3:]
    [2024, 2025, 2026]
    """
    files = sorted((resources.files("rubrics") / "holidays").iterdir(), key=lambda file: file.name)
    documents = [json.loads(file.read_text("utf-8")) for file in files if file.name.endswith(".json")]
    return tuple(read_notice(document, "")[0] for document in documents)


def notice_of(year: int) -> HolidayNotice:
    """Return the notice of one year that comes with the product; `LookupError` when there is none.

    Examples
    --------
    >>> notice_of(2026).year
    2026
    """
    for notice in known_notices():
        if notice.year == year:
            return notice
    raise LookupError(f"no holiday notice for {year}")

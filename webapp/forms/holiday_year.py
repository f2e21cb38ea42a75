"""The form of a year's holidays: what the notice says, line by line, becomes the notice as programs write it."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from webapp.errors import Problem, ProblemsFound

DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
NOT_A_LINE = "“{line}”看不懂，请写成“元旦 2027-01-01 至 2027-01-03”，一行一项。"
LONGEST_HOLIDAY = 31


def read_holiday_year(form: Mapping[str, str]) -> str:
    """Return the notice as JSON, or every line that cannot be read."""
    problems: list[Problem] = []
    off = [day for line in lines(form.get("off", "")) for day in days_of(line, problems, is_off=True)]
    worked = [day for line in lines(form.get("worked", "")) for day in days_of(line, problems, is_off=False)]
    year = form.get("year", "").strip()
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        problems.append(Problem("年份", "not-a-year", "请填写四位数的年份，如 2027。"))
    if not form.get("paper", "").strip():
        problems.append(Problem("通知文号", "blank", "请填写通知的名称、文号或网址。"))
    if problems:
        raise ProblemsFound("holidays-wrong", tuple(problems))
    return json.dumps(
        {"year": int(year), "papers": [form["paper"].strip()], "days": [*off, *worked]}, ensure_ascii=False
    )


def lines(text: str) -> Iterator[str]:
    """Yield the lines that say something."""
    return (line.strip() for line in text.splitlines() if line.strip())


def days_of(line: str, problems: list[Problem], *, is_off: bool) -> Iterator[dict[str, object]]:
    """Yield every day of a line: one day, or the first and the last of a holiday."""
    written = DAY.findall(line)
    try:
        first, *rest = [date(*map(int, one.split("-"))) for one in written]
        last = rest[-1] if rest else first
    except ValueError:
        problems.append(Problem("放假安排", "not-a-line", NOT_A_LINE, {"line": line[:60]}))
        return
    n_days = (last - first).days + 1
    if len(written) > 2 or not 1 <= n_days <= LONGEST_HOLIDAY:
        problems.append(Problem("放假安排", "not-a-line", NOT_A_LINE, {"line": line[:60]}))
        return
    name = DAY.sub("", line).strip(" 至到—-–~～：:，,") or ("放假" if is_off else "调休上班")
    for n in range(n_days):
        yield {"name": name, "date": str(first + timedelta(days=n)), "isOffDay": is_off}

"""The part of a round's settings that rules the list: pass line, floors and caps, replacement, days of publicity."""

import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from webapp.errors import Problem
from webapp.services.list_rule import EACH
from webapp.services.replace_in_list import NEXT, NONE
from webapp.services.round_settings import RoundSettings

N_ROWS, MOST_DAYS = 6, 60
PARTITIONS, KINDS = ("city", "industry"), ("floor", "cap")


def read_list_rule(form: Mapping[str, str], old: RoundSettings, problems: list[Problem]) -> dict[str, Any]:
    """Return the settings; what is wrong is added to the problems. A form without these fields changes nothing."""
    if "replacement" not in form:
        return {}
    replacement = form["replacement"]
    return {
        "pass_line": read_pass_line(form, problems),
        "quotas": [list(quota) for quota in read_quotas(form, problems)],
        "replacement": replacement if replacement in (NONE, NEXT) else "",
        "publicity_days": read_days(form, old, problems),
    }


def plain(form: Mapping[str, str], name: str) -> str:
    """Return the typed text with full-width characters made plain."""
    return unicodedata.normalize("NFKC", form.get(name, "")).strip()


def read_pass_line(form: Mapping[str, str], problems: list[Problem]) -> str:
    """Read points with at most two decimals, or nothing."""
    text = plain(form, "pass_line")
    if not text:
        return ""
    try:
        line = Decimal(text)
    except InvalidOperation:
        line = Decimal(-1)
    if line.is_finite() and 0 <= line <= 100 and line == round(line, 2):
        return str(line)
    template = "应为 0 到 100、最多两位小数，或者留空，现为“{text}”。"
    problems.append(Problem("入围分数线", "not-points", template, {"text": text}))
    return ""


def read_quotas(form: Mapping[str, str], problems: list[Problem]) -> Iterator[tuple[str, str, str, int]]:
    """Read the rows that ask for something; two rows for the same group and kind contradict each other."""
    seen = set()
    for n in range(1, N_ROWS + 1):
        partition, kind = form.get(f"quota_by_{n}", ""), form.get(f"quota_kind_{n}", "")
        group, places = plain(form, f"quota_of_{n}") or EACH, plain(form, f"quota_places_{n}") or "0"
        where = f"保底和封顶第{n}行"
        if not (places.isascii() and places.isdigit() and int(places) <= 10_000):
            problems.append(Problem(where, "not-whole", "个数应为整数，现为“{text}”。", {"text": places}))
        elif int(places) and partition in PARTITIONS and kind in KINDS:
            if (partition, group, kind) in seen:
                problems.append(Problem(where, "quota-twice", "与前面的行重复，请只保留一行。"))
            seen.add((partition, group, kind))
            yield partition, group, kind, int(places)


def read_days(form: Mapping[str, str], old: RoundSettings, problems: list[Problem]) -> int:
    """Read the working days of the publicity; the field is only there where the measure states none."""
    text = plain(form, "publicity_days")
    if not text:
        return old.publicity_days
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_DAYS:
        return int(text)
    facts = {"low": 1, "high": MOST_DAYS, "text": text}
    problems.append(Problem("公示期", "not-whole", "应为 {low} 到 {high} 的整数，现为“{text}”。", facts))
    return 0

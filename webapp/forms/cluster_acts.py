"""The forms of the registry: days typed by a person become dates, or a refusal that says how to write one."""

from collections.abc import Mapping
from datetime import date

from webapp.errors import Refusal
from webapp.services.recommend_nationally import Choice

NOT_A_DAY = "{title}应为日期，如 2026-03-31。"


def read_day(form: Mapping[str, str], name: str, title: str) -> date:
    """Return a day that must be there."""
    day = optional_day(form, name, title)
    if day is None:
        raise Refusal("not-a-day", NOT_A_DAY, title=title)
    return day


def optional_day(form: Mapping[str, str], name: str, title: str) -> date | None:
    """Return a day, or None where nothing was typed."""
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("not-a-day", NOT_A_DAY, title=title) from None


def read_choices(form: Mapping[str, str]) -> list[Choice]:
    """Return the places given to clusters; a cluster without a place is not on the list."""
    choices = []
    for name, text in form.items():
        number = name.removeprefix("place-")
        if number == name or not number.isdecimal() or not text.strip():
            continue
        if not text.strip().isdecimal():
            raise Refusal("not-a-place", "推荐次序应为正整数，如 1、2、3；不推荐的留空。")
        choices.append(Choice(int(number), int(text), form.get(f"reason-{number}", "")))
    return choices

"""The forms of the registry: days typed by a person become dates, or a refusal that says how to write one."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from webapp.errors import Refusal
from webapp.forms.chosen_numbers import row_number, texts_by_number
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
    for cluster_id, text in texts_by_number(form, "place-").items():
        if not text.strip():
            continue
        place = row_number(unicodedata.normalize("NFKC", text).strip())
        if place is None:
            raise Refusal("not-a-place", "推荐次序应为正整数，如 1、2、3；不推荐的留空。")
        choices.append(Choice(cluster_id, place, form.get(f"reason-{cluster_id}", "")))
    return choices

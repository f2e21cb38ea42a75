"""The settings form of a round: typed text becomes settings, or every problem at once."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from webapp.errors import Problem, ProblemsFound
from webapp.forms.list_rule import read_list_rule
from webapp.forms.panel_rule import read_panel_rule
from webapp.services.assign_objective import OBJECTIVES
from webapp.services.round_settings import RoundSettings

WHOLE_NUMBERS = {
    "declaration_year": ("申报年度", 2020, 2100),
    "experts_per_declaration": ("每份申报的专家数", 1, 15),
    "panel_size": ("专家组人数", 1, 5000),
    "n_reserves": ("候补专家数", 0, 500),
    "max_load": ("每位专家最多评审份数", 1, 1000),
    "places": ("拟认定名额", 1, 10000),
    "reason_below": ("低于多少分须写理由", 0, 100),
    "reason_above": ("高于多少分须写理由", 0, 100),
    "employment_years": ("任职回避年限", 0, 50),
}
CONTACT = ("contact_person", "contact_phone", "contact_address")
DATES = {"declare_until": "申报截止日", "score_until": "评分截止日"}


def read_round_settings(form: Mapping[str, str], old: RoundSettings, areas: Sequence[tuple[str, str]]) -> RoundSettings:
    """Return the changed settings or raise ProblemsFound with one problem per field."""
    problems: list[Problem] = []
    numbers = {name: whole(form, name, *limits, problems) for name, limits in WHOLE_NUMBERS.items()}
    dates = {name: calendar_day(form, name, title, problems) for name, title in DATES.items()}
    weights = {key: weight(form, key, title, problems) for key, title in areas}
    if not problems and sum(weights.values()) != 100:
        facts = {"total": str(sum(weights.values()))}
        problems.append(Problem("六个领域的权重", "weights-sum", "权重之和应为 100，现为 {total}。", facts))
    keys = [key for key, _title in areas]
    ties = [key for n in range(1, 7) if (key := form.get(f"tie_{n}", "")) in keys]
    if len(ties) != len(set(ties)):
        problems.append(Problem("并列时的排序依据", "tie-twice", "同一领域只能选择一次。"))
    if form.get("objective", old.objective) not in OBJECTIVES:
        problems.append(Problem("分派目标", "unknown-objective", "没有这个分派目标，请从列表中选择。"))
    later = read_list_rule(form, old, problems) | read_panel_rule(form, old, problems)
    if problems:
        raise ProblemsFound("settings-wrong", tuple(problems))
    return RoundSettings.from_json(
        old.as_json()
        | numbers
        | dates
        | later
        | {name: form.get(name, "").strip()[:200] for name in CONTACT}
        | {
            "weights": {key: str(value) for key, value in weights.items()},
            "tie_order": ties,
            "method": form.get("method", old.method),
            "objective": form.get("objective", old.objective),
            "seed_procedure": seed_procedure(form, old.seed_procedure),
            "public_number": form.get("public_number", old.public_number).strip()[:100],
            "same_city_conflict": "same_city_conflict" in form,
            "count_publication_day": "count_publication_day" in form,
            "sample_scoring": "sample_scoring" in form,
        }
    )


def seed_procedure(form: Mapping[str, str], old: str) -> str:
    """Return the chosen way to the seed; anything else leaves it as it was."""
    chosen = form.get("seed_procedure", old)
    return chosen if chosen in ("committed", "together") else old


def plain(form: Mapping[str, str], name: str) -> str:
    """Return the typed text with full-width characters made plain."""
    return unicodedata.normalize("NFKC", form.get(name, "")).strip()


def whole(form: Mapping[str, str], name: str, title: str, low: int, high: int, problems: list[Problem]) -> int:
    """Read a whole number within its limits."""
    text = plain(form, name)
    if text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high:
        return int(text)
    facts = {"low": low, "high": high, "text": text}
    problems.append(Problem(title, "not-whole", "应为 {low} 到 {high} 的整数，现为“{text}”。", facts))
    return low


def calendar_day(form: Mapping[str, str], name: str, title: str, problems: list[Problem]) -> str:
    """Read a day."""
    text = plain(form, name)
    try:
        return str(date.fromisoformat(text))
    except ValueError:
        problems.append(Problem(title, "not-a-day", "应为日期，如 2026-03-31，现为“{text}”。", {"text": text}))
        return ""


def weight(form: Mapping[str, str], key: str, title: str, problems: list[Problem]) -> Decimal:
    """Read a weight in percent with at most two decimals."""
    text = plain(form, f"weight_{key}")
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if value.is_finite() and 0 <= value <= 100 and value == round(value, 2):
        return value
    problems.append(Problem(title, "not-a-weight", "权重应为 0 到 100、最多两位小数，现为“{text}”。", {"text": text}))
    return Decimal(0)

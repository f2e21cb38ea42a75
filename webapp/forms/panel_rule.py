"""The part of a round's settings that rules the panel's work: how far loads may differ, how many requests stand."""

import unicodedata
from collections.abc import Mapping

from webapp.errors import Problem
from webapp.services.round_settings import RoundSettings

FIELDS = {
    "load_spread": ("专家之间份数最多相差", 1000),
    "recusal_limit": ("每份申报最多申请回避的专家数", 20),
}


def read_panel_rule(form: Mapping[str, str], old: RoundSettings, problems: list[Problem]) -> dict[str, str]:
    """Return the settings; blank means the default, and a form without these fields changes nothing."""
    return {
        name: read_optional(form, name, *limits, problems) if name in form else getattr(old, name)
        for name, limits in FIELDS.items()
    }


def read_optional(form: Mapping[str, str], name: str, title: str, most: int, problems: list[Problem]) -> str:
    """Read a whole number, or nothing."""
    text = unicodedata.normalize("NFKC", form[name]).strip()
    if not text or (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
        return str(int(text)) if text else ""
    template = "应为 0 到 {most} 的整数，或者留空，现为“{text}”。"
    problems.append(Problem(title, "not-whole", template, {"most": most, "text": text}))
    return ""

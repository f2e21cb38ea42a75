"""The forms of the city's steps: points to correct, and what was found on site."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from webapp.errors import Problem
from webapp.services.list_corrections import CorrectionPoint
from webapp.services.onsite_items import DeclaredItem

OWN_REMEDY = "按上述要求补正"
NOT_A_DAY = "请填写日期，例如 2026-04-10。"
TOO_FEW = "请填写至少两名核实人员，用顿号分开。"


def read_day(form: MultiDict[str, str], name: str) -> tuple[str, tuple[Problem, ...]]:
    """Return a day as it is stored, or the problem with it."""
    text = form.get(name, "").strip()
    try:
        return date.fromisoformat(text).isoformat(), ()
    except ValueError:
        return text, (Problem(name, "not-a-day", NOT_A_DAY),)


def read_corrections(
    points: Iterable[CorrectionPoint], form: MultiDict[str, str]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return the chosen points and those the clerk wrote, one to a line, with the last day."""
    chosen = set(form.getlist("point"))
    listed = [{"place": one.place, "problem": one.problem, "remedy": one.remedy} for one in points if one.key in chosen]
    for line in form.get("more", "").splitlines():
        place, _, problem = line.strip().replace(":", "：").partition("：")
        if place:
            listed.append({"place": place, "problem": problem or "需要补正", "remedy": OWN_REMEDY})
    due_on, problems = read_day(form, "due_on")
    return {"corrections": listed, "due_on": due_on, "contact": form.get("contact", "").strip()}, problems


def read_onsite(items: Iterable[DeclaredItem], form: MultiDict[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return when, where, who and what was found."""
    visited_on, problems = read_day(form, "visited_on")
    visitors = [name for name in re.split(r"[、，,；;\s]+", form.get("visitors", "")) if name]
    if len(visitors) < 2:
        problems = (*problems, Problem("visitors", "too-few-visitors", TOO_FEW))
    found = {}
    for item in items:
        seen = {part: form.get(f"{part}:{item.key}", "").strip() for part in ("found", "agrees", "remark")}
        if any(seen.values()):
            found[item.key] = seen
    facts = {"visited_on": visited_on, "visitors": visitors, "address": form.get("address", "").strip()}
    return {**facts, "items": found}, problems

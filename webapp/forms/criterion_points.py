"""Points typed into a plain form, criterion by criterion; every mistake is named with its criterion."""

from collections.abc import Mapping

from webapp.errors import Problem, ProblemsFound
from webapp.forms.points import read_points
from webapp.forms.review_texts import REASON_LIMIT, too_long, with_plain_lines
from webapp.services.save_review import Entry

WRONG = "有 {count} 项填写不对，没有保存：请返回上一页改正（已填内容仍在）。"


def read_entries(form: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, Entry]:
    """Return what was typed for each criterion, or raise with one problem per wrong cell."""
    entries, problems = {}, []
    for key, title in titles.items():
        points = read_points(form.get(f"points:{key}", ""))
        if isinstance(points, Problem):
            problems.append(Problem(title, points.code, points.message_template, points.values))
            continue
        is_not_applicable = f"na:{key}" in form
        reason = with_plain_lines(form.get(f"reason:{key}", "")).strip()
        if (long := too_long(reason, REASON_LIMIT, title)) is not None:
            problems.append(long)
        entries[key] = Entry(None if is_not_applicable else points, is_not_applicable, reason)
    if problems:
        raise ProblemsFound("points-wrong", tuple(problems), WRONG)
    return entries

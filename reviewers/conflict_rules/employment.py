"""The expert worked for, or advised, one of the declaration's units within the years that count."""

from __future__ import annotations

from collections.abc import Iterator

from reviewers.conflict_rules.context import Context
from reviewers.conflict_rules.roles import UNIT_ROLES
from reviewers.findings import Conflict
from reviewers.people import Employment
from reviewers.unit_directory import NOWHERE

RULE = "employment"
ENDED = "专家曾在「{mine}」任职，{to_year}年离开，与申报材料中的{role}「{theirs}」相关，未满{years}年"
RUNNING = "专家现在「{mine}」兼任职务，与申报材料中的{role}「{theirs}」相关"
ADVICE_ENDED = "专家曾为「{mine}」提供咨询或兼职，{to_year}年结束，与申报材料中的{role}「{theirs}」相关，未满{years}年"
ADVICE_RUNNING = "专家现为「{mine}」提供咨询或兼职，与申报材料中的{role}「{theirs}」相关"


def find(context: Context) -> Iterator[Conflict]:
    """Conflicts of earlier or additional posts; a post without a last year still runs."""
    for expert in context.experts.values():
        for post in expert.employments:
            years = _years(context, post)
            if post.to_year is not None and context.today.year - post.to_year > years:
                continue
            for i, involved, link in context.declared_units.links(post.unit, NOWHERE):
                if link.kind == "beside" and not context.settings.siblings:
                    continue
                values = {"mine": link.mine, "theirs": link.theirs, "role": UNIT_ROLES[involved.role]}
                values |= {"to_year": str(post.to_year or ""), "years": str(years)}
                declaration = context.declarations[i].id
                yield Conflict(expert.id, declaration, RULE, _template(post), values, link.certainty)


def _years(context: Context, post: Employment) -> int:
    return context.settings.advice_years if post.role == "advice" else context.settings.employment_years


def _template(post: Employment) -> str:
    if post.role == "advice":
        return ADVICE_RUNNING if post.to_year is None else ADVICE_ENDED
    return RUNNING if post.to_year is None else ENDED

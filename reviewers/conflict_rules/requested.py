"""The applicant asked that the expert should not judge, within the number of requests one applicant has."""

from __future__ import annotations

from collections.abc import Iterator

from reviewers.conflict_rules.context import Context
from reviewers.findings import Conflict, RequestedRecusal

RULE = "requested"
ASKED = "申报单位申请该专家回避"
ASKED_WHY = "申报单位申请该专家回避，理由：{reason}"


def find(context: Context) -> Iterator[Conflict]:
    """The requests that are granted, in the order in which they came."""
    for request in _ranked(context, is_within=True):
        template = ASKED_WHY if request.reason else ASKED
        yield Conflict(request.expert, request.declaration, RULE, template, {"reason": request.reason})


def refused(context: Context) -> tuple[RequestedRecusal, ...]:
    """The requests beyond the limit of their applicant."""
    return tuple(_ranked(context, is_within=False))


def _ranked(context: Context, *, is_within: bool) -> Iterator[RequestedRecusal]:
    applicants = {declaration.id: declaration.applicant or declaration.id for declaration in context.declarations}
    named: dict[str, list[str]] = {}
    for request in context.told.requested:
        experts = named.setdefault(applicants[request.declaration], [])
        if request.expert not in experts:
            experts.append(request.expert)
        if (experts.index(request.expert) < context.settings.requests_per_applicant) == is_within:
            yield request

"""The expert said so: a declaration of conflict, a declaration or a unit on the expert's own list."""

from __future__ import annotations

from collections.abc import Iterator

from reviewers.conflict_rules.context import Context
from reviewers.conflict_rules.roles import UNIT_ROLES
from reviewers.findings import Conflict
from reviewers.unit_directory import NOWHERE

RULE = "declared"
TOLD = "专家本人申请回避"
TOLD_WHY = "专家本人申请回避，理由：{reason}"
UNIT = "专家的回避单位「{mine}」与申报材料中的{role}「{theirs}」相关"


def find(context: Context) -> Iterator[Conflict]:
    """Conflicts experts declared, once for each pair, and those their lists of units to avoid imply."""
    known = {declaration.id for declaration in context.declarations}
    for told in context.told.declared:
        template = TOLD_WHY if told.reason else TOLD
        yield Conflict(told.expert, told.declaration, RULE, template, {"reason": told.reason})
    for expert in context.experts.values():
        for declaration_id in expert.avoid_declarations:
            if declaration_id in known:  # lists live longer than rounds
                yield Conflict(expert.id, declaration_id, RULE, TOLD, {})
        for unit in expert.avoid_units:
            for i, involved, link in context.declared_units.links(unit, NOWHERE):
                values = {"mine": unit.name, "theirs": link.theirs, "role": UNIT_ROLES[involved.role]}
                yield Conflict(expert.id, context.declarations[i].id, RULE, UNIT, values, link.certainty)

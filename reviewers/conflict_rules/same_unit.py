"""The expert's unit is one of the declaration's units, stands above or below it, or shares the body above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reviewers.conflict_rules.context import Context
from reviewers.conflict_rules.roles import UNIT_ROLES
from reviewers.findings import Conflict
from reviewers.unit_links import Link

RULE = "same_unit"
SAME: Mapping[str, str] = {
    "name": "专家工作单位「{mine}」与申报材料中的{role}「{theirs}」是同一单位",
    "alias": "专家工作单位「{mine}」与申报材料中的{role}「{theirs}」是同一单位，依据是简称或别名「{via}」",
    "former": "专家工作单位「{mine}」与申报材料中的{role}「{theirs}」是同一单位，依据是曾用名「{via}」",
    "english": "专家工作单位「{mine}」与申报材料中的{role}「{theirs}」是同一单位，依据是英文名「{via}」",
}
RELATED: Mapping[str, str] = {
    "above": "专家工作单位「{mine}」是申报材料中的{role}「{theirs}」的上级单位",
    "below": "申报材料中的{role}「{theirs}」是专家工作单位「{mine}」的上级单位",
    "beside": "专家工作单位「{mine}」与申报材料中的{role}「{theirs}」同属「{via}」",
    "short": "专家工作单位「{mine}」与申报材料中的{role}「{theirs}」名称相近，可能是简称与全称，请核实",
}
SHARED_ALIAS = (
    "专家工作单位「{mine}」与申报材料中的{role}「{theirs}」都可简称「{via}」，但使用该简称的单位不止一家，请核实"
)


def find(context: Context) -> Iterator[Conflict]:
    """Conflicts of present employers with the units of declarations."""
    for expert in context.experts.values():
        for unit in expert.units:
            for i, involved, link in context.declared_units.links(unit, expert.region):
                if link.kind == "beside" and not context.settings.siblings:
                    continue
                values = {"mine": link.mine, "theirs": link.theirs, "via": link.via, "role": UNIT_ROLES[involved.role]}
                declaration = context.declarations[i].id
                yield Conflict(expert.id, declaration, RULE, _template(link), values, link.certainty)


def _template(link: Link) -> str:
    if link.kind != "same":
        return RELATED[link.kind]
    return SHARED_ALIAS if link.certainty == "ask" else SAME[link.name_kind]

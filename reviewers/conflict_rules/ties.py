"""The organiser's table ties the expert to a person of the declaration: family, joint work, teacher and student."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reviewers.conflict_rules.context import Context
from reviewers.conflict_rules.roles import PERSON_ROLES, UNIT_ROLES
from reviewers.conflict_rules.tie_ends import TieEnd, end_of, experts_of, is_same_person
from reviewers.findings import Certainty, Conflict
from reviewers.names import person_key
from reviewers.people import Expert, Tie, TieKind, Unit
from reviewers.unit_directory import NOWHERE

RULE = "tie"
KINDS: Mapping[TieKind, str] = {
    "family": "亲属",
    "co_work": "合作",
    "teacher_student": "师生",
    "co_author": "合著",
    "business": "商业往来",
    "other": "其他利害",
}
PERSON = "专家与申报材料中的{role}「{name}」有{kind}关系（{why}）"
PERSON_ASK = "专家与「{name}」（{unit}）有{kind}关系（{why}），申报材料中的{role}与其同名但单位不同，请核实是否为同一人"
UNIT = "专家的亲属「{name}」（{why}）在申报材料中的{role}「{theirs}」工作"
EXPERT_ASK = "关系表中的「{mine}」与「{name}」有{kind}关系（{why}），专家库中该姓名不能确定是哪一位，请核实"


def find(context: Context) -> Iterator[Conflict]:
    """Ties read in both directions."""
    for tie in context.told.ties:
        ends = ((tie.person_a, tie.unit_a), (tie.person_b, tie.unit_b))
        for (who, unit), (other, other_unit) in (ends, ends[::-1]):
            for expert, certainty in experts_of(context, who, unit):
                yield from _findings(context, tie, expert, certainty, end_of(context, other, other_unit))


def _findings(context: Context, tie: Tie, expert: Expert, certainty: Certainty, other: TieEnd) -> Iterator[Conflict]:
    kind = KINDS[tie.kind]
    values = {"name": other.name, "kind": kind, "why": tie.evidence or kind, "unit": other.unit, "mine": expert.name}
    for declaration, person in context.people_by_name.get(person_key(other.name), ()):
        values = {**values, "role": PERSON_ROLES[person.role]}
        is_same = is_same_person(context, person, other, [involved.unit for involved in declaration.units])
        template = EXPERT_ASK if certainty == "ask" else PERSON if is_same else PERSON_ASK
        yield Conflict(
            expert.id,
            declaration.id,
            RULE,
            template,
            values,
            "certain" if is_same and certainty == "certain" else "ask",
        )
    if tie.kind == "family" and other.unit:
        for i, involved, link in context.declared_units.links(Unit(other.unit), NOWHERE):
            if link.kind == "same" and link.certainty == "certain":
                told = {**values, "role": UNIT_ROLES[involved.role], "theirs": link.theirs}
                template = EXPERT_ASK if certainty == "ask" else UNIT
                yield Conflict(expert.id, context.declarations[i].id, RULE, template, told, certainty)

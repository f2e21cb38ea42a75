"""The organiser's table ties the expert to a person of the declaration: family, joint work, teacher and student."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reviewers.conflict_rules.context import PERSON_ROLES, UNIT_ROLES, Context
from reviewers.findings import Certainty, Conflict
from reviewers.names import person_key
from reviewers.people import Expert, InvolvedPerson, Tie, TieKind, Unit
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


@dataclass(frozen=True, slots=True)
class _End:
    """The other end of a tie, as a name and a unit that may be unknown."""

    name: str
    unit: str


def find(context: Context) -> Iterator[Conflict]:
    """Ties read in both directions."""
    for tie in context.told.ties:
        ends = ((tie.person_a, tie.unit_a), (tie.person_b, tie.unit_b))
        for (who, unit), (other, other_unit) in (ends, ends[::-1]):
            for expert, certainty in _experts(context, who, unit):
                yield from _findings(context, tie, expert, certainty, _end(context, other, other_unit))


def _experts(context: Context, who: str, unit: str) -> Iterator[tuple[Expert, Certainty]]:
    if who in context.experts:
        yield context.experts[who], "certain"
        return
    namesakes = context.experts_by_name.get(person_key(who), [])
    if unit:
        sure = [expert for expert in namesakes if context.has_worked_at(expert, unit)]
        yield from ((expert, "certain") for expert in sure)
        yield from ((expert, "ask") for expert in namesakes if not sure)
    else:
        yield from ((expert, "certain" if len(namesakes) == 1 else "ask") for expert in namesakes)


def _end(context: Context, who: str, unit: str) -> _End:
    expert = context.experts.get(who)
    return _End(who, unit) if expert is None else _End(expert.name, unit or expert.main_unit)


def _findings(context: Context, tie: Tie, expert: Expert, certainty: Certainty, other: _End) -> Iterator[Conflict]:
    kind = KINDS[tie.kind]
    values = {"name": other.name, "kind": kind, "why": tie.evidence or kind, "unit": other.unit, "mine": expert.name}
    for declaration, person in context.people_by_name.get(person_key(other.name), ()):
        values = {**values, "role": PERSON_ROLES[person.role]}
        is_same = _is_same_person(context, person, other, [involved.unit for involved in declaration.units])
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


def _is_same_person(context: Context, person: InvolvedPerson, other: _End, units: list[Unit]) -> bool:
    if not other.unit:
        return True
    known = [Unit(person.unit)] if person.unit else units
    return any(context.are_related(Unit(other.unit), unit) for unit in known)

"""Is the expert the person of that name on the form? Same name alone is a question, never an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewers.conflict_rules.context import Context
from reviewers.conflict_rules.roles import PERSON_ROLES
from reviewers.findings import Conflict
from reviewers.names import person_key
from reviewers.people import DeclarationFacts, Expert, InvolvedPerson, PersonRole

SAME_PERSON = "专家「{name}」与申报材料中的{role}「{name}」姓名相同，且单位相关（{unit}）"
SETTLED = "经核实，专家「{name}」就是申报材料中的{role}「{name}」"
ASK_UNIT = "专家「{name}」（{mine}）与申报材料中的{role}「{name}」（{unit}）同名但单位不同，请核实是否为同一人"
ASK = "专家「{name}」（{mine}）与申报材料中的{role}「{name}」同名，材料未写明其单位，请核实是否为同一人"


def same_name(context: Context, rule: str, roles: Sequence[PersonRole]) -> Iterator[Conflict]:
    """Findings for every expert who shares the name of a person in one of the roles."""
    settled = {(entry.expert, entry.declaration, person_key(entry.name)): entry.same for entry in context.told.settled}
    for expert in context.experts.values():
        name = person_key(expert.name)
        for declaration, person in context.people_by_name.get(name, ()) if name else ():
            answer = settled.get((expert.id, declaration.id, name))
            if person.role in roles and answer is not False:
                yield _finding(context, rule, expert, declaration, person, answer)


def _finding(
    context: Context,
    rule: str,
    expert: Expert,
    declaration: DeclarationFacts,
    person: InvolvedPerson,
    answer: bool | None,
) -> Conflict:
    unit = person.unit or _tied_unit(context, expert, declaration)
    values = {"name": expert.name, "role": PERSON_ROLES[person.role], "mine": expert.main_unit, "unit": unit}
    if answer:
        return Conflict(expert.id, declaration.id, rule, SETTLED, values)
    if unit and context.has_worked_at(expert, unit):
        return Conflict(expert.id, declaration.id, rule, SAME_PERSON, values)
    return Conflict(expert.id, declaration.id, rule, ASK_UNIT if unit else ASK, values, "ask")


def _tied_unit(context: Context, expert: Expert, declaration: DeclarationFacts) -> str:
    units = (involved.unit.name for involved in declaration.units)
    return next((unit for unit in units if context.has_worked_at(expert, unit)), "")

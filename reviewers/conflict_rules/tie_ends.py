"""Who the two ends of a tie are: experts by id or name, people of a form by name and unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviewers.conflict_rules.context import Context
from reviewers.findings import Certainty
from reviewers.names import person_key
from reviewers.people import Expert, InvolvedPerson, Unit


@dataclass(frozen=True, slots=True)
class TieEnd:
    """The other end of a tie, as a name and a unit that may be unknown."""

    name: str
    unit: str


def experts_of(context: Context, who: str, unit: str) -> Iterator[tuple[Expert, Certainty]]:
    """The experts an id or a name stands for; two of one name without a telling unit are asked about."""
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


def end_of(context: Context, who: str, unit: str) -> TieEnd:
    """The other end by name and unit, whether it is an expert's id or a name."""
    expert = context.experts.get(who)
    return TieEnd(who, unit) if expert is None else TieEnd(expert.name, unit or expert.main_unit)


def is_same_person(context: Context, person: InvolvedPerson, other: TieEnd, units: list[Unit]) -> bool:
    """Whether nothing speaks against the person of the form being the one of the tie."""
    if not other.unit:
        return True
    known = [Unit(person.unit)] if person.unit else units
    return any(context.are_related(Unit(other.unit), unit) for unit in known)

"""What every rule may look at, indexed once: experts, declarations, units by key, people by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from reviewers.conflict_rules.told import Evidence
from reviewers.conflict_settings import ConflictSettings
from reviewers.names import people_told, person_key
from reviewers.people import DeclarationFacts, Expert, InvolvedPerson, Unit
from reviewers.unit_directory import UnitDirectory
from reviewers.unit_links import DeclaredUnits


class Context:
    """Experts and declarations with the look-ups the rules share; built once for a call, in one pass over each."""

    def __init__(
        self,
        experts: Sequence[Expert],
        declarations: Sequence[DeclarationFacts],
        told: Evidence,
        units: Sequence[Unit],
        settings: ConflictSettings,
        today: date,
    ) -> None:
        self.experts = {expert.id: expert for expert in experts}
        self.declarations = declarations
        self.told = told
        self.settings = settings
        self.today = today
        self.directory = UnitDirectory(_all_units(experts, declarations, units), settings.umbrellas)
        self.declared_units = DeclaredUnits(declarations, self.directory)
        self.experts_by_name: dict[str, list[Expert]] = defaultdict(list)
        for expert in experts:
            self.experts_by_name[person_key(expert.name)].append(expert)
        self.people_by_name: dict[str, list[tuple[DeclarationFacts, InvolvedPerson]]] = defaultdict(list)
        for declaration in declarations:
            for person in declaration.people:
                for name in people_told(person.name):
                    self.people_by_name[name].append((declaration, person))

    def are_related(self, mine: Unit, theirs: Unit) -> bool:
        """Whether two units are the same, one above the other, or parts of one body."""
        a, b = self.directory.lineage(mine), self.directory.lineage(theirs)
        if a.own.keys() & (b.own.keys() | b.above.keys()) or a.above.keys() & b.own.keys():
            return True
        return any(not self.directory.is_umbrella(key) for key in a.above.keys() & b.above.keys())

    def has_worked_at(self, expert: Expert, unit: str) -> bool:
        """Whether any present or past unit of the expert is related to the named one."""
        places = [*expert.units, *(post.unit for post in expert.employments)]
        return any(self.are_related(place, Unit(unit)) for place in places)


def _all_units(
    experts: Sequence[Expert], declarations: Sequence[DeclarationFacts], units: Sequence[Unit]
) -> Iterator[Unit]:
    yield from units
    for expert in experts:
        yield from expert.units
        yield from expert.avoid_units
        yield from (post.unit for post in expert.employments)
    for declaration in declarations:
        yield from (involved.unit for involved in declaration.units)

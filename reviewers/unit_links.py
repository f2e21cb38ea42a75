"""How a unit of an expert is linked to the units of declarations: the same body, above, below, beside, or perhaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from reviewers.brands import as_brand, beginnings, has_own_name, without_place
from reviewers.findings import Certainty
from reviewers.people import DeclarationFacts, InvolvedUnit, Region, Unit
from reviewers.unit_directory import NOWHERE, KnownName, Lineage, UnitDirectory

LinkKind = Literal["same", "above", "below", "beside", "short"]
STRENGTH: dict[LinkKind, int] = {"same": 0, "above": 1, "below": 2, "beside": 3, "short": 4}


class Link(NamedTuple):
    """
    One way in which two units are tied.

    ``above``: the expert's unit stands above the declared one; ``below``: the other way round; ``beside``: both under
    one body; ``short``: one may be the other's short name. ``via`` is the shared name as written, ``name_kind`` what
    kind of name it is on the side where it is not the name in use.
    """

    kind: LinkKind
    mine: str
    theirs: str
    via: str
    name_kind: str
    certainty: Certainty

    @property
    def strength(self) -> tuple[bool, int, int]:
        """Smaller is stronger: certain before asked, same before related, name in use before other names."""
        return (
            self.certainty == "ask",
            STRENGTH[self.kind],
            ("name", "former", "alias", "english", "").index(self.name_kind),
        )


class Spot(NamedTuple):
    """One unit of one declaration, by their numbers, with its names."""

    declaration: int
    unit: int
    lineage: Lineage


class DeclaredUnits:
    """
    The units of all declarations, found by key.

    Building costs one pass over the declarations; `links` costs one look-up for each name of a unit.
    """

    def __init__(self, declarations: Sequence[DeclarationFacts], directory: UnitDirectory) -> None:
        self.directory = directory
        self.declarations = declarations
        self._spots: list[Spot] = []
        self._own: dict[str, list[int]] = defaultdict(list)  # key → numbers of spots
        self._above: dict[str, list[int]] = defaultdict(list)
        self._brands: dict[str, list[int]] = defaultdict(list)
        self._placeless: dict[str, list[int]] = defaultdict(list)
        self._found: dict[tuple[Unit, Region], list[tuple[int, InvolvedUnit, Link]]] = {}
        for i, declaration in enumerate(declarations):
            region = Region(declaration.province, declaration.city, declaration.county)
            for u, involved in enumerate(declaration.units):
                self._spots.append(Spot(i, u, directory.lineage(involved.unit, region)))
        for n, spot in enumerate(self._spots):
            self._index(n, spot.lineage)

    def links(self, unit: Unit, region: Region = NOWHERE) -> list[tuple[int, InvolvedUnit, Link]]:
        """For every declared unit tied to this one: the declaration's index, the unit and the strongest link."""
        key = (unit, region)
        if key not in self._found:
            self._found[key] = self._strongest(self.directory.lineage(unit, region))
        return self._found[key]

    def _index(self, n: int, lineage: Lineage) -> None:
        for key, name in lineage.own.items():
            self._own[key].append(n)
            for brand in beginnings(name.written, self.directory.brands):
                self._brands[brand].append(n)
            if own := without_place(key, name.written):
                self._placeless[own].append(n)
        for key in lineage.above:
            self._above[key].append(n)

    def _strongest(self, mine: Lineage) -> list[tuple[int, InvolvedUnit, Link]]:
        best: dict[int, tuple[tuple[bool, int, int], Link]] = {}
        for n, link in self._all(mine):
            strength = link.strength
            if n not in best or strength < best[n][0]:
                best[n] = strength, link
        spots = ((self._spots[n], link) for n, (_, link) in best.items())
        return [(spot.declaration, self.declarations[spot.declaration].units[spot.unit], link) for spot, link in spots]

    def _all(self, mine: Lineage) -> Iterator[tuple[int, Link]]:
        for key, name in mine.own.items():
            for n in self._own.get(key, ()):
                yield n, self._same(mine, name, self._spots[n].lineage)
            for n in self._above.get(key, ()):
                yield n, Link("above", mine.written, self._spots[n].lineage.written, name.written, "", "certain")
            yield from self._short_names(mine, key, name)
        for key, written in mine.above.items():
            for n in self._own.get(key, ()):
                yield n, Link("below", mine.written, self._spots[n].lineage.written, written, "", "certain")
            if not self.directory.is_umbrella(key):
                for n in self._above.get(key, ()):
                    yield n, Link("beside", mine.written, self._spots[n].lineage.written, written, "", "certain")

    def _same(self, mine: Lineage, name: KnownName, theirs: Lineage) -> Link:
        other = theirs.own[name.key]
        kind = name.kind if name.kind != "name" else other.kind
        is_doubtful = kind == "alias" and self.directory.is_shared(name.key)
        via = name.written if name.kind != "name" else other.written
        return Link("same", mine.written, theirs.written, via, kind, "ask" if is_doubtful else "certain")

    def _short_names(self, mine: Lineage, key: str, name: KnownName) -> Iterator[tuple[int, Link]]:
        if has_own_name(key, name.written):
            own = without_place(key, name.written)
            for n in (*self._placeless.get(key, ()), *(self._own.get(own, ()) if own else ())):
                yield n, Link("short", mine.written, self._spots[n].lineage.written, name.written, "", "ask")
        if brand := as_brand(key):
            for n in self._brands.get(brand, ()):
                yield n, Link("short", mine.written, self._spots[n].lineage.written, name.written, "", "ask")
        for brand in beginnings(name.written, self.directory.brands):
            for short in (brand, f"{brand}集团"):
                for n in self._own.get(short, ()) if as_brand(short) else ():
                    yield n, Link("short", mine.written, self._spots[n].lineage.written, short, "", "ask")

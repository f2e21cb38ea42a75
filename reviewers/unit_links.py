"""How a unit of an expert is linked to the units of declarations: the same body, above, below, beside, or perhaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reviewers.findings import Certainty
from reviewers.people import DeclarationFacts, InvolvedUnit, Region, Unit
from reviewers.unit_directory import NOWHERE, KnownName, Lineage, UnitDirectory
from reviewers.unit_words import COMMON_BRANDS, INSTITUTION_TAIL, LEGAL_FORM
from reviewers.units import unit_key

LinkKind = Literal["same", "above", "below", "beside", "short"]
STRENGTH: dict[LinkKind, int] = {"same": 0, "above": 1, "below": 2, "beside": 3, "short": 4}
PLACE_WORDS = ("中国", "内蒙古", "宁夏")
SHORTEST_BRAND, LONGEST_BRAND = 2, 5


@dataclass(frozen=True, slots=True)
class Link:
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


@dataclass(frozen=True, slots=True)
class Spot:
    """One unit of one declaration under one key."""

    declaration: int
    unit: int
    name: KnownName
    written: str


class DeclaredUnits:
    """
    The units of all declarations, found by key.

    Building costs one pass over the declarations; `links` costs one look-up for each name of a unit.
    """

    def __init__(self, declarations: Sequence[DeclarationFacts], directory: UnitDirectory) -> None:
        self.directory = directory
        self.declarations = declarations
        self._own: dict[str, list[Spot]] = defaultdict(list)
        self._above: dict[str, list[Spot]] = defaultdict(list)
        self._brands: dict[str, list[Spot]] = defaultdict(list)
        self._found: dict[tuple[Unit, Region], list[tuple[int, InvolvedUnit, Link]]] = {}
        for i, declaration in enumerate(declarations):
            region = Region(declaration.province, declaration.city, declaration.county)
            for u, involved in enumerate(declaration.units):
                self._index(i, u, directory.lineage(involved.unit, region))

    def links(self, unit: Unit, region: Region = NOWHERE) -> list[tuple[int, InvolvedUnit, Link]]:
        """For every declared unit tied to this one: the declaration's index, the unit and the strongest link."""
        key = (unit, region)
        if key not in self._found:
            self._found[key] = self._strongest(self.directory.lineage(unit, region))
        return self._found[key]

    def _index(self, i: int, u: int, lineage: Lineage) -> None:
        for key, name in lineage.own.items():
            spot = Spot(i, u, name, lineage.written)
            self._own[key].append(spot)
            for brand in _brands(name):
                self._brands[brand].append(spot)
        for key, written in lineage.above.items():
            self._above[key].append(Spot(i, u, KnownName(key, written, "name"), lineage.written))

    def _strongest(self, mine: Lineage) -> list[tuple[int, InvolvedUnit, Link]]:
        best: dict[tuple[int, int], Link] = {}
        for spot, link in self._all(mine):
            place = (spot.declaration, spot.unit)
            if place not in best or link.strength < best[place].strength:
                best[place] = link
        return [(i, self.declarations[i].units[u], link) for (i, u), link in best.items()]

    def _all(self, mine: Lineage) -> Iterator[tuple[Spot, Link]]:
        for key, name in mine.own.items():
            for spot in self._own.get(key, ()):
                yield spot, self._same(mine, name, spot)
            for spot in self._above.get(key, ()):
                yield spot, Link("above", mine.written, spot.written, name.written, "", "certain")
            yield from self._short_names(mine, key, name)
        for key, written in mine.above.items():
            for spot in self._own.get(key, ()):
                yield spot, Link("below", mine.written, spot.written, spot.name.written, "", "certain")
            if not self.directory.is_umbrella(key):
                for spot in self._above.get(key, ()):
                    yield spot, Link("beside", mine.written, spot.written, written, "", "certain")

    def _same(self, mine: Lineage, name: KnownName, spot: Spot) -> Link:
        kind = name.kind if name.kind != "name" else spot.name.kind
        is_doubtful = kind == "alias" and self.directory.is_shared(name.key)
        via = name.written if name.kind != "name" else spot.name.written
        return Link("same", mine.written, spot.written, via, kind, "ask" if is_doubtful else "certain")

    def _short_names(self, mine: Lineage, key: str, name: KnownName) -> Iterator[tuple[Spot, Link]]:
        if brand := _as_brand(key):
            for spot in self._brands.get(brand, ()):
                yield spot, Link("short", mine.written, spot.written, name.written, "", "ask")
        for brand in _brands(name):
            for spot in self._own.get(brand, ()) or self._own.get(f"{brand}集团", ()):
                if _as_brand(spot.name.key):
                    yield spot, Link("short", mine.written, spot.written, spot.name.written, "", "ask")


def _as_brand(key: str) -> str:
    """The key as a short company name, or empty when it is too common, too long or an institution."""
    bare = key.removesuffix("集团")
    is_short = SHORTEST_BRAND <= len(bare) <= LONGEST_BRAND
    return bare if is_short and bare not in COMMON_BRANDS and not INSTITUTION_TAIL.search(key) else ""


def _brands(name: KnownName) -> list[str]:
    """The beginnings of a full company name that could be its short name."""
    if not LEGAL_FORM.search(name.written):
        return []
    key = unit_key(name.written)
    for place in PLACE_WORDS:
        key = key.removeprefix(place)
    return [key[:n] for n in range(SHORTEST_BRAND, min(LONGEST_BRAND, len(key) - 1) + 1)]

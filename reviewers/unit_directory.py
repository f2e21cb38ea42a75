"""All units known in a round: an alias, former name or parent told once holds for every spelling of the unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from reviewers.brands import as_brand
from reviewers.people import Region, Unit
from reviewers.places import city_key, county_key, province_key
from reviewers.unit_words import AUTHORITY_TAIL, INSTITUTION_TAIL, LEGAL_FORM, UMBRELLAS
from reviewers.units import implied_parents, is_bare, name_parts, unit_key

NameKind = Literal["name", "alias", "former", "english"]
NOWHERE = Region()
FULL_INSTITUTION = 4  # 宁夏大学 is nobody's abbreviation
SPELLED_OUT = re.compile(r"(大学|学院|医院|研究院|研究所|科学院|银行|政府)$")
FULL_NAME = 6  # characters of a key; shorter names of two different bodies often agree, full ones hardly ever


class KnownName(NamedTuple):
    """One key a unit answers to, how it was written and what kind of name it is."""

    key: str
    written: str
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every name of one unit and of the bodies above it, each under its key."""

    written: str
    own: Mapping[str, KnownName]
    above: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Body:
    """What all records of one body tell together: its names, and the parents told of it."""

    names: tuple[KnownName, ...]
    parents: tuple[str, ...]


class UnitDirectory:
    """
    Names and parents of all units of a round.

    Parameters
    ----------
    units : iterable of Unit
        Every unit of experts and declarations, and the organiser's own table.
    umbrellas : iterable of str
        Further bodies so wide that having one above in common is no tie.

    Examples
    --------
    >>> told_once = UnitDirectory([Unit("内蒙古大学", aliases=("内大",))])
    >>> sorted(told_once.lineage(Unit("内大")).own)
    ['内大', '内蒙古大学']
    """

    def __init__(self, units: Iterable[Unit], umbrellas: Iterable[str] = ()) -> None:
        self._by_main: dict[str, list[Unit]] = defaultdict(list)
        self._claims: dict[str, set[str]] = defaultdict(set)
        self._lineages: dict[tuple[Unit, Region], Lineage] = {}
        self._bodies: dict[str, Body] = {}
        self._known = dict.fromkeys(units)
        self._umbrellas = frozenset(unit_key(name) for name in (*UMBRELLAS, *umbrellas))
        self._written_in_full: set[str] = set()
        self._shared: dict[str, bool] = {}
        for unit in self._known:
            main = unit_key(unit.name)
            self._by_main[main].append(unit)
            for name in _own_names(unit):
                self._claims[name.key].add(main)
                if _is_full(name):
                    self._written_in_full.add(name.key)
        self.brands = frozenset(brand for key in self._claims if (brand := as_brand(key)))

    def lineage(self, unit: Unit, region: Region = NOWHERE) -> Lineage:
        """Names and ancestors of a unit; ``region`` of its owner tells one 工信局 from another."""
        key = (unit, region)
        if key not in self._lineages:
            self._lineages[key] = self._trace(unit, region)
        return self._lineages[key]

    def is_shared(self, key: str) -> bool:
        """Whether a name not written in full is claimed by two bodies that are not part of one another."""
        if key not in self._shared:
            claimants = self._claims.get(key, set()) - {key}
            is_doubtful = len(claimants) > 1 and key not in self._written_in_full
            self._shared[key] = is_doubtful and not self._is_one_family(claimants)
        return self._shared[key]

    def is_umbrella(self, key: str) -> bool:
        """Whether having this body above in common is no tie: an authority, an academy of a hundred institutes."""
        return key in self._umbrellas or bool(AUTHORITY_TAIL.search(key))

    def _trace(self, unit: Unit, region: Region) -> Lineage:
        own: dict[str, KnownName] = {}
        above: dict[str, str] = {}
        body = self._body(unit)
        for name in body.names:
            if not is_bare(name.key):
                own.setdefault(name.key, name)
            elif placed := _placed(name.key, region):
                own.setdefault(placed, KnownName(placed, name.written, name.kind))
        for parent in body.parents:
            self._climb(parent, region, above)
        return Lineage(unit.name, own, {key: name for key, name in above.items() if key not in own})

    def _body(self, unit: Unit) -> Body:
        main = unit_key(unit.name)
        if unit not in self._known or self.is_shared(main) or is_bare(main):
            return _merged(self._same_body(unit))
        if main not in self._bodies:
            self._bodies[main] = _merged(self._same_body(unit))
        return self._bodies[main]

    def _same_body(self, unit: Unit) -> list[Unit]:
        found = {unit: None}  # a set that keeps its order
        waiting = [unit]
        while waiting:
            for name in _own_names(waiting.pop()):
                for record in self._records(name.key):
                    if record not in found:
                        found[record] = None
                        waiting.append(record)
        return list(found)

    def _records(self, key: str) -> Sequence[Unit]:
        mains = self._claims.get(key)
        if not mains or is_bare(key) or self.is_shared(key):
            return ()
        return [unit for main in sorted(mains) for unit in self._by_main[main]]

    def _climb(self, parent: str, region: Region, above: dict[str, str]) -> None:
        key = unit_key(parent)
        if is_bare(key):
            key = _placed(key, region)
        if not key or key in above:
            return
        above[key] = parent
        for record in self._records(key):
            for name in _own_names(record):
                if not is_bare(name.key):
                    above.setdefault(name.key, name.written)
            for higher in _told_parents(record):
                self._climb(higher, region, above)
        for higher in implied_parents(parent):
            self._climb(higher, region, above)

    def _is_one_family(self, claimants: Iterable[str]) -> bool:
        mains = sorted(claimants, key=len)
        return all(
            any(unit_key(parent) == mains[0] for unit in self._by_main[main] for parent in _told_parents(unit))
            for main in mains[1:]
        )


def _merged(records: Sequence[Unit]) -> Body:
    names = {name.key: name for record in reversed(records) for name in reversed(_own_names(record))}
    parents = dict.fromkeys(parent for record in records for parent in _told_parents(record))
    return Body(tuple(names.values()), tuple(parents))


def _is_full(name: KnownName) -> bool:
    if LEGAL_FORM.search(name.written):
        return True
    least = FULL_INSTITUTION if SPELLED_OUT.search(name.key) and not is_bare(name.key) else FULL_NAME
    return len(name.key) >= least and bool(INSTITUTION_TAIL.search(name.key))


@lru_cache(maxsize=65536)
def _own_names(unit: Unit) -> tuple[KnownName, ...]:
    return tuple(_told_names(unit))


def _told_names(unit: Unit) -> Iterator[KnownName]:
    told: list[tuple[NameKind, str]] = [("name", unit.name)]
    told += [("alias", name) for name in unit.aliases]
    told += [("former", name) for name in unit.former_names]
    told += [("english", unit.english_name)] if unit.english_name else []
    for kind, name in told:
        if key := unit_key(name):
            yield KnownName(key, name, kind)
        parts = name_parts(name)
        yield from (KnownName(unit_key(alias), alias, "alias") for alias in parts.aliases)
        yield from (KnownName(unit_key(former), former, "former") for former in parts.former_names)


@lru_cache(maxsize=65536)
def _told_parents(unit: Unit) -> tuple[str, ...]:
    implied = (parent for name in (unit.name, *unit.aliases) for parent in implied_parents(name))
    return (*filter(None, unit.parents), *implied)


def _placed(key: str, region: Region) -> str:
    """The key of a bare kind with its owner's place in front; empty when the place is not known."""
    level = key[0] if key[0] in "市盟旗县区" else ""
    if key.startswith("自治区"):
        return unit_key(province_key(region.province) + key.removeprefix("自治区")) if region.province else ""
    if level in ("市", "盟") or not region.county:
        return unit_key(city_key(region.city) + key.removeprefix(level)) if region.city else ""
    return unit_key(county_key(region.city, region.county) + key.removeprefix(level))

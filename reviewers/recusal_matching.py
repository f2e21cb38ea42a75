"""Whom an applicant may mean: a name or unit in free words matched against the pool, which applicants never see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewers.names import person_key
from reviewers.people import Expert, Unit
from reviewers.unit_directory import NOWHERE, UnitDirectory
from reviewers.units import unit_key

SEPARATORS = re.compile(r"[\s、，,；;。/（）()：:“”\"]+|的(?=[^的]{2,4}$)")

SHORTEST_UNIT = 4


@dataclass(frozen=True, slots=True)
class PossibleExpert:
    """
    An expert of the pool whom a request may mean, and by what: the name, the unit or both.

    Examples
    --------
    >>> PossibleExpert("e1", by_name=True, by_unit=False).is_sure
    False
    """

    expert: str
    by_name: bool
    by_unit: bool

    @property
    def is_sure(self) -> bool:
        """Whether name and unit both agree."""
        return self.by_name and self.by_unit


def match_request(asked: str, experts: Sequence[Expert], units: Sequence[Unit] = ()) -> tuple[PossibleExpert, ...]:
    """
    Everybody of the pool whom the words of a request may mean.

    Parameters
    ----------
    asked : str
        A name, a unit or both, parted by blanks, commas, brackets or 的.
    experts : sequence of Expert
        The pool.
    units : sequence of Unit
        The organiser's table of units.

    Returns
    -------
    tuple of PossibleExpert
        Those agreeing in name and unit first, then by name, then by unit; in the order of the pool within each.
        A unit agrees through its other names and where the expert's unit stands below it.

    Notes
    -----
    Cost: linear in the pool.

    Examples
    --------
    >>> pool = [Expert("e1", "王伟", (Unit("内蒙古大学"),)), Expert("e2", "王伟", (Unit("包头师范学院"),))]
    >>> [(one.expert, one.is_sure) for one in match_request("内蒙古大学的王伟", pool)]
    [('e1', True), ('e2', False)]
    """
    parts = [part for part in SEPARATORS.split(asked) if part]
    names = {person_key(part) for part in parts}
    directory = UnitDirectory([*units, *(unit for expert in experts for unit in expert.units)])
    wanted = {key for part in [asked, *parts] if len(part) > 1 for key in directory.lineage(Unit(part), NOWHERE).own}
    whole = unit_key(asked)
    found = [
        PossibleExpert(
            expert.id,
            person_key(expert.name) in names,
            _is_written_out(expert, whole) or _works_at(expert, wanted, directory),
        )
        for expert in experts
    ]
    possible = [one for one in found if one.by_name or one.by_unit]
    return tuple(sorted(possible, key=lambda one: (not one.is_sure, not one.by_name)))


def _is_written_out(expert: Expert, asked: str) -> bool:
    """Whether a unit of the expert stands in the words as it is, brackets and all."""
    keys = (unit_key(name) for unit in expert.units for name in unit.names)
    return any(key in asked for key in keys if len(key) >= SHORTEST_UNIT)


def _works_at(expert: Expert, wanted: set[str], directory: UnitDirectory) -> bool:
    lineages = [directory.lineage(unit, expert.region) for unit in expert.units]
    return any(wanted & (lineage.own.keys() | lineage.above.keys()) for lineage in lineages)

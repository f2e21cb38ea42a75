"""Who judges and what is judged: experts, units, ties and the few facts of a declaration that the rules read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

EmploymentRole = Literal["employment", "advice"]
InvolvedRole = Literal["applicant", "authority", "key_enterprise", "plan_author", "partner"]
PersonRole = Literal["contact", "named", "plan_author", "leader"]
TieKind = Literal["family", "co_work", "teacher_student", "co_author", "business", "other"]

NO_PREFERENCES: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Unit:
    """
    One body, under every name it is known by.

    Parameters
    ----------
    name : str
        The full name in use, in Chinese (for example 内蒙古大学).
    aliases : tuple of str
        Short names and second plates (内大).
    former_names : tuple of str
        Names given up; a former name found on a form is the same body.
    parents : tuple of str
        Names of the bodies above it, nearest first.
    english_name : str
        Empty when unknown.

    Examples
    --------
    >>> Unit("内蒙古大学", aliases=("内大",)).names
    ('内蒙古大学', '内大')
    """

    name: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    english_name: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the body itself, the one in use first, blanks left out."""
        return tuple(name for name in (self.name, *self.aliases, *self.former_names, self.english_name) if name)


@dataclass(frozen=True, slots=True)
class Region:
    """
    Where someone works or something lies; an unknown level is the empty string.

    Examples
    --------
    >>> Region("内蒙古自治区", "包头市").county
    ''
    """

    province: str = ""
    city: str = ""
    county: str = ""


@dataclass(frozen=True, slots=True)
class Employment:
    """
    A post or an advisory role held beside or before the present unit.

    Parameters
    ----------
    unit : Unit
        Where.
    from_year, to_year : int or None
        Calendar years, both included; ``to_year`` None means it still runs.
    role : {"employment", "advice"}
        A job, or advice (consultant, part-time post, independent director).

    Examples
    --------
    >>> Employment(Unit("包头钢铁（集团）有限责任公司"), 2015, 2021).role
    'employment'
    """

    unit: Unit
    from_year: int | None = None
    to_year: int | None = None
    role: EmploymentRole = "employment"


@dataclass(frozen=True, slots=True)
class Expert:
    """
    One member of the pool, with the least personal data the rules need.

    Parameters
    ----------
    id : str
        Unique in the pool and stable over rounds.
    name : str
        As written; two experts may share it.
    units : tuple of Unit
        Present employers, the main one first.
    region : Region
        Where the main unit is.
    titles : tuple of str
        Professional titles (教授, 高级工程师).
    industries : tuple of str
        Codes of GB/T 4754 (``C3841``) or words (稀土新材料).
    areas : tuple of str
        Keys of the rubric's areas the expert can judge.
    keywords : tuple of str
        Own words for the speciality.
    avoid_units : tuple of Unit
        Bodies the expert asks not to judge.
    avoid_declarations : tuple of str
        Ids of declarations the expert asks not to judge.
    employments : tuple of Employment
        Earlier posts and advisory roles.
    preferences : mapping of str to float
        Declaration id → wish in [0, 1]; absent means none was stated.
    available : bool
        False takes the expert out of draws and assignments.
    past_load : int
        Declarations judged in earlier rounds.
    timeliness : float or None
        Share of earlier reviews handed in on time, in [0, 1]; None without history.

    Examples
    --------
    >>> Expert("e1", "单田方", units=(Unit("内蒙古大学"),)).main_unit
    '内蒙古大学'
    """

    id: str
    name: str
    units: tuple[Unit, ...] = ()
    region: Region = Region()
    titles: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    avoid_units: tuple[Unit, ...] = ()
    avoid_declarations: tuple[str, ...] = ()
    employments: tuple[Employment, ...] = ()
    preferences: Mapping[str, float] = field(default_factory=lambda: NO_PREFERENCES)
    available: bool = True
    past_load: int = 0
    timeliness: float | None = None

    @property
    def main_unit(self) -> str:
        """The name of the first unit, or the empty string."""
        return self.units[0].name if self.units else ""


@dataclass(frozen=True, slots=True)
class InvolvedUnit:
    """
    A body with a part in a declaration, and which part.

    Examples
    --------
    >>> InvolvedUnit(Unit("包头稀土高新区管委会"), "applicant").role
    'applicant'
    """

    unit: Unit
    role: InvolvedRole = "applicant"


@dataclass(frozen=True, slots=True)
class InvolvedPerson:
    """
    A person named in a declaration; ``unit`` is the body the form names beside them, or empty.

    Examples
    --------
    >>> InvolvedPerson("李强", "plan_author", "内蒙古工业大学").unit
    '内蒙古工业大学'
    """

    name: str
    role: PersonRole = "named"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """
    The facts of one declaration that conflicts and fit read; nothing else of the form comes here.

    Parameters
    ----------
    id, cluster_name : str
        Identity and title.
    city, county : str
        Where the cluster lies; empty when unknown.
    units : tuple of InvolvedUnit
        Operator, authority, key enterprises, author of the plan.
    people : tuple of InvolvedPerson
        Contacts, people named on the form, authors of the plan.
    industry : tuple of str
        Codes of GB/T 4754 or words.
    keywords, areas : tuple of str
        Words of the leading industry; keys of the areas the declaration stresses.
    applicant : str
        Identity for counting requests per applicant; the declaration's own id when empty.

    Examples
    --------
    >>> DeclarationFacts("d1", "包头稀土永磁产业集群", city="包头市").county
    ''
    """

    id: str
    cluster_name: str = ""
    city: str = ""
    county: str = ""
    units: tuple[InvolvedUnit, ...] = ()
    people: tuple[InvolvedPerson, ...] = ()
    industry: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    applicant: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """
    A tie between two people from the organiser's table.

    Each person is an expert's id or a name; ``unit_a`` and ``unit_b`` tell homonyms apart and may be empty.

    Examples
    --------
    >>> Tie("e7", "李强", "family", "夫妻", unit_b="包头市工业和信息化局").kind
    'family'
    """

    person_a: str
    person_b: str
    kind: TieKind = "other"
    evidence: str = ""
    unit_a: str = ""
    unit_b: str = ""

"""A rule pack as a frozen value: everything one region's measure says, and what we had to propose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from rubrics.form import Cell, Field, FillingRule, Form, Option, Section
from rubrics.procedure import Procedure
from rubrics.rubric import Area, Band, Criterion, Rubric

__all__ = [
    "Area",
    "Band",
    "Cell",
    "Criterion",
    "Field",
    "FillingRule",
    "Form",
    "Material",
    "Option",
    "Pack",
    "Procedure",
    "Reading",
    "Rubric",
    "Section",
    "Source",
]


@dataclass(frozen=True, slots=True)
class Source:
    """A text the pack was read from; ``file`` is the name under which lines are counted, if it is a file."""

    key: str
    title: str
    file: str
    issued: str
    status: str


@dataclass(frozen=True, slots=True)
class Material:
    """One numbered document of a declaration, and the parts of it that may be found missing."""

    number: int
    title: str
    parts: tuple[str, ...]
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A named setting of the pack: how we read what the measure leaves open, shown beside the result."""

    key: str
    value: object
    text: str
    article: str


@dataclass(frozen=True)
class Pack:
    """One region's measure as data.

    Parameters
    ----------
    id, title, region
        Fixed name such as ``nm-2023``, the measure's title, the region's name.
    form, conditions, rubric, procedure, materials
        What is declared, what is tested, what is scored, what happens, what is handed in.
    readings
        The named settings with their wording.
    sources
        The texts the pack was read from.
    complete
        False for a pack made from texts seen only in part; shown wherever it is used.
    labels
        Words of the region that differ from the form's (``city``, ``county``, ``city_bureau``).

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> pack = load_pack("nm-2023")
    >>> pack.region, len(pack.form.fields), pack.complete
    ('内蒙古自治区', 108, True)
    """

    id: str
    title: str
    region: str
    form: Form
    conditions: tuple[Any, ...]
    rubric: Rubric
    procedure: Procedure
    materials: tuple[Material, ...] = ()
    readings: tuple[Reading, ...] = ()
    sources: tuple[Source, ...] = ()
    complete: bool = True
    note: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Mapping[str, object]:
        """Every reading's value by its key."""
        return MappingProxyType({reading.key: reading.value for reading in self.readings})

    def condition(self, condition_id: str) -> Any:
        """Return the condition with this id; `KeyError` when there is none."""
        for condition in self.conditions:
            if condition.id == condition_id:
                return condition
        raise KeyError(condition_id)

    def material(self, number: int) -> Material:
        """Return the material with this number; `KeyError` when there is none."""
        for material in self.materials:
            if material.number == number:
                return material
        raise KeyError(number)

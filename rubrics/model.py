"""A rule pack as a frozen value: everything one region's measure says, and what we had to propose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rubrics.conditions import Condition, ReadingNote
from rubrics.form import Cell, Field, FillingRule, Form, Option, Section
from rubrics.procedure import Procedure
from rubrics.rubric import Area, Band, Criterion, Rubric

__all__ = [
    "Area",
    "Band",
    "Cell",
    "Condition",
    "Criterion",
    "Field",
    "FillingRule",
    "Form",
    "Material",
    "Option",
    "Pack",
    "Procedure",
    "ReadingNote",
    "Rubric",
    "Section",
    "Source",
]


@dataclass(frozen=True, slots=True)
class Source:
    """A text the pack was read from; ``file`` is the name under which lines are counted, if it is a file.

    Examples
    --------
    >>> Source("nx-text", "办法", "measure.txt", "2023-05-29", "已印发").key
    'nx-text'
    """

    key: str
    title: str
    file: str
    issued: str
    status: str


@dataclass(frozen=True, slots=True)
class Material:
    """One numbered document of a declaration, and the parts of it that may be found missing.

    Examples
    --------
    >>> Material(1, "推荐文件（含汇总表）", ("推荐文件", "汇总表"), "13(1)", 42).parts
    ('推荐文件', '汇总表')
    """

    number: int
    title: str
    parts: tuple[str, ...]
    article: str
    source_line: int


@dataclass(frozen=True)
class Pack:
    """One region's measure as data.

    Parameters
    ----------
    id, title, region
        Fixed name such as ``nm-2023``, the measure's title, the region's name.
    form, conditions, rubric, procedure, materials
        What is declared, what is tested, what is scored, what happens, what is handed in.
    notes
        Named readings of the form, the dates and the procedure; those of the conditions stand with them.
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
    conditions: tuple[Condition, ...]
    rubric: Rubric
    procedure: Procedure
    materials: tuple[Material, ...] = ()
    notes: tuple[ReadingNote, ...] = ()
    sources: tuple[Source, ...] = ()
    complete: bool = True
    note: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def readings(self) -> tuple[ReadingNote, ...]:
        """Every named reading of the pack once: its own, then those its conditions take."""
        named = {note.key: note for note in self.notes}
        for condition in self.conditions:
            named |= {note.key: note for note in condition.readings}
        return tuple(named.values())

    @property
    def settings(self) -> Mapping[str, object]:
        """Every reading's words by its key."""
        return MappingProxyType({note.key: note.text for note in self.readings})

    def condition(self, condition_id: str) -> Condition:
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

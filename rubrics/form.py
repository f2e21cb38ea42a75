"""The application form of a region as a value: sections, fields, options, filling rules and cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

KINDS = (
    "text",
    "name",
    "phone",
    "date",
    "years",
    "number",
    "count",
    "share",
    "rate",
    "money",
    "yes_no",
    "yes_no_na",
    "choice",
    "ticks",
    "signature",
    "seal",
)
NUMERIC_KINDS = frozenset({"number", "count", "share", "rate", "money"})
OPTION_KINDS = frozenset({"yes_no", "yes_no_na", "choice", "ticks"})
FORM_TEXT_KINDS = frozenset({"text", "name", "phone", "date", "signature", "seal"})
NONE_MEANINGS = ("zero", "needs_decision", "not_allowed", "answer")
FILLERS = ("applicant", "city")


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a field; ``number`` counts from 1 in printed order, ``label`` is the printed text.

    Examples
    --------
    >>> Option(2, "否").label
    '否'
    """

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of the form; ``max_chars`` limits all its texts together (the plan), or is None.

    Examples
    --------
    >>> Section("plan", "八、发展规划", 682, max_chars=3000).max_chars
    3000
    """

    key: str
    title: str
    source_line: int
    max_chars: int | None = None


@dataclass(frozen=True, slots=True)
class FillingRule:
    """One of the printed rules for filling the form, word for word.

    Examples
    --------
    >>> FillingRule(1, "集群应如实填报所附各表。", 67).number
    1
    """

    number: int
    text: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form.

    Parameters
    ----------
    key
        Fixed name, such as ``basic.area_km2``; the part before the dot is the section's key.
    label
        Printed text.
    section
        Key of the section.
    kind
        One of ``KINDS``. ``share`` is a percentage in [0, 100], ``rate`` a growth in percent that may be negative.
    unit
        Printed unit, or an empty text.
    years
        1, or 3 for a row with one cell per report year, oldest first.
    options
        Boxes, for the kinds in ``OPTION_KINDS``.
    max_chars
        Most characters a text may have, or None.
    mandatory
        Whether a blank is reported.
    evidence
        Printed text of what must be attached when the field is ticked, answered 是 or above zero; None if nothing.
    evidence_group
        Fields with the same group share one attachment (the list of standards).
    none_means
        What the written answer 无 stands for: ``zero``, ``needs_decision``, ``not_allowed`` or ``answer``.
    filled_by
        ``applicant``, or ``city`` for the recommendation at the foot.
    not_above
        Key of the field whose cell this one may not exceed, or None.
    same_as
        Key of the field that must hold the same text, or None.
    average_of
        Key of the yearly row whose geometric mean this field declares, or None.
    article, source, source_line
        Where the field comes from: the article that asks for it and the line of the printed form.
    notes
        Known defects of the printed source, and readings of it.
    guidance
        Printed help that belongs to the field.

    Examples
    --------
    >>> field = Field("a.growth", "增速（%）", "a", "rate", "5(2)", "text", 149, unit="%", years=3)
    >>> field.numeric, field.form_text
    (True, False)
    """

    key: str
    label: str
    section: str
    kind: str
    article: str
    source: str
    source_line: int
    unit: str = ""
    years: int = 1
    options: tuple[Option, ...] = ()
    max_chars: int | None = None
    mandatory: bool = True
    evidence: str | None = None
    evidence_group: str | None = None
    none_means: str = "answer"
    filled_by: str = "applicant"
    not_above: str | None = None
    same_as: str | None = None
    average_of: str | None = None
    notes: tuple[str, ...] = ()
    guidance: str = ""

    @property
    def form_text(self) -> bool:
        """Whether its absence is reported only when the whole form is asked for."""
        return self.kind in FORM_TEXT_KINDS

    @property
    def numeric(self) -> bool:
        """Whether its cells hold decimal numbers."""
        return self.kind in NUMERIC_KINDS

    def option(self, number: int) -> Option:
        """Return the box with this number; `LookupError` when the field has none such."""
        for option in self.options:
            if option.number == number:
                return option
        raise LookupError(f"{self.key} has no option {number}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One place to write: a field, and for a yearly row the position of the year (0 is the oldest).

    Examples
    --------
    >>> Cell("leading_industry.growth", 2, "第3年").year_index
    2
    """

    key: str
    year_index: int | None
    sub_label: str


@dataclass(frozen=True)
class Form:
    """The whole application form.

    Parameters
    ----------
    fields
        Every field in printed order; keys are unique.
    sections
        Every section in printed order.
    notes
        The printed filling rules.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> len(form.fields), len(form.notes)
    (108, 8)
    >>> sum(1 for _ in form.cells())
    158
    """

    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    notes: tuple[FillingRule, ...] = field(default=())

    @cached_property
    def by_key(self) -> MappingProxyType[str, Field]:
        """Every field by its key."""
        return MappingProxyType({entry.key: entry for entry in self.fields})

    def field(self, key: str) -> Field:
        """Return the field with this key; `KeyError` when there is none."""
        return self.by_key[key]

    def in_section(self, key: str) -> tuple[Field, ...]:
        """Return the fields of one section in printed order."""
        return tuple(entry for entry in self.fields if entry.section == key)

    def cells(self) -> Iterator[Cell]:
        """Yield every cell in printed order: three for a yearly row, one for any other field.

        The 24 yearly rows and the row of the three report years have three cells each, the other 83 fields
        one: 25 x 3 + 83 = 158 in the form of the two regions.
        """
        for entry in self.fields:
            if entry.years == 1:
                yield Cell(entry.key, None, "")
                continue
            for index in range(entry.years):
                yield Cell(entry.key, index, f"第{index + 1}年")

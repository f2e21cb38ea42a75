"""One declaration as screening reads it: every cell of the form, and what is known around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from rubrics.form import Form
from rubrics.numbers import Gap

Entry = Decimal | str | tuple[int, ...] | Gap
Known = Decimal | str | bool | tuple[Decimal | Gap, ...] | Gap


class Absence(Enum):
    """Why no number can be used: the cell is blank (to be supplemented), or 无 there needs a person."""

    BLANK = "missing"
    UNDECIDED = "needs_decision"


Number = Decimal | Absence
_NONE_IN: Mapping[str, Number] = {"zero": Decimal(0), "needs_decision": Absence.UNDECIDED, "not_allowed": Absence.BLANK}


@dataclass(frozen=True)
class Declaration:
    """One cluster's application with what the city and the department know about it.

    Parameters
    ----------
    form
        The form it fills.
    year
        Year of the declaration, or None.
    cells
        Every field of the form: one entry, or three for a yearly row, oldest first.
    given
        Keys that were handed in, blank or not; the others were not part of the hand-in.
    known
        Facts beside the form by path, such as ``applicant.kind`` or ``lists.other_titled``.
    materials, material_gaps
        Numbers of the documents that are there (None when nobody has looked), and absent parts by number.
    evidence_missing
        Keys of fields whose attachment is absent.
    complete
        Whether the whole form is asked for, texts and seals too.
    """

    form: Form
    year: int | None
    cells: Mapping[str, tuple[Entry, ...]]
    given: frozenset[str]
    known: Mapping[str, Known]
    materials: frozenset[int] | None = None
    material_gaps: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    evidence_missing: frozenset[str] = frozenset()
    complete: bool = False

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Return what stands in the cells of a field."""
        return self.cells[key]

    def numbers(self, path: str) -> tuple[Number, ...]:
        """Return the numbers of a field or of a known fact, 无 read as the form says."""
        if path in self.cells:
            none = _NONE_IN.get(self.form.field(path).none_means, Absence.UNDECIDED)
            return tuple(as_number(entry, none) for entry in self.cells[path])
        known = self.known.get(path, Gap.BLANK)
        parts = known if isinstance(known, tuple) else (known,)
        none_known: Number = Absence.UNDECIDED if isinstance(known, tuple) else Decimal(0)
        return tuple(as_number(part, none_known) for part in parts)

    def latest(self, path: str) -> Number:
        """Return the number of the latest year, or of the only cell."""
        return self.numbers(path)[-1]

    def shown(self, path: str) -> tuple[str, ...]:
        """Return the cells of a field or a known fact as they were written, with 无 where it stands for 0."""
        if path in self.cells:
            return tuple(written(entry) for entry in self.cells[path])
        known = self.known.get(path, Gap.BLANK)
        parts = known if isinstance(known, tuple) else (known,)
        return tuple(written(part) for part in parts if not isinstance(part, bool))

    def answer(self, path: str) -> str | bool | Gap:
        """Return the word that answers a field or a known fact."""
        entry = self.cells[path][0] if path in self.cells else self.known.get(path, Gap.BLANK)
        return entry if isinstance(entry, str | bool | Gap) else Gap.BLANK

    def is_waived(self, key: str) -> bool:
        """Whether nobody asks for this field: a text, name, date or seal that was not handed in with the figures."""
        return not self.complete and key not in self.given and self.form.field(key).form_text

    def label(self, path: str) -> str:
        """Return the printed words of a field, or the path of a known fact."""
        return self.form.field(path).label if path in self.cells else path

    def unit(self, path: str) -> str:
        """Return the printed unit of a field."""
        return self.form.field(path).unit if path in self.cells else ""


def as_number(entry: Known | Entry, none: Number) -> Number:
    """Return the number of one cell, given what 无 stands for there."""
    if isinstance(entry, Decimal):
        return entry
    return none if entry is Gap.NONE else Absence.BLANK


def written(number: Number | Entry) -> str:
    """Return a cell the way a person would write it: 空白, 无, or the digits as declared."""
    if isinstance(number, Decimal):
        return format(number, "f")
    if number in (Gap.BLANK, Absence.BLANK):
        return "空白"
    return "无" if isinstance(number, Gap | Absence) else str(number)

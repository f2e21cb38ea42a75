"""What an import yields: answers in the shape of the contract, and every mistake with its place; nothing is saved."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rubrics.answers import Answer, normalise_answer
from rubrics.form import Field
from rubrics.problems import Problem


@dataclass(frozen=True)
class CellProblem:
    """One mistake: in which sheet or table, row and column (from 1), about which field, and how to mend it."""

    sheet: str
    row: int
    column: int
    cell: str
    field: str
    code: str
    message_template: str
    message_values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return the Chinese message with its places filled."""
        return self.message_template.format(**self.message_values)


@dataclass(frozen=True)
class ImportedDeclaration:
    """One declaration as it was read; a field with a problem is absent from ``fields``."""

    fields: dict[str, Answer]
    problems: tuple[CellProblem, ...]
    source: str


@dataclass(frozen=True)
class Place:
    """Where in the file something stands."""

    sheet: str
    row: int
    column: int
    cell: str

    def problem(self, key: str, code: str, template: str, values: Mapping[str, str] | None = None) -> CellProblem:
        """Return a problem at this place."""
        return CellProblem(self.sheet, self.row, self.column, self.cell, key, code, template, values or {})


def answer_or_problems(entry: Field, raw: object, place_at: Callable[[int], Place]) -> Answer | tuple[CellProblem, ...]:
    """Return the stored answer of what stands in a field's cells, or a problem for every cell that has one."""
    answer = normalise_answer(entry, raw)
    if not isinstance(answer, Problem):
        return answer
    cell = dataclasses.replace(entry, years=1)
    parts = list(raw) if isinstance(raw, list | tuple) and len(raw) == entry.years > 1 else []
    found = [(at, normalise_answer(cell, part)) for at, part in enumerate(parts)]
    wrong = [(at, part) for at, part in found if isinstance(part, Problem)] or [(0, answer)]
    return tuple(
        place_at(at).problem(entry.key, one.code, one.message_template, one.message_values) for at, one in wrong
    )

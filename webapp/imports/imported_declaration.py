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


def answer_or_problem(entry: Field, raw: object, place_at: Callable[[int], Place]) -> Answer | CellProblem:
    """Return the stored answer of what stands in a field's cells, or the problem at the cell that has it."""
    answer = normalise_answer(entry, raw)
    if not isinstance(answer, Problem):
        return answer
    index = answer.path.rpartition("[")[2].removesuffix("]")
    place = place_at(int(index) if index.isdigit() else 0)
    return place.problem(entry.key, answer.code, answer.message_template, answer.message_values)

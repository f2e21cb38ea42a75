"""What every predicate promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from rubrics.declaration import Declaration
from rubrics.outcomes import Outcome

NUMBER, ROW, WORD, FLAG, SERIES = "number", "row", "word", "flag", "series"
TEXT, FIELD, ANYTHING = "text", "field", "anything"


@dataclass(frozen=True, slots=True)
class Demand:
    """What a predicate reads at a path: a ``number`` (the latest of a row), a yearly ``row`` of numbers, a ticked or
    stated ``word``, a true-or-false ``flag``, a ``series`` of known numbers, a written ``text``, any ``field`` of the
    form, or ``anything``."""

    path: str
    shape: str


class Predicate(Protocol):
    """A statement about one declaration that can be evaluated."""

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the fields and known facts it reads, each with the shape it needs."""

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return what it finds; never a verdict, because the kind of the condition decides what a failure means."""


def demanded(shape: str, paths: Iterable[str]) -> tuple[Demand, ...]:
    """Return one demand of a shape per path."""
    return tuple(Demand(path, shape) for path in paths)

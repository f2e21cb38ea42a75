"""What every predicate promises."""

from __future__ import annotations

from typing import Protocol

from rubrics.declaration import Declaration
from rubrics.outcomes import Outcome


class Predicate(Protocol):
    """A statement about one declaration that can be evaluated."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the fields and known facts it reads."""

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return what it finds; never a verdict, because the kind of the condition decides what a failure means."""

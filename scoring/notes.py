"""What an engine has to say in words: a stable code, a Chinese template and what stands in its named places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on the ratings or on a ranking.

    Parameters
    ----------
    code
        Stable word for programs.
    message_template
        Chinese sentence with named places.
    message_values
        What stands in the places, already written as text.
    subjects
        Labels of the declarations or experts concerned, in canonical order.

    Examples
    --------
    >>> Note("islands", "评审关系分成 {count} 片。", {"count": "2"}).message
    '评审关系分成 2 片。'
    """

    code: str
    message_template: str
    message_values: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """Return the sentence in Chinese."""
        return self.message_template.format(**self.message_values)


@dataclass(frozen=True, slots=True)
class RatingProblem:
    """One mistake in the ratings, with the row and the column where it stands.

    Parameters
    ----------
    row
        Label of the row in the frame given, or ``None`` where the whole column or table is meant.
    column
        Name of the column, or ``None``.
    code, message_template, message_values
        As in `Note`.

    Examples
    --------
    >>> RatingProblem(3, "score", "out_of_scale", "{score} 超出量表。", {"score": "101"}).message
    '101 超出量表。'
    """

    row: object
    column: str | None
    code: str
    message_template: str
    message_values: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return the sentence in Chinese."""
        return self.message_template.format(**self.message_values)


class RatingProblemsError(ValueError):
    """The ratings cannot be used; ``problems`` lists everything found in one pass.

    Examples
    --------
    >>> problem = RatingProblem(3, "score", "out_of_scale", "{score} 超出量表。", {"score": "101"})
    >>> [found.row for found in RatingProblemsError((problem,)).problems]
    [3]
    """

    def __init__(self, problems: tuple[RatingProblem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{problem.row}/{problem.column}: {problem.message}" for problem in problems))

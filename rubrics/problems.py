"""Problems a person made in a rule pack or in a form: facts to mend, never exceptions by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, with where it is.

    Parameters
    ----------
    path
        Where it is: ``rubric.yaml: areas[2].criteria[1].bands[0].lower`` in a pack, a field key such as
        ``basic.area_km2`` or a cell such as ``leading_industry.growth[2]`` in a form.
    code
        A stable word for programs, such as ``unknown_key``.
    message_template
        Chinese text that says how to mend it, with named places.
    message_values
        What stands in the named places.

    Examples
    --------
    >>> Problem("pack.yaml: id", "missing", "缺少“{name}”，请补上。", {"name": "id"}).message
    '缺少“id”，请补上。'
    """

    path: str
    code: str
    message_template: str
    message_values: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return the Chinese message with its places filled."""
        return self.message_template.format(**self.message_values)


class PackProblemsError(ValueError):
    """A rule pack cannot be used; ``problems`` lists everything found in one pass.

    Parameters
    ----------
    problems
        At least one problem, in the order of the pack's files.

    Examples
    --------
    >>> error = PackProblemsError((Problem("pack.yaml", "missing_file", "缺少文件。"),))
    >>> [problem.code for problem in error.problems]
    ['missing_file']
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{problem.path}: {problem.message}" for problem in problems))


class UnknownPackError(KeyError):
    """No rule pack has this id; ``pack_id`` is what was asked for.

    Examples
    --------
    >>> UnknownPackError("xx-1900").pack_id
    'xx-1900'
    """

    def __init__(self, pack_id: str) -> None:
        self.pack_id = pack_id
        super().__init__(pack_id)

"""Refusals: a stable code and the facts, worded for the person who can mend it; no HTTP here."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Refusal(Exception):  # noqa: N818  # named by the fact: the product refuses, it does not fail
    """The product refuses to act, says why and leaves everything as it was."""

    exit_status = 1

    def __init__(self, code: str, message_template: str, **values: object) -> None:
        self.code = code
        self.message_template = message_template
        self.values: Mapping[str, object] = values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """Return the sentence in Chinese; doors translate the template instead."""
        return self.message_template.format(**self.values)


class NotPermitted(Refusal):
    """The actor may not do this; the values say which rule stood in the way."""


class NotFound(Refusal):
    """No such thing, or none that this actor may know of: both are answered alike."""


class StaleWrite(Refusal):
    """Somebody else changed the record meanwhile; the values carry the stored version."""


class Unusable(Refusal):
    """A wrong argument, file or setting on the command line."""

    exit_status = 2


@dataclass(frozen=True)
class Problem:
    """One mistake of a user's: where it stands, a stable code and how to mend it."""

    where: str
    code: str
    message_template: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return the sentence in Chinese."""
        return self.message_template.format(**self.values)


class ProblemsFound(Refusal):
    """Many mistakes at once; every one is listed and nothing was saved."""

    summary = "发现 {count} 处问题，未保存任何内容：请按所列位置逐一改正后重试。"

    def __init__(self, code: str, problems: tuple[Problem, ...], summary: str = summary) -> None:
        self.problems = problems
        super().__init__(code, summary, count=len(problems))

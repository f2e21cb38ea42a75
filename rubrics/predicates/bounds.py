"""A threshold in the words of a measure: 不低于 is ≥, 高于 is >, 不超过 is ≤, 低于 is <."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from rubrics.reading import Node

_COMPARE: dict[str, tuple[str, Callable[[Decimal, Decimal], bool]]] = {
    "at_least": ("不低于", operator.ge),
    "above": ("高于", operator.gt),
    "at_most": ("不超过", operator.le),
    "below": ("低于", operator.lt),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with a limit; ``word`` is one of ``at_least``, ``above``, ``at_most``, ``below``.

    Examples
    --------
    >>> Bound("above", Decimal(5)).is_met(Decimal("5.00")), Bound("above", Decimal(5)).text
    (False, '高于5')
    """

    word: str
    limit: Decimal

    def is_met(self, value: Decimal) -> bool:
        """Whether a value lies on the right side."""
        return _COMPARE[self.word][1](value, self.limit)

    @property
    def text(self) -> str:
        """Return the threshold in Chinese."""
        return f"{_COMPARE[self.word][0]}{self.limit:f}"


def read_bound(node: Node) -> Bound:
    """Return the one threshold a predicate states; none or several is a problem."""
    words = [word for word in _COMPARE if node.has(word)]
    if len(words) != 1:
        template = "须有且只有一个阈值（{words}）。"
        node.problem("", "one_threshold", template, words="、".join(_COMPARE))
        return Bound("at_least", Decimal(0))
    return Bound(words[0], node.decimal(words[0]))

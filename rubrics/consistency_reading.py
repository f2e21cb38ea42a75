"""The consistency checks a pack attaches to its conditions → values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rubrics.consistency import AverageGrowth, CrossCheck, Ratio, RisingWhileFalling, YearlyGrowth
from rubrics.predicates.bounds import read_bound
from rubrics.reading import Node


def read_cross_check(node: Node) -> CrossCheck:
    """Return the check a mapping states: ``average_growth``, ``yearly_growth``, ``rising`` or ``ratio``.

    Parameters
    ----------
    node
        A mapping with ``check`` (its id) and exactly one of the four words.

    Returns
    -------
    CrossCheck
        As far as it could be read; problems go to the node's list.

    Examples
    --------
    >>> found = []
    >>> stated = {"check": "X3", "rising": "a.b", "says": "是", "spend": "a.c"}
    >>> read_cross_check(Node(stated, "p", found)).check, found
    ('X3', [])
    """
    words = [word for word in _READ if node.has(word)]
    if len(words) != 1:
        node.problem("", "one_check", "须有且只有一个核对词（{words}）。", words="、".join(_READ))
        return RisingWhileFalling(node.text("check", ""), "", "", "")
    return _READ[words[0]](node)


def _read_average(node: Node) -> CrossCheck:
    return AverageGrowth(
        check=node.text("check"),
        rates=node.text("average_growth"),
        declared=node.text("declared"),
        bound=read_bound(node),
        warn_above=node.decimal("warn_above"),
    )


def _read_yearly(node: Node) -> CrossCheck:
    return YearlyGrowth(
        check=node.text("check"),
        amount=node.text("amount"),
        share=node.text("share"),
        declared=node.text("yearly_growth"),
        apart=node.decimal("apart"),
    )


def _read_rising(node: Node) -> CrossCheck:
    return RisingWhileFalling(node.text("check"), node.text("rising"), node.text("says"), node.text("spend"))


def _read_ratio(node: Node) -> CrossCheck:
    return Ratio(
        check=node.text("check"),
        declared=node.text("ratio"),
        count=node.text("count"),
        among=node.text("among"),
        times=node.decimal("times"),
        bound=read_bound(node),
    )


_READ: Mapping[str, Callable[[Node], CrossCheck]] = {
    "average_growth": _read_average,
    "yearly_growth": _read_yearly,
    "rising": _read_rising,
    "ratio": _read_ratio,
}

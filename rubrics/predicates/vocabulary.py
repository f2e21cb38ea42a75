"""The predicate words a pack may use, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rubrics.predicates import answers, branches, firms, growth, judgement, records, subjects, thresholds, trends
from rubrics.predicates.predicate import Predicate
from rubrics.reading import Node

_SIMPLE: Mapping[str, Callable[[Node], Predicate]] = {
    "value": thresholds.read_value,
    "each_year": thresholds.read_each_year,
    "latest_year": thresholds.read_latest_year,
    "total": thresholds.read_total,
    "mean_growth": growth.read_mean_growth,
    "falling": trends.read_falling,
    "falling_amount": trends.read_falling_amount,
    "listed": firms.read_listed,
    "distinct": firms.read_distinct,
    "answer": answers.read_answer,
    "stated": answers.read_stated,
    "clean_record": records.read_clean_record,
    "largest_share": subjects.read_largest_share,
    "filled": subjects.read_filled,
    "judged_on": judgement.read_judged,
    "always": branches.read_always,
}
_NESTED: Mapping[str, Callable[[Node, branches.ReadPredicate], Predicate]] = {
    "any_of": branches.read_any_of,
    "all_of": branches.read_all_of,
    "cases_of": branches.read_cases,
    "contested": branches.read_contested,
}
WORDS = (*_SIMPLE, *_NESTED)


def read_predicate(node: Node) -> Predicate:
    """Return the predicate a mapping states; problems go to the node's list.

    Parameters
    ----------
    node
        A mapping with exactly one of ``WORDS`` and what that word asks for.

    Returns
    -------
    Predicate
        As far as it could be read; usable only when no problem was noted.

    Examples
    --------
    >>> found = []
    >>> read_predicate(Node({"value": "basic.area_km2", "at_most": 200}, "p", found)).bound.text, found
    ('不超过200', [])
    >>> _ = read_predicate(Node({"at_most": 200}, "p", found))
    >>> [problem.code for problem in found]
    ['one_predicate']
    """
    words = [word for word in WORDS if node.has(word)]
    if len(words) != 1:
        node.problem("", "one_predicate", "须有且只有一个判断词（{words}）。", words="、".join(WORDS))
        return judgement.Judged(())
    return node.made(node, lambda one: _read(words[0], one))


def _read(word: str, node: Node) -> Predicate:
    return _SIMPLE[word](node) if word in _SIMPLE else _NESTED[word](node, read_predicate)

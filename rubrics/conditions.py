"""The conditions of a measure as values, and how `conditions.yaml` is read into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from rubrics.consistency import CrossCheck
from rubrics.consistency_reading import read_cross_check
from rubrics.predicates.bounds import Bound
from rubrics.predicates.predicate import Predicate
from rubrics.predicates.vocabulary import read_predicate
from rubrics.problems import Problem
from rubrics.reading import Node

KINDS = ("veto", "hard", "soft", "judged", "subject", "preference")


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """A named choice of reading that a condition takes, in the words shown beside its result."""

    key: str
    text: str


@dataclass(frozen=True)
class Condition:
    """One condition of a measure.

    Parameters
    ----------
    id, article, quote
        Fixed name, place in the measure, and the measure's own words.
    source_line
        Line of the measure's text that holds the quote.
    kind
        ``veto`` (a failure excludes), ``hard`` (a failure fails), ``soft`` (一般、原则上: a failure needs a decision),
        ``subject`` (who applies and which steps were taken), ``judged`` (left to the experts) or ``preference``.
    predicate
        What is evaluated.
    statement
        The same as it is written in the pack, for showing and comparing packs.
    readings
        The choices taken where the measure leaves something open.
    cross_checks
        Consistency checks between the fields this condition rests on.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> condition = load_pack("nm-2023").condition("5.2.a")
    >>> condition.kind, condition.thresholds, condition.fields
    ('soft', ('不超过200',), ('basic.area_km2',))
    """

    id: str
    article: str
    quote: str
    source_line: int
    kind: str
    predicate: Predicate
    statement: Mapping[str, object]
    readings: tuple[ReadingNote, ...] = ()
    cross_checks: tuple[CrossCheck, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields and known facts the condition reads."""
        return tuple(dict.fromkeys(demand.path for demand in self.predicate.demands))

    @property
    def thresholds(self) -> tuple[str, ...]:
        """Return every threshold of the predicate in Chinese, in the order written."""
        return tuple(dict.fromkeys(bound.text for bound in _bounds(self.predicate)))


def parse_conditions(document: object, path: str) -> tuple[tuple[Condition, ...], tuple[Problem, ...]]:
    """Return the conditions a document states, and every problem in it.

    Parameters
    ----------
    document
        Plain value of ``conditions.yaml``: ``readings`` (name → words) and ``conditions`` (a list).
    path
        Beginning of every problem's path, such as ``conditions.yaml: ``.

    Returns
    -------
    tuple
        Conditions as far as they could be read (usable only without problems), and the problems.

    Examples
    --------
    >>> stated = {"id": "2", "article": "2", "quote": "面积", "line": 1, "kind": "soft"}
    >>> stated["predicate"] = {"value": "basic.area_km2", "at_most": 200}
    >>> conditions, problems = parse_conditions({"conditions": [stated]}, "conditions.yaml: ")
    >>> conditions[0].id, problems
    ('2', ())
    """
    problems: list[Problem] = []
    node = Node(document, path, problems)
    notes = _reading_notes(node)
    conditions = node.each("conditions", lambda child: _condition(child, notes))
    node.close()
    _note_repeated_ids(conditions, path, problems)
    return conditions, tuple(problems)


def _reading_notes(node: Node) -> dict[str, ReadingNote]:
    if not node.has("readings"):
        return {}
    table = node.child("readings")
    keys = list(table.value) if isinstance(table.value, Mapping) else []
    return {key: ReadingNote(key, table.text(key)) for key in keys}


def _condition(node: Node, notes: Mapping[str, ReadingNote]) -> Condition:
    statement = node.raw("predicate")
    return Condition(
        id=node.text("id"),
        article=node.text("article"),
        quote=node.text("quote"),
        source_line=node.integer("line"),
        kind=node.one_of("kind", KINDS),
        predicate=read_predicate(node.child("predicate")),
        statement=statement if isinstance(statement, Mapping) else {},
        readings=tuple(_named_notes(node, notes)),
        cross_checks=node.each("checks", read_cross_check, required=False),
    )


def _named_notes(node: Node, notes: Mapping[str, ReadingNote]) -> Iterator[ReadingNote]:
    for key in node.texts("readings"):
        if key in notes:
            yield notes[key]
        else:
            node.problem("readings", "unknown_reading", "“readings”中没有“{key}”，请先在文件开头写明。", key=key)


def _note_repeated_ids(conditions: tuple[Condition, ...], path: str, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for index, condition in enumerate(conditions):
        if condition.id in seen:
            template = "条件编号“{id}”重复，请改为不同的编号。"
            problems.append(Problem(f"{path}conditions[{index}].id", "duplicate_id", template, {"id": condition.id}))
        seen.add(condition.id)


def _bounds(predicate: object) -> Iterator[Bound]:
    if isinstance(predicate, Bound):
        yield predicate
    elif isinstance(predicate, tuple):
        for part in predicate:
            yield from _bounds(part)
    elif isinstance(predicate, Mapping):
        yield from _bounds(tuple(predicate.values()))
    elif is_dataclass(predicate) and not isinstance(predicate, type):
        yield from _bounds(tuple(getattr(predicate, entry.name) for entry in fields(predicate)))

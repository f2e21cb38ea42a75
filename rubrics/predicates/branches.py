"""Predicates made of predicates: 或, 同时, by case, and the contested reading of a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rubrics import outcomes
from rubrics.declaration import Declaration
from rubrics.numbers import Gap
from rubrics.outcomes import Outcome
from rubrics.predicates.answers import answer_text
from rubrics.predicates.predicate import WORD, Demand, Predicate
from rubrics.reading import Node

ReadPredicate = Callable[[Node], Predicate]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """或: one part that passes suffices; else a blank, a doubt, a failure.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> from rubrics.predicates.answers import Stated
    >>> either = AnyOf((Stated("city.recommendation", "推荐"), Always("无须推荐")))
    >>> either.evaluate(read_declaration(form, {}, ())).reason
    '无须推荐。'
    """

    parts: tuple[Predicate, ...]

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what all parts read."""
        return _demands(self.parts)

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return the part that passes, else all parts with their reasons."""
        found = [part.evaluate(declaration) for part in self.parts]
        return _joined(outcomes.any_of(outcome.result for outcome in found), found, outcomes.PASS)


@dataclass(frozen=True, slots=True)
class AllOf:
    """同时: every part must pass; a failure goes before a blank, a blank before a doubt.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> from rubrics.predicates.answers import Stated
    >>> both = AllOf((Stated("city.recommendation", "推荐"), Always("无须核实")))
    >>> both.evaluate(read_declaration(form, {}, ())).result
    'missing'
    """

    parts: tuple[Predicate, ...]

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what all parts read."""
        return _demands(self.parts)

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return the part that fails, else all parts with their reasons."""
        found = [part.evaluate(declaration) for part in self.parts]
        return _joined(outcomes.all_of(outcome.result for outcome in found), found, outcomes.FAIL)


@dataclass(frozen=True, slots=True)
class Cases:
    """A different predicate for each answer; no answer is missing, an answer without a case needs a person.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> place = Cases("location.kind", "区域", {"one_county": Always("在一县之内")})
    >>> [place.evaluate(read_declaration(form, given, ())).result for given in ({}, {"location": {"kind": "海外"}})]
    ['missing', 'needs_decision']
    """

    path: str
    title: str
    cases: Mapping[str, Predicate]

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the deciding fact and what the cases read."""
        return (Demand(self.path, WORD), *_demands(tuple(self.cases.values())))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return what the predicate of the case finds."""
        answer = declaration.answer(self.path)
        if isinstance(answer, Gap):
            values = {"title": self.title, "answer": answer_text(answer)}
            return Outcome(outcomes.MISSING, values["answer"], "{title}未说明（{answer}），须补正。", values)
        case = self.cases.get(str(answer))
        if case is not None:
            return case.evaluate(declaration)
        values = {"title": self.title, "answer": answer_text(answer)}
        return Outcome(outcomes.NEEDS_DECISION, values["answer"], "{title}为“{answer}”，办法未列，须由人认定。", values)


@dataclass(frozen=True, slots=True)
class Contested:
    """A predicate whose failure would not count under another reading of the sentence.

    When it fails while ``alternative`` passes, the two readings disagree and a person decides.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> from rubrics.predicates.answers import read_answer
    >>> stated = {"answer": "digital.software_rising", "results": {"是": "pass", "否": "fail"}}
    >>> rising = read_answer(Node(stated, "p", []))
    >>> given = read_declaration(form, {"fields": {"digital.software_rising": "否"}}, ())
    >>> Contested(rising, Always("另有依据")).evaluate(given).result
    'needs_decision'
    """

    predicate: Predicate
    alternative: Predicate

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what both read."""
        return _demands((self.predicate, self.alternative))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return needs_decision where the readings disagree, else what the predicate finds."""
        found = self.predicate.evaluate(declaration)
        if found.result != outcomes.FAIL:
            return found
        other = self.alternative.evaluate(declaration)
        if other.result != outcomes.PASS:
            return found
        template = "{reason}但条文另有一读：{other}按该读法可视为符合，须由人认定。"
        return Outcome(
            outcomes.NEEDS_DECISION, found.observed, template, {"reason": found.reason, "other": other.reason}
        )


@dataclass(frozen=True, slots=True)
class Always:
    """A case in which nothing more is asked; ``words`` say why."""

    words: str

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return nothing: it reads nothing."""
        return ()

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return pass."""
        return Outcome(outcomes.PASS, "", "{words}。", {"words": self.words})


def _demands(parts: Sequence[Predicate]) -> tuple[Demand, ...]:
    return tuple(dict.fromkeys(demand for part in parts for demand in part.demands))


def _joined(result: str, found: Sequence[Outcome], decisive: str) -> Outcome:
    if result == decisive or len({outcome.result for outcome in found}) > 1:
        found = [outcome for outcome in found if outcome.result == result]
    if result == decisive == outcomes.PASS:
        return found[0]
    observed = "；".join(dict.fromkeys(outcome.observed for outcome in found if outcome.observed))
    return Outcome(
        result, observed, "{reasons}", {"reasons": "".join(dict.fromkeys(outcome.reason for outcome in found))}
    )


def _parts(node: Node, key: str, read: ReadPredicate) -> tuple[Predicate, ...]:
    parts = tuple(read(child) for child in node.children(key))
    if not parts:
        node.problem(key, "empty_list", "“{key}”至少要有一项。", key=key)
    return parts


def read_any_of(node: Node, read: ReadPredicate) -> AnyOf:
    """Return `AnyOf` from ``{any_of: [predicates]}``."""
    return AnyOf(_parts(node, "any_of", read))


def read_all_of(node: Node, read: ReadPredicate) -> AllOf:
    """Return `AllOf` from ``{all_of: [predicates]}``."""
    return AllOf(_parts(node, "all_of", read))


def read_cases(node: Node, read: ReadPredicate) -> Cases:
    """Return `Cases` from ``{cases_of: path, title: words, cases: {answer: predicate}}``."""
    table = node.child("cases")
    words = list(table.value) if isinstance(table.value, Mapping) else []
    return Cases(node.text("cases_of"), node.text("title"), {word: read(table.child(word)) for word in words})


def read_contested(node: Node, read: ReadPredicate) -> Contested:
    """Return `Contested` from ``{contested: predicate, unless: predicate}``."""
    return Contested(read(node.child("contested")), read(node.child("unless")))


def read_always(node: Node) -> Always:
    """Return `Always` from ``{always: words}``."""
    return Always(node.text("always"))

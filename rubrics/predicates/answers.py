"""Answers in words: what each word results in, and facts that contradict it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rubrics import outcomes
from rubrics.declaration import Declaration
from rubrics.known_facts import TITLES
from rubrics.numbers import Gap
from rubrics.outcomes import Outcome
from rubrics.predicates.predicate import ANYTHING, FLAG, WORD, Demand, demanded
from rubrics.reading import Node

_REASONS = {
    outcomes.PASS: "“{label}”为“{answer}”，符合。",
    outcomes.FAIL: "“{label}”为“{answer}”，不符合。",
    outcomes.MISSING: "“{label}”未填或未作有效回答（{answer}），须补正。",
    outcomes.NOT_APPLICABLE: "“{label}”为“{answer}”，本条不适用。",
    outcomes.NEEDS_DECISION: "“{label}”为“{answer}”，是否符合须由人认定。",
}
RESULTS = tuple(_REASONS)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A known fact that does not go with an answer; ``words`` say why, as a clerk would."""

    answer: str
    fact: str
    values: tuple[object, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A word that answers a field or a known fact.

    Parameters
    ----------
    path, title
        What is answered, and what it is called (the printed label when empty).
    results
        What each word results in.
    otherwise, none, blank
        Result of any other word, of the answer 无, and of no answer.
    contradictions
        Facts that make an answer a matter for a person.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> words = {"是": "pass", "否": "fail", "不涉及": "not_applicable"}
    >>> high = Contradiction("不涉及", "facts.high_energy_industry", (True,), "已知属高耗能行业")
    >>> path = "basic.energy_above_benchmark"
    >>> energy = Answer(path, "", words, "needs_decision", "missing", "missing", (high,))
    >>> energy.evaluate(read_declaration(form, {"fields": {path: "不涉及"}}, ())).result
    'not_applicable'
    >>> known = {"fields": {path: "不涉及"}, "facts": {"high_energy_industry": True}}
    >>> energy.evaluate(read_declaration(form, known, ())).result
    'needs_decision'
    """

    path: str
    title: str
    results: Mapping[str, str]
    otherwise: str
    none: str
    blank: str
    contradictions: tuple[Contradiction, ...]

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the field and the facts held against it."""
        return (Demand(self.path, WORD), *demanded(ANYTHING, (entry.fact for entry in self.contradictions)))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return what the word results in."""
        answer = declaration.answer(self.path)
        shown = answer_text(answer)
        values = {"label": self.title or declaration.label(self.path), "answer": shown}
        for entry in self.contradictions:
            if answer == entry.answer and declaration.answer(entry.fact) in entry.values:
                template = "“{label}”为“{answer}”，但{words}，二者矛盾，须由人认定。"
                return Outcome(outcomes.NEEDS_DECISION, shown, template, values | {"words": entry.words})
        result = self._result(answer)
        return Outcome(result, shown, _REASONS[result], values)

    def _result(self, answer: str | bool | Gap) -> str:
        if isinstance(answer, Gap):
            return self.none if answer is Gap.NONE else self.blank
        return self.results.get(str(answer), self.otherwise)


@dataclass(frozen=True, slots=True)
class Stated:
    """A step or a document that must be on record; anything but true is to be supplemented.

    Parameters
    ----------
    path, title
        The known fact, and what it is called.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = read_declaration(form, {"city": {"recommendation": False}}, ())
    >>> Stated("city.recommendation", "推荐").evaluate(given).reason
    '推荐：尚无，须补齐。'
    """

    path: str
    title: str

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the one fact."""
        return demanded(FLAG, (self.path,))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return pass when it is there, else missing."""
        if declaration.answer(self.path) is True:
            return Outcome(outcomes.PASS, "有", "{title}：已有。", {"title": self.title})
        return Outcome(outcomes.MISSING, "无", "{title}：尚无，须补齐。", {"title": self.title})


def answer_text(answer: str | bool | Gap) -> str:
    """Return an answer as a person would write it."""
    if isinstance(answer, Gap):
        return "无" if answer is Gap.NONE else "空白"
    return TITLES.get(answer, answer) if isinstance(answer, str) else ("是" if answer else "否")


def read_answer(node: Node) -> Answer:
    """Return `Answer` from ``{answer: path, results: {是: pass, 否: fail}, contradicted_by: […]}``."""
    table = node.child("results")
    words = list(table.value) if isinstance(table.value, Mapping) else []
    results = {str(word): table.one_of(str(word), RESULTS) for word in words}
    return Answer(
        path=node.text("answer"),
        title=node.text("title", ""),
        results=results,
        otherwise=node.one_of("otherwise", RESULTS, outcomes.NEEDS_DECISION),
        none=node.one_of("none", RESULTS, outcomes.MISSING),
        blank=node.one_of("blank", RESULTS, outcomes.MISSING),
        contradictions=node.each("contradicted_by", _read_contradiction, required=False),
    )


def _read_contradiction(node: Node) -> Contradiction:
    return Contradiction(node.text("answer"), node.text("fact"), node.items("is"), node.text("words"))


def read_stated(node: Node) -> Stated:
    """Return `Stated` from ``{stated: path, title: words}``."""
    return Stated(node.text("stated"), node.text("title"))

"""A clean record: the cluster's own word, held against public records and the kind of violation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rubrics import outcomes
from rubrics.declaration import Declaration
from rubrics.numbers import Gap
from rubrics.outcomes import Outcome
from rubrics.predicates.answers import answer_text
from rubrics.predicates.predicate import WORD, Demand, demanded
from rubrics.reading import Node

_CLEAN = "自报“{label}”为“{answer}”，符合。"
_ADMITTED = "自报“{label}”为“{answer}”，属否决情形{kind}。"
_ORDINARY = "自报“{label}”为“{answer}”，但所涉为“{kind}”，本办法未将一般违法违规列为否决情形，须由人认定。"
_CONTRARY = "自报“{label}”为“{answer}”，但有相反记录（{record}），核实之前须由人认定。"
_BLANK = "“{label}”未填或未作有效回答（{answer}），须补正。"


@dataclass(frozen=True, slots=True)
class CleanRecord:
    """The answer 是 that nothing grave has happened.

    Parameters
    ----------
    path
        The form's cell.
    record, kind
        Paths of a contrary public record and of the kind of an admitted violation; the kind may be None.
    words
        A record concerns this condition when one of these occurs in it …
    other_words
        … or, if there are any, when none of these does (records that no other condition claims).
    grave_words
        If there are any: an admitted violation whose stated kind has none of them needs a person.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> record, kind = "facts.contrary_public_record", "facts.violation_kind"
    >>> clean = CleanRecord("basic.no_violation", record, kind, ("失信", "违规"), (), ("偷税", "失信"))
    >>> clean.evaluate(read_declaration(form, {"fields": {"basic.no_violation": "否"}}, ())).result
    'fail'
    >>> ordinary = {"fields": {"basic.no_violation": "否"}, "facts": {"violation_kind": "违规"}}
    >>> clean.evaluate(read_declaration(form, ordinary, ())).result
    'needs_decision'
    """

    path: str
    record: str
    kind: str | None
    words: tuple[str, ...]
    other_words: tuple[str, ...]
    grave_words: tuple[str, ...]

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the cell and the facts held against it."""
        facts = (self.record,) if self.kind is None else (self.record, self.kind)
        return (Demand(self.path, WORD), *demanded(WORD, facts))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return fail for an admitted fact; a person decides about contrary records and ordinary violations."""
        answer = declaration.answer(self.path)
        kind = self._text(declaration, self.kind)
        record = self._text(declaration, self.record)
        values = {"label": declaration.label(self.path), "answer": answer_text(answer)}
        if isinstance(answer, Gap):
            return Outcome(outcomes.MISSING, values["answer"], _BLANK, values)
        if answer == "是":
            contrary = record if self._concerns(record) else kind
            values["record"] = contrary
            result = outcomes.NEEDS_DECISION if contrary else outcomes.PASS
            return Outcome(result, values["answer"], _CONTRARY if contrary else _CLEAN, values)
        return self._admitted(kind or (record if self._concerns(record) else ""), values)

    def _admitted(self, kind: str, values: dict[str, str]) -> Outcome:
        if kind and self.grave_words and not _occurs(self.grave_words, kind):
            return Outcome(outcomes.NEEDS_DECISION, values["answer"], _ORDINARY, values | {"kind": kind})
        shown = f"（{kind}）" if kind else ""
        return Outcome(outcomes.FAIL, values["answer"], _ADMITTED, values | {"kind": shown})

    def _concerns(self, record: str) -> bool:
        if not record:
            return False
        unclaimed = bool(self.other_words) and not _occurs(self.other_words, record)
        return unclaimed or _occurs(self.words, record)

    @staticmethod
    def _text(declaration: Declaration, path: str | None) -> str:
        value = declaration.answer(path) if path else ""
        if isinstance(value, str):
            return value
        return "有不良记录" if value is True else ""


def _occurs(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)


def read_clean_record(node: Node) -> CleanRecord:
    """Return `CleanRecord` from ``{clean_record: field, record: path, words: […], …}``."""
    return CleanRecord(
        path=node.text("clean_record"),
        record=node.text("record"),
        kind=node.text("violation") if node.has("violation") else None,
        words=node.texts("words"),
        other_words=node.texts("other_words"),
        grave_words=node.texts("grave_words"),
    )

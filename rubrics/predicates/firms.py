"""Counts of distinct firms: from a list when there is one, else between the largest title count and their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubrics import outcomes
from rubrics.declaration import Absence, Declaration
from rubrics.outcomes import Outcome
from rubrics.predicates.bounds import Bound, read_bound
from rubrics.predicates.predicate import NUMBER, Demand, demanded
from rubrics.predicates.required import required_texts
from rubrics.predicates.thresholds import test
from rubrics.reading import Node

_FROM_LIST = {
    outcomes.PASS: "按名单去重，{title}共{observed}家，符合“{bound}”。",
    outcomes.FAIL: "按名单去重，{title}共{observed}家，不符合“{bound}”。",
    outcomes.MISSING: "没有重点企业名单，无法统计{title}，须补正。",
}
_FROM_COUNTS = {
    outcomes.PASS: "{title}至少{least}家（各类称号中最多的一类），符合“{bound}”。",
    outcomes.FAIL: "{title}最多{most}家（各类称号相加），不符合“{bound}”。",
    outcomes.MISSING: "“{label}”未填，且没有重点企业名单，须补正。",
    outcomes.NEEDS_DECISION: "{title}在{least}至{most}家之间（可有重复），无名单不能判定是否“{bound}”，由人认定。",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A count taken from the list of key enterprises; without the list it is missing.

    Parameters
    ----------
    path, title
        Count in the list, and what is counted.
    bound
        The threshold.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = read_declaration(form, {"lists": {"other_titled": 1}}, ())
    >>> Listed("lists.other_titled", "企业", Bound("at_least", Decimal(2))).evaluate(given).reason
    '按名单去重，企业共1家，不符合“不低于2”。'
    """

    path: str
    title: str
    bound: Bound

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the counted list."""
        return demanded(NUMBER, (self.path,))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return missing without a list."""
        number = declaration.latest(self.path)
        return _from_list(number if isinstance(number, Decimal) else None, self.title, self.bound)


@dataclass(frozen=True, slots=True)
class Distinct:
    """Distinct firms over several titles, in the latest year.

    A firm may hold several titles, so without a list the number lies between the largest count and the sum; only
    a threshold outside that interval can be decided.

    Parameters
    ----------
    counts
        Title counts of the form.
    by_list, title
        Distinct count in the list, and what is counted.
    bound
        The threshold.

    Examples
    --------
    One firm of each title may be one firm or two:

    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> counts = ("leading_industry.specialised_smes", "leading_industry.high_tech_and_innovative_smes")
    >>> given = read_declaration(form, {"fields": {counts[0]: [0, 0, 1], counts[1]: [0, 0, 1]}}, ())
    >>> two = Distinct(counts, "lists.other_titled", "企业", Bound("at_least", Decimal(2)))
    >>> two.evaluate(given).result, two.evaluate(given).observed
    ('needs_decision', '1至2')
    """

    counts: tuple[str, ...]
    by_list: str
    title: str
    bound: Bound

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the title counts and the list."""
        return demanded(NUMBER, (*self.counts, self.by_list))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return the count of the list, else what the interval allows to say."""
        listed = declaration.latest(self.by_list)
        if isinstance(listed, Decimal):
            return _from_list(listed, self.title, self.bound)
        counts = [declaration.latest(path) for path in self.counts]
        known = [count for count in counts if isinstance(count, Decimal)]
        if len(known) < len(counts):
            return self._absent(declaration, [count for count in counts if isinstance(count, Absence)])
        least, most = max(known), sum(known, Decimal(0))
        ends = {test(least, self.bound), test(most, self.bound)}
        result = ends.pop() if len(ends) == 1 else outcomes.NEEDS_DECISION
        observed = f"{least:f}" if least == most else f"{least:f}至{most:f}"
        values = {"title": self.title, "least": f"{least:f}", "most": f"{most:f}", "bound": self.bound.text}
        return Outcome(result, observed, _FROM_COUNTS[result], values)

    def _absent(self, declaration: Declaration, absent: Sequence[Absence]) -> Outcome:
        label = "、".join(declaration.label(path) for path in self.counts)
        result = outcomes.all_of(absence.value for absence in absent)
        template = _FROM_COUNTS[outcomes.MISSING]
        return Outcome(result, "空白", template, {"label": label})


def _from_list(count: Decimal | None, title: str, bound: Bound) -> Outcome:
    if count is None:
        return Outcome(outcomes.MISSING, "", _FROM_LIST[outcomes.MISSING], {"title": title})
    result = test(count, bound)
    values = {"title": title, "observed": f"{count:f}", "bound": bound.text}
    return Outcome(result, f"{count:f}", _FROM_LIST[result], values)


def read_listed(node: Node) -> Listed:
    """Return `Listed` from ``{listed: path, title: words, at_least: n}``."""
    return Listed(node.text("listed"), node.text("title"), read_bound(node))


def read_distinct(node: Node) -> Distinct:
    """Return `Distinct` from ``{distinct: [counts], by_list: path, title: words, at_least: n}``."""
    return Distinct(required_texts(node, "distinct"), node.text("by_list"), node.text("title"), read_bound(node))

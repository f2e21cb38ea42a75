"""Who may apply and what must be written: the county with the largest share, texts that must be filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubrics import outcomes
from rubrics.declaration import Declaration
from rubrics.numbers import Gap
from rubrics.outcomes import Outcome
from rubrics.predicates.predicate import NUMBER, SERIES, TEXT, Demand, demanded
from rubrics.predicates.required import required_texts
from rubrics.predicates.thresholds import row
from rubrics.reading import Node


@dataclass(frozen=True, slots=True)
class LargestShare:
    """The applicant's share must be the largest one.

    Parameters
    ----------
    own, among
        The applicant's share, and the shares of all.
    equal
        Result when another share is as large.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> place = {"county_output_shares": ["50", "50"], "applicant_county_share": "50"}
    >>> largest = LargestShare("location.applicant_county_share", "location.county_output_shares", "needs_decision")
    >>> largest.evaluate(read_declaration(form, {"location": place}, ())).result
    'needs_decision'
    """

    own: str
    among: str
    equal: str

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the own share and all shares."""
        return (Demand(self.own, NUMBER), Demand(self.among, SERIES))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return fail for a smaller share, missing when shares are not stated."""
        own, shares = declaration.latest(self.own), declaration.numbers(self.among)
        known = [share for share in shares if isinstance(share, Decimal)]
        if not isinstance(own, Decimal) or not known or len(known) < len(shares):
            return Outcome(
                outcomes.MISSING, row(shares), "各县（市、区）产值比例未填全，无法确定申报主体，须补正。", {}
            )
        values = {"own": f"{own:f}", "shares": row(shares)}
        return self._compared(own, known, values)

    def _compared(self, own: Decimal, shares: Sequence[Decimal], values: dict[str, str]) -> Outcome:
        largest = max(shares)
        if own < largest:
            template = "申报县产值比例{own}%，不是各县（{shares}）中最大的，不应由其申报。"
            return Outcome(outcomes.FAIL, values["own"], template, values)
        if own > largest or shares.count(largest) > 1:
            template = "申报县产值比例{own}%，各县为{shares}，最大者不唯一或数据不一致，由谁申报须由人认定。"
            return Outcome(self.equal, values["own"], template, values)
        return Outcome(outcomes.PASS, values["own"], "申报县产值比例{own}%，为各县（{shares}）中最大。", values)


@dataclass(frozen=True, slots=True)
class Filled:
    """Texts that must be written.

    Parameters
    ----------
    keys, title
        The texts, and what they make up.
    none
        Result of the answer 无 …
    may_be_none
        … save in these, where 无 is a fair answer.

    Examples
    --------
    A text that nobody handed in is asked for only with the whole form:

    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> plan = Filled(("plan.goals",), "规划", "missing", ())
    >>> [plan.evaluate(read_declaration(form, {}, (), complete=complete)).result for complete in (False, True)]
    ['pass', 'missing']
    """

    keys: tuple[str, ...]
    title: str
    none: str
    may_be_none: tuple[str, ...]

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the texts."""
        return demanded(TEXT, self.keys)

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return missing for a blank text; texts that nobody asked for are left out and said to be."""
        asked = [key for key in self.keys if not declaration.is_waived(key)]
        blank = [key for key in asked if declaration.answer(key) is Gap.BLANK]
        none = [key for key in asked if declaration.answer(key) is Gap.NONE and key not in self.may_be_none]
        result = outcomes.all_of([outcomes.MISSING] * bool(blank) + [self.none] * bool(none) + [outcomes.PASS])
        values = {"title": self.title, "labels": "、".join(declaration.label(key) for key in blank + none)}
        if result != outcomes.PASS:
            return Outcome(result, values["labels"], "{title}：“{labels}”空白或填“无”。", values)
        if len(asked) < len(self.keys):
            return Outcome(result, "", "{title}：文字未随本次数据提供，本次未查；审查整表时空缺计入补正。", values)
        return Outcome(result, "齐全", "{title}：各项均已填写。", values)


def read_largest_share(node: Node) -> LargestShare:
    """Return `LargestShare` from ``{largest_share: path, among: path, equal: needs_decision}``."""
    allowed = (outcomes.NEEDS_DECISION, outcomes.PASS, outcomes.FAIL)
    return LargestShare(node.text("largest_share"), node.text("among"), node.one_of("equal", allowed))


def read_filled(node: Node) -> Filled:
    """Return `Filled` from ``{filled: [fields], title: words, none: missing, may_be_none: [fields]}``."""
    none = node.one_of("none", (outcomes.MISSING, outcomes.FAIL, outcomes.NEEDS_DECISION))
    return Filled(required_texts(node, "filled"), node.text("title"), none, node.texts("may_be_none"))

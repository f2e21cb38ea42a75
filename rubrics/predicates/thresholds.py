"""Numbers against a threshold: one cell, each of three years, the latest year first, a sum of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubrics import outcomes
from rubrics.declaration import Absence, Declaration, Number, written
from rubrics.outcomes import Outcome
from rubrics.predicates.bounds import Bound, read_bound
from rubrics.predicates.predicate import NUMBER, ROW, Demand, demanded
from rubrics.predicates.required import required_texts
from rubrics.reading import Node

_REASONS = {
    outcomes.PASS: "“{label}”为{observed}{unit}，符合“{bound}”。",
    outcomes.FAIL: "“{label}”为{observed}{unit}，不符合“{bound}”。",
    outcomes.MISSING: "“{label}”未填或不能填“无”（{observed}），须补正；空白不等于0。",
    outcomes.NEEDS_DECISION: "“{label}”填“无”（{observed}），能否视为符合“{bound}”须由人认定。",
}
_EARLIER = "“{label}”为{observed}{unit}：最近一年符合“{bound}”，但以前年度有不符合的，须由人认定。"


@dataclass(frozen=True, slots=True)
class Value:
    """One number (the latest, for a yearly row) against a threshold.

    Parameters
    ----------
    path
        Field or known fact.
    bound
        The threshold.

    Examples
    --------
    A share answered 无 is 0 and fails; an area cannot be 无 and is missing:

    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = read_declaration(form, {"fields": {"innovation.rd_staff_share": "无", "basic.area_km2": "无"}}, ())
    >>> Value("innovation.rd_staff_share", Bound("at_least", Decimal(6))).evaluate(given).result
    'fail'
    >>> Value("basic.area_km2", Bound("at_most", Decimal(200))).evaluate(given).result
    'missing'
    """

    path: str
    bound: Bound

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the one field."""
        return demanded(NUMBER, (self.path,))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return pass or fail; missing for a blank; 无 as the form says."""
        number = declaration.latest(self.path)
        shown = declaration.shown(self.path)[-1:]
        return explained(test(number, self.bound), shown, self.path, self.bound, declaration)


@dataclass(frozen=True, slots=True)
class EachYear:
    """Every one of the years against a threshold (近三年……均在……以上).

    Parameters
    ----------
    path
        Yearly row.
    bound
        The threshold.

    Examples
    --------
    Whatever the blank year was, the last one is too low:

    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = read_declaration(form, {"fields": {"leading_industry.total_output": [None, "16", "14.99"]}}, ())
    >>> EachYear("leading_industry.total_output", Bound("at_least", Decimal(15))).evaluate(given).result
    'fail'
    """

    path: str
    bound: Bound

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the one field."""
        return demanded(ROW, (self.path,))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return fail as soon as one year is certainly below, else missing for a blank year."""
        numbers = declaration.numbers(self.path)
        result = outcomes.all_of(test(number, self.bound) for number in numbers)
        return explained(result, declaration.shown(self.path), self.path, self.bound, declaration)


@dataclass(frozen=True, slots=True)
class LatestYear:
    """The latest year decides; an earlier year below the threshold gives ``earlier``.

    Parameters
    ----------
    path
        Yearly row.
    bound
        The threshold.
    earlier
        Result when only earlier years are on the wrong side.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = read_declaration(form, {"fields": {"leading_industry.output_share": ["59.99", "60", "60"]}}, ())
    >>> share = LatestYear("leading_industry.output_share", Bound("at_least", Decimal(60)), "needs_decision")
    >>> share.evaluate(given).result
    'needs_decision'
    """

    path: str
    bound: Bound
    earlier: str

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the one field."""
        return demanded(ROW, (self.path,))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return fail for the latest year below, ``earlier`` when only earlier years are."""
        numbers = declaration.numbers(self.path)
        results = [test(number, self.bound) for number in numbers]
        softened = [self.earlier if result == outcomes.FAIL else result for result in results[:-1]]
        result = outcomes.all_of([*softened, results[-1]])
        by_earlier_year = result == outcomes.NEEDS_DECISION and Absence.UNDECIDED not in numbers
        shown, template = declaration.shown(self.path), _EARLIER if by_earlier_year else ""
        return explained(result, shown, self.path, self.bound, declaration, template)


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of several fields (latest year) against a threshold; every part must be there.

    Parameters
    ----------
    parts
        Fields that are added.
    bound
        The threshold.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> both = ("innovation.platforms_national", "innovation.platforms_provincial")
    >>> given = read_declaration(form, {"fields": {both[0]: "无", both[1]: 2}}, ())
    >>> Total(both, Bound("at_least", Decimal(2))).evaluate(given).observed
    '无 + 2 = 2'
    """

    parts: tuple[str, ...]
    bound: Bound

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the fields that are added."""
        return demanded(NUMBER, self.parts)

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return missing if one part is blank: a sum with a hole is not a number."""
        numbers = [declaration.latest(path) for path in self.parts]
        absent = [number.value for number in numbers if isinstance(number, Absence)]
        observed = " + ".join(declaration.shown(path)[-1] for path in self.parts)
        if absent:
            result = outcomes.all_of(absent)
        else:
            total = sum((number for number in numbers if isinstance(number, Decimal)), Decimal(0))
            result, observed = test(total, self.bound), f"{observed} = {total:f}"
        label = " + ".join(declaration.label(path) for path in self.parts)
        values = {"label": label, "observed": observed, "unit": "", "bound": self.bound.text}
        return Outcome(result, observed, _REASONS[result], values)


def test(number: Number, bound: Bound) -> str:
    """Return the result of one number against a threshold."""
    if isinstance(number, Absence):
        return number.value
    return outcomes.PASS if bound.is_met(number) else outcomes.FAIL


def row(numbers: Sequence[Number]) -> str:
    """Return the cells of a row as a person would write them."""
    return "、".join(written(number) for number in numbers)


def explained(
    result: str, shown: Sequence[str], path: str, bound: Bound, declaration: Declaration, template: str = ""
) -> Outcome:
    """Return the outcome of one field against a threshold, with its reason."""
    observed = "、".join(shown)
    values = {"label": declaration.label(path), "observed": observed, "bound": bound.text}
    values["unit"] = declaration.unit(path) if observed not in {"空白", "无"} else ""
    return Outcome(result, observed, template or _REASONS[result], values)


def read_value(node: Node) -> Value:
    """Return `Value` from ``{value: field, at_least: n}``."""
    return Value(node.text("value"), read_bound(node))


def read_each_year(node: Node) -> EachYear:
    """Return `EachYear` from ``{each_year: field, at_least: n}``."""
    return EachYear(node.text("each_year"), read_bound(node))


def read_latest_year(node: Node) -> LatestYear:
    """Return `LatestYear` from ``{latest_year: field, at_least: n, earlier_year_below: needs_decision}``."""
    allowed = (outcomes.NEEDS_DECISION, outcomes.FAIL, outcomes.PASS)
    return LatestYear(node.text("latest_year"), read_bound(node), node.one_of("earlier_year_below", allowed))


def read_total(node: Node) -> Total:
    """Return `Total` from ``{total: [fields], at_least: n}``."""
    return Total(required_texts(node, "total"), read_bound(node))

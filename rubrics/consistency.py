"""Checks between declared figures (X1 to X4): two figures that cannot both be right are for a person to settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rubrics import outcomes
from rubrics.declaration import Declaration, Number, written
from rubrics.numbers import ImpossibleGrowthError, geometric_mean_growth, growth_percent, product, round_half_up
from rubrics.predicates.bounds import Bound
from rubrics.predicates.predicate import NUMBER, ROW, WORD, Demand, demanded
from rubrics.predicates.thresholds import row, test

WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that fired.

    Parameters
    ----------
    check, result
        Its id, and ``needs_decision`` or ``warning``.
    fields
        Keys of the fields involved, the one to mend first.
    reason_template, reason_values
        Chinese sentence with named places.

    Examples
    --------
    >>> Finding("X3", "needs_decision", ("a.b",), "逐年下降（{spend}）。", {"spend": "3、2、1"}).reason
    '逐年下降（3、2、1）。'
    """

    check: str
    result: str
    fields: tuple[str, ...]
    reason_template: str
    reason_values: Mapping[str, str]

    @property
    def reason(self) -> str:
        """Return the sentence with its places filled."""
        return self.reason_template.format(**self.reason_values)


@dataclass(frozen=True, slots=True)
class AverageGrowth:
    """X1: a declared average growth against the one recomputed from the yearly rates.

    Parameters
    ----------
    check, rates, declared
        Its id, the yearly row and the field of the declared average, in percent.
    bound
        Threshold that the two must not straddle.
    warn_above
        Difference in percentage points above which a warning is given.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> rates, declared = "leading_industry.growth", "leading_industry.average_growth"
    >>> check = AverageGrowth("X1", rates, declared, Bound("at_least", Decimal(5)), Decimal("0.05"))
    >>> [check.find(read_declaration(form, {"fields": {rates: [5, 5, 5], declared: average}}, ())).result
    ...  for average in ("4.99", "5.06")]
    ['needs_decision', 'warning']
    """

    check: str
    rates: str
    declared: str
    bound: Bound
    warn_above: Decimal

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what it compares."""
        return (Demand(self.rates, ROW), Demand(self.declared, NUMBER))

    def find(self, declaration: Declaration) -> Finding | None:
        """Return a decision across the threshold, a warning for a mere difference."""
        rates, declared = _decimals(declaration.numbers(self.rates)), declaration.latest(self.declared)
        if rates is None or not isinstance(declared, Decimal):
            return None
        try:
            mean = geometric_mean_growth(rates)
        except ImpossibleGrowthError:
            return None
        values = {"declared": written(declared), "mean": written(mean), "bound": self.bound.text}
        fields = (self.declared, self.rates)
        if test(mean, self.bound) != test(declared, self.bound):
            template = "申报的年均增速{declared}%与按各年增速重算的{mean}%分居“{bound}”两侧。"
            return Finding(self.check, outcomes.NEEDS_DECISION, fields, template, values)
        if abs(mean - declared) <= self.warn_above:
            return None
        template = "申报的年均增速{declared}%与按各年增速重算的{mean}%不一致，但不影响是否“{bound}”。"
        return Finding(self.check, WARNING, fields, template, values)


@dataclass(frozen=True, slots=True)
class YearlyGrowth:
    """X2: declared yearly growth against the growth recomputed from amount × share, from the second year on.

    Parameters
    ----------
    check, amount, share, declared
        Its id and three yearly rows: an amount, a share of it in percent, and the growth of that share's amount.
    apart
        Percentage points that the two may lie apart.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> amount, share, growth = (f"leading_industry.{key}" for key in ("total_output", "output_share", "growth"))
    >>> fields = {amount: [20, 22, 24], share: [80, 80, 80], growth: [9, 10, 11]}
    >>> check = YearlyGrowth("X2", amount, share, growth, Decimal(1))
    >>> check.find(read_declaration(form, {"fields": fields}, ())).reason_values["years"]
    '第3年申报11%、重算9.09%'
    """

    check: str
    amount: str
    share: str
    declared: str
    apart: Decimal

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what it compares."""
        return demanded(ROW, (self.declared, self.amount, self.share))

    def find(self, declaration: Declaration) -> Finding | None:
        """Return a decision naming every year that is too far apart."""
        amounts, shares = declaration.numbers(self.amount), declaration.numbers(self.share)
        parts = [_leading(amount, share) for amount, share in zip(amounts, shares, strict=True)]
        found = []
        declared = declaration.numbers(self.declared)[1:]
        for year, ((before, after), rate) in enumerate(zip(pairwise(parts), declared, strict=True), 2):
            again = None if before is None or after is None else growth_percent(before, after)
            if again is not None and isinstance(rate, Decimal) and abs(again - rate) > self.apart:
                found.append(f"第{year}年申报{written(rate)}%、重算{written(again)}%")
        if not found:
            return None
        fields = (self.declared, self.amount, self.share)
        values = {"years": "；".join(found), "apart": f"{self.apart:f}"}
        template = "主导产业产值增速与“总产值×占比”重算的相差超过{apart}个百分点：{years}。"
        return Finding(self.check, outcomes.NEEDS_DECISION, fields, template, values)


@dataclass(frozen=True, slots=True)
class RisingWhileFalling:
    """X3: an answer that something rises while the spending on it falls every year.

    Parameters
    ----------
    check, answer, says, spend
        Its id, the answered field, the answer, and the yearly row of spending.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> check = RisingWhileFalling("X3", "digital.software_rising", "是", "digital.software_spend")
    >>> fields = {"digital.software_rising": "是", "digital.software_spend": [3, 2, 2]}
    >>> check.find(read_declaration(form, {"fields": fields}, ())) is None
    True
    """

    check: str
    answer: str
    says: str
    spend: str

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what it compares."""
        return (Demand(self.answer, WORD), Demand(self.spend, ROW))

    def find(self, declaration: Declaration) -> Finding | None:
        """Return a decision when every year's spending is below the year before."""
        spend = _decimals(declaration.numbers(self.spend))
        if spend is None or declaration.answer(self.answer) != self.says:
            return None
        if not all(after < before for before, after in pairwise(spend)):
            return None
        values = {"answer": declaration.label(self.answer), "label": declaration.label(self.spend), "spend": row(spend)}
        template = "“{answer}”答“是”，但“{label}”逐年下降（{spend}）。"
        return Finding(self.check, outcomes.NEEDS_DECISION, (self.answer, self.spend), template, values)


@dataclass(frozen=True, slots=True)
class Ratio:
    """X4: a declared ratio against the one recomputed from its two counts, across a threshold.

    Parameters
    ----------
    check, declared
        Its id and the field of the declared ratio.
    count, among, times
        The ratio is count ÷ among × times.
    bound
        Threshold that the two must not straddle.

    Examples
    --------
    1 ÷ 2004 × 10000 = 4.99:

    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> keys = ("innovation.patents_per_10k", "innovation.sme_patents", "innovation.sme_employees")
    >>> check = Ratio("X4", *keys, Decimal(10000), Bound("at_least", Decimal(5)))
    >>> check.find(read_declaration(form, {"fields": dict(zip(keys, [60, 1, 2004]))}, ())).reason_values["again"]
    '4.99'
    """

    check: str
    declared: str
    count: str
    among: str
    times: Decimal
    bound: Bound

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what it compares."""
        return demanded(NUMBER, (self.declared, self.count, self.among))

    def find(self, declaration: Declaration) -> Finding | None:
        """Return a decision when the two lie on different sides of the threshold."""
        numbers = _decimals([declaration.latest(path) for path in (self.declared, self.count, self.among)])
        if numbers is None or numbers[2] <= 0:
            return None
        declared, count, among = numbers
        again = round_half_up(count * self.times / among)
        if test(again, self.bound) == test(declared, self.bound):
            return None
        values = {"declared": written(declared), "again": written(again), "bound": self.bound.text}
        values |= {"count": written(count), "among": written(among), "times": f"{self.times:f}"}
        template = "申报{declared}，按{count}÷{among}×{times}重算为{again}，分居“{bound}”两侧。"
        return Finding(self.check, outcomes.NEEDS_DECISION, (self.declared, self.count, self.among), template, values)


CrossCheck = AverageGrowth | YearlyGrowth | RisingWhileFalling | Ratio


def _leading(amount: Number, share: Number) -> Decimal | None:
    both = _decimals((amount, share))
    return None if both is None else product(both)


def _decimals(numbers: list[Number] | tuple[Number, ...]) -> list[Decimal] | None:
    known = [number for number in numbers if isinstance(number, Decimal)]
    return known if len(known) == len(numbers) else None

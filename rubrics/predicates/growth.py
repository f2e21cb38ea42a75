"""Average yearly growth: recomputed from the yearly rates, and held against what the form declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubrics import outcomes
from rubrics.declaration import Absence, Declaration, Number, written
from rubrics.numbers import ImpossibleGrowthError, arithmetic_mean, geometric_mean_growth
from rubrics.outcomes import Outcome
from rubrics.predicates.bounds import Bound, read_bound
from rubrics.predicates.predicate import NUMBER, ROW, Demand, demanded
from rubrics.predicates.thresholds import row, test
from rubrics.reading import Node

_ONE_SIDE = {
    outcomes.PASS: "各年增速{rates}，重算年均增速（几何平均）{mean}%，符合“{bound}”。",
    outcomes.FAIL: "各年增速{rates}，重算年均增速（几何平均）{mean}%，不符合“{bound}”。",
}
_ABSENT = {
    outcomes.MISSING: "“{label}”未填全（{observed}），须补正。",
    outcomes.NEEDS_DECISION: "“{label}”填“无”（{observed}），能否视为符合“{bound}”须由人认定。",
}
_OTHER_DECLARED = "重算年均增速{mean}%（各年{rates}）与申报的{other}%分居“{bound}”两侧，以何者为准须由人认定。"
_OTHER_ARITHMETIC = "年均增速按几何平均为{mean}%、按算术平均为{other}%（各年{rates}），分居“{bound}”两侧，须由人认定。"
_IMPOSSIBLE = "各年增速{rates}中有低于-100%的，无法计算年均增速，须由人核实。"


@dataclass(frozen=True, slots=True)
class MeanGrowth:
    """The geometric mean of a row of yearly rates against a threshold.

    Parameters
    ----------
    rates
        Yearly growth rates in percent.
    declared
        Field in which the form asks for the average itself; None makes the arithmetic mean the second opinion.
    bound
        The threshold.
    other_side
        Result when the two opinions lie on two sides of the threshold.

    Examples
    --------
    0.8 × 1.2 × 1.2 = 1.152: 4.83 % a year, while the arithmetic mean is 6.67 %.

    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = read_declaration(form, {"fields": {"innovation.rd_growth": ["-20", "20", "20"]}}, ())
    >>> growth = MeanGrowth("innovation.rd_growth", None, Bound("at_least", Decimal(5)), "needs_decision")
    >>> growth.evaluate(given).result, growth.evaluate(given).observed
    ('needs_decision', '4.83')
    """

    rates: str
    declared: str | None
    bound: Bound
    other_side: str

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the yearly row and the declared average."""
        declared = () if self.declared is None else (self.declared,)
        return (Demand(self.rates, ROW), *demanded(NUMBER, declared))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return the side of the threshold on which both opinions agree."""
        rates = declaration.numbers(self.rates)
        numbers = rates if self.declared is None else (*rates, declaration.latest(self.declared))
        if any(isinstance(number, Absence) for number in numbers):
            return self._absent(declaration, numbers)
        known = [number for number in rates if isinstance(number, Decimal)]
        try:
            mean = geometric_mean_growth(known)
        except ImpossibleGrowthError:
            return Outcome(outcomes.NEEDS_DECISION, row(rates), _IMPOSSIBLE, {"rates": row(rates)})
        other = arithmetic_mean(known) if self.declared is None else numbers[-1]
        return self._compared(known, mean, other)

    def _compared(self, rates: Sequence[Decimal], mean: Decimal, other: Number) -> Outcome:
        result = test(mean, self.bound)
        values = {"rates": row(rates), "mean": written(mean), "other": written(other), "bound": self.bound.text}
        if test(other, self.bound) == result:
            return Outcome(result, written(mean), _ONE_SIDE[result], values)
        template = _OTHER_ARITHMETIC if self.declared is None else _OTHER_DECLARED
        return Outcome(self.other_side, written(mean), template, values)

    def _absent(self, declaration: Declaration, numbers: Sequence[Number]) -> Outcome:
        result = outcomes.all_of(number.value for number in numbers if isinstance(number, Absence))
        label = "、".join(declaration.label(path) for path in (self.rates, self.declared or self.rates))
        values = {"label": label, "observed": row(numbers), "bound": self.bound.text}
        return Outcome(result, row(numbers), _ABSENT[result], values)


def read_mean_growth(node: Node) -> MeanGrowth:
    """Return `MeanGrowth` from ``{mean_growth: row, declared: field, at_least: n, other_side: needs_decision}``."""
    declared = node.text("declared") if node.has("declared") else None
    allowed = (outcomes.NEEDS_DECISION, outcomes.PASS, outcomes.FAIL)
    return MeanGrowth(node.text("mean_growth"), declared, read_bound(node), node.one_of("other_side", allowed))

"""Rows that must fall every year: as declared, or an amount derived from intensity and output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rubrics import outcomes
from rubrics.declaration import Absence, Declaration, Number
from rubrics.numbers import product, round_half_up
from rubrics.outcomes import Outcome
from rubrics.predicates.predicate import ROW, SERIES, Demand, demanded
from rubrics.predicates.required import required_texts
from rubrics.predicates.thresholds import row
from rubrics.reading import Node

_REASONS = {
    outcomes.PASS: "“{label}”近三年为{observed}，逐年下降。",
    outcomes.FAIL: "“{label}”近三年为{observed}，没有逐年下降。",
    outcomes.MISSING: "“{label}”未填全（{observed}），须补正。",
    outcomes.NEEDS_DECISION: "“{label}”近三年为{observed}，有年度持平或填“无”，是否持续下降须由人认定。",
}
_DERIVED = {
    outcomes.PASS: "未申报{label}，按“{factors}”推算近三年为{observed}，逐年下降。",
    outcomes.MISSING: "未申报{label}，且推算所需的“{factors}”未填全（{observed}），须补正。",
    outcomes.NEEDS_DECISION: "未申报{label}，按“{factors}”推算近三年为{observed}，未能看出逐年下降，须由人认定。",
}


@dataclass(frozen=True, slots=True)
class Falling:
    """A yearly row that must be strictly lower every year.

    Parameters
    ----------
    path
        Yearly row.
    equal
        Result of two years that are equal at two decimals, when no year rises.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = read_declaration(form, {"fields": {"green.co2_intensity": ["1.20", "1.20", "1.00"]}}, ())
    >>> Falling("green.co2_intensity", "needs_decision").evaluate(given).result
    'needs_decision'
    """

    path: str
    equal: str

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the one field."""
        return demanded(ROW, (self.path,))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return fail for any rise, ``equal`` for years equal at two decimals."""
        numbers = declaration.numbers(self.path)
        result = trend(numbers, self.equal)
        return Outcome(result, row(numbers), _REASONS[result], _places(declaration.label(self.path), numbers))


@dataclass(frozen=True, slots=True)
class FallingAmount:
    """An amount that must fall every year: declared where it is, else the product of yearly rows and a factor.

    Parameters
    ----------
    declared, title
        Known amounts by year, and what they are called.
    rows, factor
        Yearly rows whose product, times the factor, stands in for an amount that is not declared.
    equal
        Result of two equal declared years.
    derived_not_falling
        Result when the derived amount does not fall: it is our arithmetic, not the cluster's word, so never a failure;
        a blank among the rows is still a blank.

    Examples
    --------
    1.20 × 22 = 26.4 and 1.15 × 24.2 = 27.83, in ten thousand tonnes:

    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> rows = ("green.co2_intensity", "leading_industry.total_output")
    >>> fields = {rows[0]: ["1.20", "1.15", "1.10"], rows[1]: ["22.00", "24.20", "26.62"]}
    >>> given = read_declaration(form, {"fields": fields}, ())
    >>> amount = FallingAmount("co2_total", "排放总量", rows, Decimal(10000), "needs_decision", "needs_decision")
    >>> amount.evaluate(given).result, amount.evaluate(given).observed
    ('needs_decision', '264000.00、278300.00、292820.00')
    """

    declared: str
    title: str
    rows: tuple[str, ...]
    factor: Decimal
    equal: str
    derived_not_falling: str

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the declared amount and the rows it is derived from."""
        return (Demand(self.declared, SERIES), *demanded(ROW, self.rows))

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return the trend of the declared amount, or of the derived one."""
        declared = declaration.numbers(self.declared)
        if len(declared) > 1 and any(number is not Absence.BLANK for number in declared):
            result = trend(declared, self.equal)
            return Outcome(result, row(declared), _REASONS[result], _places(self.title, declared))
        amounts = [self._amount(parts) for parts in zip(*map(declaration.numbers, self.rows), strict=True)]
        result = trend(amounts, self.derived_not_falling, self.derived_not_falling)
        factors = " × ".join(declaration.label(path) for path in self.rows)
        return Outcome(result, row(amounts), _DERIVED[result], _places(self.title, amounts) | {"factors": factors})

    def _amount(self, parts: Sequence[Number]) -> Number:
        absent = [part for part in parts if isinstance(part, Absence)]
        if absent:
            return Absence.BLANK if Absence.BLANK in absent else Absence.UNDECIDED
        known = [part for part in parts if isinstance(part, Decimal)]
        return round_half_up(product([self.factor, *known]))


def trend(numbers: Sequence[Number], equal: str, rise: str = outcomes.FAIL) -> str:
    """Return pass when every year is lower than the year before, compared at two decimals."""
    return outcomes.all_of(_step(before, after, equal, rise) for before, after in pairwise(numbers))


def _step(before: Number, after: Number, equal: str, rise: str) -> str:
    absences = [number.value for number in (before, after) if isinstance(number, Absence)]
    if isinstance(before, Absence) or isinstance(after, Absence):
        return outcomes.all_of(absences)
    change = round_half_up(after) - round_half_up(before)
    return outcomes.PASS if change < 0 else equal if change == 0 else rise


def _places(label: str, numbers: Sequence[Number]) -> dict[str, str]:
    return {"label": label, "observed": row(numbers)}


def read_falling(node: Node) -> Falling:
    """Return `Falling` from ``{falling: field, equal: needs_decision}``."""
    return Falling(node.text("falling"), node.one_of("equal", (outcomes.NEEDS_DECISION, outcomes.FAIL)))


def read_falling_amount(node: Node) -> FallingAmount:
    """Return `FallingAmount` from ``{falling_amount: path, title, product_of: [rows], times, equal, …}``."""
    return FallingAmount(
        declared=node.text("falling_amount"),
        title=node.text("title"),
        rows=required_texts(node, "product_of"),
        factor=node.decimal("times"),
        equal=node.one_of("equal", (outcomes.NEEDS_DECISION, outcomes.FAIL)),
        derived_not_falling=node.one_of("derived_not_falling", (outcomes.NEEDS_DECISION,)),
    )

"""A calculation a person can redo with a calculator: each line an operation, a printed figure and the running total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | float | Decimal | Fraction
OPERATIONS = ("+", "−", "×", "÷")


@dataclass(frozen=True, slots=True)
class Line:
    """One step.

    Parameters
    ----------
    code, label_template, label_values
        What the figure is, in Chinese with named places.
    operation
        One of `OPERATIONS`, done to the running total of the line before (0 before the first).
    value
        The printed figure.
    running
        Running total after the step, rounded half up to the sheet's decimals.
    """

    code: str
    label_template: str
    label_values: Mapping[str, str]
    operation: str
    value: Decimal
    running: Decimal

    @property
    def label(self) -> str:
        """Return the label in Chinese."""
        return self.label_template.format(**self.label_values)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole calculation; the last running total is ``total``, exactly.

    Parameters
    ----------
    declaration, method
        What is calculated and how.
    lines
        Steps from the scores to the total; a rounding residue has its own line, code ``residue``.
    total
        The printed estimate.
    decimals
        Decimals of every figure.
    """

    declaration: str
    method: str
    lines: tuple[Line, ...]
    total: Decimal
    decimals: int


def applied(running: Decimal, operation: str, value: Decimal, decimals: int) -> Decimal:
    """Do one step as a calculator does and round half up.

    Examples
    --------
    >>> applied(Decimal("250.00"), "÷", Decimal("3.00"), 2)
    Decimal('83.33')
    """
    steps = {"+": Fraction(running) + Fraction(value), "−": Fraction(running) - Fraction(value)}
    if operation == "×":
        return printed(Fraction(running) * Fraction(value), decimals)
    if operation == "÷":
        return printed(Fraction(running) / Fraction(value), decimals)
    return printed(steps[operation], decimals)


def printed(figure: Number, decimals: int) -> Decimal:
    """Round half up (away from zero), as taught at school; exact for fractions.

    Examples
    --------
    >>> printed(Fraction(5, 2), 0), printed(Fraction(-1, 3), 2)
    (Decimal('3'), Decimal('-0.33'))
    """
    scaled = abs(Fraction(figure)) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = -1 if figure < 0 and whole else 1
    return (Decimal(sign * whole) / Decimal(10**decimals)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@dataclass
class SheetWriter:
    """Lines as they are written, each with its running total."""

    decimals: int
    lines: list[Line] = field(default_factory=list)

    @property
    def running(self) -> Decimal:
        """Return the running total, 0 before the first line."""
        return self.lines[-1].running if self.lines else printed(0, self.decimals)

    def write(self, code: str, operation: str, value: Number, template: str, **values: str) -> None:
        """Add one step with its printed figure."""
        figure = printed(value, self.decimals)
        running = applied(self.running, operation, figure, self.decimals)
        self.lines.append(Line(code, template, values, operation, figure, running))

    def figure(self, value: Number) -> str:
        """Return a figure as it is printed inside a label."""
        return str(printed(value, self.decimals))

    def seen(self, value: Number, decimals: int | None = None) -> Fraction:
        """Return a figure as a reader of the sheet sees it: what he computes with is what is printed."""
        return Fraction(printed(value, self.decimals if decimals is None else decimals))

    def close(self, declaration: str, method: str, total: Number) -> Sheet:
        """Account for what rounding left over and close the sheet on the printed estimate."""
        goal = printed(total, self.decimals)
        residue = goal - self.running
        if residue:
            operation, amount = ("+", residue) if residue > 0 else ("−", -residue)
            self.write("residue", operation, amount, "尾数（各步四舍五入及抽样所致）")
        return Sheet(declaration, method, tuple(self.lines), goal, self.decimals)

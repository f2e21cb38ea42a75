"""Decimal arithmetic of the measures: what a written number means, rounding half-up, means of growth rates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import Enum
from math import prod

HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_PRECISION, _ROOT_PRECISION, _GUARD = 200, 50, 12
_MOST_DIGITS = 31  # before the point, and after it: enough for any amount, too few to overflow the arithmetic
_PLAIN = re.compile(r"[+-]?([0-9]{1,30}|[0-9]{1,3}(,[0-9]{3}){1,9})(\.[0-9]{1,30})?")


class Gap(Enum):
    """A cell without a number: left blank, or answered with the word 无."""

    BLANK = "blank"
    NONE = "无"


class MalformedNumberError(ValueError):
    """A text that is neither a number, nor 无, nor blank; ``written`` is what stands there.

    Examples
    --------
    >>> MalformedNumberError("约十二").written
    '约十二'
    """

    def __init__(self, written: object) -> None:
        self.written = written
        super().__init__(f"not a number: {written!r}")


class ImpossibleGrowthError(ValueError):
    """A growth rate below -100 %, of which no mean exists; ``rates`` are the rates in percent.

    Examples
    --------
    >>> ImpossibleGrowthError((Decimal(-120),)).rates
    (Decimal('-120'),)
    """

    def __init__(self, rates: Sequence[Decimal]) -> None:
        self.rates = tuple(rates)
        super().__init__(f"growth below -100 %: {self.rates}")


def read_number(written: object) -> Decimal | Gap:
    """Return what a cell says, losing nothing.

    Parameters
    ----------
    written
        A text, a whole number, a `Decimal`, or None. Binary floats are refused: they have already lost digits.

    Returns
    -------
    Decimal or Gap
        ``Gap.BLANK`` for None and empty texts, ``Gap.NONE`` for 无. Full-width digits, surrounding space and
        thousands separators are understood.

    Raises
    ------
    MalformedNumberError
        For anything else, and for more than thirty digits before or after the point.

    Examples
    --------
    >>> read_number(" １,234.50 "), read_number("无"), read_number(None)
    (Decimal('1234.50'), <Gap.NONE: '无'>, <Gap.BLANK: 'blank'>)
    """
    if written is None:
        return Gap.BLANK
    if isinstance(written, Decimal | int) and not isinstance(written, bool):
        return _bounded(Decimal(written), written)
    if not isinstance(written, str):
        raise MalformedNumberError(written)
    text = unicodedata.normalize("NFKC", written).strip()
    if text in {"", Gap.NONE.value}:
        return Gap.NONE if text else Gap.BLANK
    if has_raised_digits(written) or not _PLAIN.fullmatch(text):
        raise MalformedNumberError(written)
    return Decimal(text.replace(",", ""))


def has_raised_digits(written: str) -> bool:
    """Return whether a text holds a digit that marks a footnote or an item (², ⑩) and would read as one more digit.

    Examples
    --------
    >>> has_raised_digits("80²"), has_raised_digits("8⑩"), has_raised_digits("８０")
    (True, True, False)
    """
    return any(character.isnumeric() and _folds_to_digits(character) for character in written)


def _folds_to_digits(character: str) -> bool:
    return not character.isdecimal() and any(part.isdecimal() for part in unicodedata.normalize("NFKC", character))


def _bounded(number: Decimal, written: object) -> Decimal:
    if not number.is_finite() or number.adjusted() >= _MOST_DIGITS or decimals_of(number) > _MOST_DIGITS:
        raise MalformedNumberError(written)
    return number


def product(factors: Iterable[Decimal]) -> Decimal:
    """Return the product of decimals, exact for the numbers `read_number` gives.

    Examples
    --------
    >>> product([Decimal("1.20"), Decimal("22.00"), Decimal(10000)])
    Decimal('264000.0000')
    """
    with localcontext() as context:
        context.prec = _PRECISION
        return prod(factors, start=Decimal(1))


def round_half_up(value: Decimal) -> Decimal:
    """Return a computed value at the two decimals the form keeps (filling rule 2), halves away from zero.

    Examples
    --------
    >>> round_half_up(Decimal("4.995")), round_half_up(Decimal("4.9949"))
    (Decimal('5.00'), Decimal('4.99'))
    """
    with localcontext() as context:
        context.prec = _PRECISION
        return value.quantize(_CENT, ROUND_HALF_UP)


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a number is written with.

    Examples
    --------
    >>> decimals_of(Decimal("22.000")), decimals_of(Decimal("1E+3"))
    (3, 0)
    """
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def geometric_mean_growth(rates: Sequence[Decimal]) -> Decimal:
    """Return the yearly growth in percent that compounds to the same end as the given yearly rates.

    Parameters
    ----------
    rates
        Yearly growth rates in percent, at least one, none below -100.

    Returns
    -------
    Decimal
        Percent, rounded half-up to two decimals; -100 if any year lost everything.

    Raises
    ------
    ImpossibleGrowthError
        If a rate is below -100.

    Examples
    --------
    Ten, ten and minus four percent: 1.1 × 1.1 × 0.96 = 1.1616, whose cube root is 1.05121….

    >>> geometric_mean_growth([Decimal(10), Decimal(10), Decimal(-4)])
    Decimal('5.12')
    """
    if min(rates) < -HUNDRED:
        raise ImpossibleGrowthError(rates)
    grown = product(1 + rate / HUNDRED for rate in rates)
    with localcontext() as context:
        context.prec = _ROOT_PRECISION + max(0, grown.adjusted())
        root = grown ** (Decimal(1) / len(rates)) if grown else grown
        context.prec -= _GUARD  # drops the error of the root, so that equal rates give themselves exactly
        return round_half_up((+root - 1) * HUNDRED)


def arithmetic_mean(rates: Sequence[Decimal]) -> Decimal:
    """Return the plain mean, rounded half-up to two decimals.

    Examples
    --------
    >>> arithmetic_mean([Decimal(10), Decimal(10), Decimal(-4)])
    Decimal('5.33')
    """
    with localcontext() as context:
        context.prec = _PRECISION
        return round_half_up(sum(rates, Decimal(0)) / len(rates))


def growth_percent(before: Decimal, after: Decimal) -> Decimal | None:
    """Return the growth from one amount to the next in percent at two decimals, None from an amount not above zero.

    Examples
    --------
    >>> growth_percent(Decimal("13.20"), Decimal("14.52"))
    Decimal('10.00')
    """
    if before <= 0:
        return None
    with localcontext() as context:
        context.prec = _PRECISION
        return round_half_up((after / before - 1) * HUNDRED)

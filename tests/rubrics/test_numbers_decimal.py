"""Numbers as people write them, rounding half-up, and means that are exact where the arithmetic is."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.numbers import (
    Gap,
    ImpossibleGrowthError,
    MalformedNumberError,
    arithmetic_mean,
    decimals_of,
    geometric_mean_growth,
    growth_percent,
    read_number,
    round_half_up,
)

RATES = st.decimals(-100, 400, places=2)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("22.00", Decimal("22.00")),
        (" －３．５ ", Decimal("-3.5")),
        ("1,234,567.89", Decimal("1234567.89")),
        (15, Decimal(15)),
        (Decimal("14.999999999999999999"), Decimal("14.999999999999999999")),
        (None, Gap.BLANK),
        ("  ", Gap.BLANK),
        ("无", Gap.NONE),
        (" 无 ", Gap.NONE),
    ],
)
def test_written_number_is_read_without_loss(written: object, number: object) -> None:
    assert read_number(written) == number


@pytest.mark.parametrize(
    "written",
    ["约十二", "1,23", "12%", "1e3", "--1", "1.", 1.5, True, [], "NaN", Decimal("NaN"), 10**31, Decimal("1e999999")],
)
def test_anything_else_is_malformed_with_what_was_written(written: object) -> None:
    with pytest.raises(MalformedNumberError) as error:
        read_number(written)
    assert error.value.written is written


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("4.995", "5.00"), ("4.9949999", "4.99"), ("-0.005", "-0.01"), ("200.005", "200.01"), ("1E+3", "1000.00")],
)
def test_halves_round_away_from_zero(value: str, rounded: str) -> None:
    assert round_half_up(Decimal(value)) == Decimal(rounded)


@pytest.mark.parametrize(("value", "n"), [("22", 0), ("22.0", 1), ("22.000", 3), ("2E+1", 0)])
def test_decimals_are_counted_as_written(value: str, n: int) -> None:
    assert decimals_of(Decimal(value)) == n


@given(RATES)
def test_equal_rates_have_themselves_as_both_means(rate: Decimal) -> None:
    assert geometric_mean_growth([rate] * 3) == rate
    assert arithmetic_mean([rate] * 3) == rate


@given(st.lists(RATES, min_size=3, max_size=3))
def test_geometric_mean_is_the_rounded_cube_root_exactly(rates: list[Decimal]) -> None:
    # The rounded mean m is right when ((m ± 0.005) / 100 + 1)³ encloses the exact product of the factors.
    product = Fraction(1)
    for rate in rates:
        product *= 1 + Fraction(rate) / 100
    mean = Fraction(geometric_mean_growth(rates))
    half = Fraction(1, 200)
    assert (1 + (mean - half) / 100) ** 3 <= product <= (1 + (mean + half) / 100) ** 3


@given(st.lists(RATES, min_size=3, max_size=3))
def test_geometric_mean_never_exceeds_the_arithmetic(rates: list[Decimal]) -> None:
    assert geometric_mean_growth(rates) <= arithmetic_mean(rates)


def test_year_that_lost_everything_makes_the_mean_minus_hundred() -> None:
    assert geometric_mean_growth([Decimal(50), Decimal(-100), Decimal(50)]) == -100


def test_rate_below_minus_hundred_has_no_mean() -> None:
    with pytest.raises(ImpossibleGrowthError):
        geometric_mean_growth([Decimal(10), Decimal("-100.01"), Decimal(10)])


def test_growth_from_nothing_is_not_a_number() -> None:
    assert growth_percent(Decimal(0), Decimal(5)) is None
    assert growth_percent(Decimal("17.60"), Decimal("19.36")) == Decimal("10.00")

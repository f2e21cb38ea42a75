from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.exports.document import Column, Noted
from webapp.exports.figures import cell_figure, chinese_date, chinese_time, legible, rounded, shown, ticks

SCORE = Column("评分", 15)
SHARE = Column("把握", 15, decimals=1, percent=True)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, "/"),
        ("", ""),
        (3, "3"),
        (Noted(5, "（并列）"), "5（并列）"),
        (Decimal("86"), "86.00"),
        (Decimal("86.125"), "86.13"),  # half away from zero, not to the even digit
        (Decimal("-0.125"), "-0.13"),
        (Decimal("1E+2"), "100.00"),
    ],
)
def test_values_are_printed_as_a_clerk_writes_them(value: str | Decimal | int | Noted | None, printed: str) -> None:
    assert shown(value, SCORE) == printed


def test_shares_are_printed_in_percent_and_kept_as_shares() -> None:
    # 0.93125 × 100 = 93.125, one decimal: 93.1 %; the cell holds 0.931
    assert shown(Decimal("0.93125"), SHARE) == "93.1%"
    assert cell_figure(Decimal("0.93125"), SHARE) == Decimal("0.931")


@pytest.mark.parametrize(
    ("value", "printed"), [("0.99961", ">99.9%"), ("1", ">99.9%"), ("0.931", "93.1%"), ("0.0004", "<0.1%")]
)
def test_a_chance_is_never_rounded_to_a_certainty(value: str, printed: str) -> None:
    assert shown(Decimal(value), Column("把握", 15, decimals=1, percent=True, chance=True)) == printed


@given(st.decimals(-10000, 10000, places=6))
def test_the_cell_holds_exactly_the_printed_figure(figure: Decimal) -> None:
    assert f"{cell_figure(figure, SCORE):f}" == shown(figure, SCORE)
    assert abs(rounded(figure, 2) - figure) <= Decimal("0.005")


def test_control_and_direction_signs_never_reach_paper() -> None:
    assert legible("张\x00三\u202e四\u200b\r\n五\t六\ud800") == "张三四\n五\t六"


def test_dates_and_times_are_written_in_beijing() -> None:
    assert chinese_date(date(2026, 3, 5)) == "2026年3月5日"
    assert chinese_time(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)) == "2027-01-01 00:30"


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        chinese_time(datetime(2026, 1, 1))  # noqa: DTZ001 the refusal of a naive moment is what is tested


def test_the_chosen_option_is_ticked_and_no_other() -> None:
    assert ticks(("是", "否"), "否") == "□是　☑否"
    assert ticks(("是", "否"), None) == "□是　□否"

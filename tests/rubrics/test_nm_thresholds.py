"""Inner Mongolia: boundaries, blanks and 无 of every threshold, worked by hand."""

import pytest
from case_table import Case, assert_case

L = "leading_industry."
N = "innovation."
BLANK = {"F1": "incomplete"}

OUTPUT = [
    # 15.00 ≥ 15; 15 → 16.50 → 18.15 is +10 % twice, as declared.
    Case("output_exactly_fifteen_every_year", {L + "total_output": ["15.00", "16.50", "18.15"]}, "pass"),
    # 14.99 < 15 in the first year; 14.99→16.49 is +10.01 %, 16.49→18.14 is +10.01 %.
    Case("output_first_year_short", {L + "total_output": ["14.99", "16.49", "18.14"]}, "fail", {"5.2.b": "fail"}),
    Case("output_as_json_numbers", {L + "total_output": [15, "16.50", "18.15"]}, "pass"),
    Case(
        "output_blank_year_is_missing_not_zero",
        {L + "total_output": [None, "24.20", "26.62"]},
        "incomplete",
        {"5.2.b": "missing"},
        BLANK,
    ),
    # The blank cannot help: the third year is below whatever the first was. 24.20→14.00 is -42 % → X2.
    Case(
        "output_short_year_beside_blank_still_fails",
        {L + "total_output": [None, "24.20", "14.00"]},
        "fail",
        {"5.2.b": "fail"},
        {**BLANK, "X2": "needs_decision"},
    ),
    Case(
        "output_none_is_not_an_answer",
        {L + "total_output": "无"},
        "incomplete",
        {"5.2.b": "missing"},
        BLANK,
    ),
    # Three decimals: 14.995 is not rounded up, because inputs are not computed values; 16.49/14.995 = +9.97 %.
    Case(
        "output_third_decimal_is_not_rounded_up",
        {L + "total_output": ["14.995", "16.49", "18.14"]},
        "fail",
        {"5.2.b": "fail"},
        {"F2": "incomplete"},
    ),
]
AREA = [
    Case("area_exactly_two_hundred", {"basic.area_km2": "200.00"}, "pass"),
    Case("area_just_above_is_soft", {"basic.area_km2": "200.01"}, "needs_decision", {"5.2.a": "needs_decision"}),
    Case("area_blank", {"basic.area_km2": None}, "incomplete", {"5.2.a": "missing"}, BLANK),
    Case("area_none_is_not_an_answer", {"basic.area_km2": "无"}, "incomplete", {"5.2.a": "missing"}, BLANK),
    Case("area_with_full_width_digits", {"basic.area_km2": "１９９．９９"}, "pass"),
]
SHARES = [
    Case("sme_share_latest_exactly_sixty", {L + "sme_output_share": ["60", "60", "60.00"]}, "pass"),
    Case("sme_share_latest_below", {L + "sme_output_share": ["70", "65", "59.99"]}, "fail", {"5.2.c": "fail"}),
    Case(
        "sme_share_earlier_year_below",
        {L + "sme_output_share": ["59.99", "65", "70"]},
        "needs_decision",
        {"5.2.c": "needs_decision"},
    ),
    Case("sme_share_none_is_zero", {L + "sme_output_share": ["70", "70", "无"]}, "fail", {"5.2.c": "fail"}),
    Case(
        "sme_share_none_earlier_is_zero_earlier",
        {L + "sme_output_share": ["无", "70", "70"]},
        "needs_decision",
        {"5.2.c": "needs_decision"},
    ),
    Case(
        "sme_share_latest_blank",
        {L + "sme_output_share": ["70", "70", None]},
        "incomplete",
        {"5.2.c": "missing"},
        BLANK,
    ),
    Case(
        "sme_share_earlier_blank",
        {L + "sme_output_share": [None, "70", "70"]},
        "incomplete",
        {"5.2.c": "missing"},
        BLANK,
    ),
    Case(
        "sme_share_latest_below_beside_blank_fails",
        {L + "sme_output_share": [None, "70", "59.99"]},
        "fail",
        {"5.2.c": "fail"},
        BLANK,
    ),
    Case(
        "sme_share_above_hundred",
        {L + "sme_output_share": ["70", "70", "100.01"]},
        "incomplete",
        {},
        {"F7": "incomplete"},
    ),
    # 22.00×60 = 13.2, 24.20×60 = 14.52 (+10 %), 26.62×60 = 15.972 (+10 %).
    Case("leading_share_exactly_sixty", {L + "output_share": ["60", "60", "60"]}, "pass"),
    # 26.62×59.99 % = 15.9693; /14.52 = +9.98 %: within one point of the declared 10 %.
    Case("leading_share_latest_below", {L + "output_share": ["60", "60", "59.99"]}, "fail", {"5.2.d": "fail"}),
    # 22.00×59.99 % = 13.1978; 14.52/13.1978 = +10.02 %.
    Case(
        "leading_share_earlier_below",
        {L + "output_share": ["59.99", "60", "60"]},
        "needs_decision",
        {"5.2.d": "needs_decision"},
    ),
]
PLATFORMS = [
    Case("platforms_one_and_one", {N + "platforms_national": 1, N + "platforms_provincial": 1}, "pass"),
    Case("platforms_none_and_two", {N + "platforms_national": "无", N + "platforms_provincial": 2}, "pass"),
    Case(
        "platforms_others_do_not_count",
        {N + "platforms_national": 0, N + "platforms_provincial": 1, N + "platforms_other": 9},
        "fail",
        {"5.5.e": "fail"},
    ),
    Case("platforms_blank", {N + "platforms_national": None}, "incomplete", {"5.5.e": "missing"}, BLANK),
    Case(
        "platforms_not_whole",
        {N + "platforms_provincial": "1.5"},
        "incomplete",
        {},
        {"F6": "incomplete"},
    ),
]
SINGLE = [
    Case("rd_staff_exactly_six", {N + "rd_staff_share": "6"}, "pass"),
    Case("rd_staff_below", {N + "rd_staff_share": "5.99"}, "fail", {"5.5.f": "fail"}),
    Case("rd_staff_none_is_zero", {N + "rd_staff_share": "无"}, "fail", {"5.5.f": "fail"}),
    Case("rd_staff_blank", {N + "rd_staff_share": None}, "incomplete", {"5.5.f": "missing"}, BLANK),
    Case("internet_exactly_eight", {"digital.industrial_internet_penetration": "8.00"}, "pass"),
    Case("internet_below", {"digital.industrial_internet_penetration": "7.99"}, "fail", {"5.6.c": "fail"}),
    Case("internet_none_is_zero", {"digital.industrial_internet_penetration": "无"}, "fail", {"5.6.c": "fail"}),
    Case(
        "internet_blank",
        {"digital.industrial_internet_penetration": None},
        "incomplete",
        {"5.6.c": "missing"},
        BLANK,
    ),
    Case("software_not_rising", {"digital.software_rising": "否"}, "fail", {"5.6.d": "fail"}),
    Case("software_blank", {"digital.software_rising": None}, "incomplete", {"5.6.d": "missing"}, BLANK),
    Case("software_none", {"digital.software_rising": "无"}, "incomplete", {"5.6.d": "missing"}, BLANK),
    Case("industry_restricted", {"basic.industry_not_restricted": "否"}, "fail", {"5.1.b": "fail"}),
    Case("industry_policy_blank", {"basic.industry_not_restricted": None}, "incomplete", {"5.1.b": "missing"}, BLANK),
    Case("judged_rows_need_their_cells", {"digital.cloud_share": None}, "incomplete", {}, BLANK),
    Case("ticks_none_is_an_answer", {"openness.international_ticks": "无"}, "pass"),
    Case("ticks_empty_list_is_an_answer", {"openness.international_ticks": []}, "pass"),
    Case("ticks_null_is_blank", {"openness.international_ticks": None}, "incomplete", {}, BLANK),
]


@pytest.mark.parametrize("case", OUTPUT + AREA + SHARES, ids=lambda case: case.name)
def test_nm_scale_and_shares_as_worked_by_hand(case: Case) -> None:
    assert_case("nm-2023", case)


@pytest.mark.parametrize("case", PLATFORMS + SINGLE, ids=lambda case: case.name)
def test_nm_counts_and_answers_as_worked_by_hand(case: Case) -> None:
    assert_case("nm-2023", case)

"""Ningxia: thresholds, emissions, firms of the list, applicants and materials, worked by hand."""

import pytest
from case_table import Case, assert_case

L = "leading_industry."
N = "innovation."
BLANK = {"F1": "incomplete"}
ALL = list(range(1, 12))

THRESHOLDS = [
    Case("area_exactly_hundred", {"basic.area_km2": "100"}, "pass"),
    Case("area_just_above_is_soft", {"basic.area_km2": "100.01"}, "needs_decision", {"11.1.e": "needs_decision"}),
    # 20 → 22 → 24.20 is +10 % twice; CO2 1.20×20 = 24, 1.00×22 = 22, 0.80×24.20 = 19.36.
    Case("output_exactly_twenty", {L + "total_output": ["20.00", "22.00", "24.20"]}, "pass"),
    Case("output_just_short", {L + "total_output": ["19.99", "22.00", "24.20"]}, "fail", {"11.1.f": "fail"}),
    Case("sme_share_latest_below", {L + "sme_output_share": ["70", "65", "59.99"]}, "fail", {"11.1.g": "fail"}),
    Case(
        "sme_share_earlier_below",
        {L + "sme_output_share": ["70", "59.99", "60"]},
        "needs_decision",
        {"11.1.g": "needs_decision"},
    ),
    # 原则上: 1.04³ → 4 % on both sides, still only for a person. Output +4 % a year keeps X2 quiet:
    # 22.00, 22.88, 23.80; CO2 26.4, 22.88, 19.04.
    Case(
        "slow_growth_is_soft",
        {
            L + "growth": ["4", "4", "4"],
            L + "average_growth": "4",
            L + "total_output": ["22.00", "22.88", "23.80"],
        },
        "needs_decision",
        {"11.1.i": "needs_decision"},
    ),
    Case("growth_blank", {L + "average_growth": None}, "incomplete", {"11.1.i": "missing"}, BLANK),
    # 高于 5 % is strict: 1.05³ → exactly 5.00.
    Case("rd_growth_exactly_five_fails", {N + "rd_growth": ["5", "5", "5"]}, "fail", {"11.4.a": "fail"}),
    # 1.05×1.05×1.0503 = 1.15795575; cube root 1.0501 → 5.01 (5.00999…), arithmetic 5.01: above.
    Case("rd_growth_just_above_five", {N + "rd_growth": ["5", "5", "5.03"]}, "pass"),
    # 1.05×1.05×1.0501 → 5.0033 → 5.00: not above at two decimals, and neither is the arithmetic mean 5.00.
    Case("rd_growth_above_only_unrounded", {N + "rd_growth": ["5", "5", "5.01"]}, "fail", {"11.4.a": "fail"}),
    # 0.9×1.13×1.14 = 1.159380; cube root 1.050530 → 5.05; arithmetic 5.67: both above.
    Case("rd_growth_uneven_but_above", {N + "rd_growth": ["-10", "13", "14"]}, "pass"),
    # 0.8×1.2×1.2 = 1.152 → 4.83; arithmetic 6.67: two sides.
    Case(
        "rd_means_on_two_sides",
        {N + "rd_growth": ["-20", "20", "20"]},
        "needs_decision",
        {"11.4.a": "needs_decision"},
    ),
    # Each must hold: patents do not rescue R&D here, unlike in Inner Mongolia.
    Case(
        "patents_do_not_rescue_rd",
        {N + "rd_growth": ["1", "1", "1"], N + "patent_average_growth": "50"},
        "fail",
        {"11.4.a": "fail"},
    ),
    Case("patent_growth_exactly_three", {N + "patent_average_growth": "3.00"}, "pass"),
    Case("patent_growth_below", {N + "patent_average_growth": "2.99"}, "fail", {"11.4.f": "fail"}),
    Case("patent_growth_none", {N + "patent_average_growth": "无"}, "needs_decision", {"11.4.f": "needs_decision"}),
    # 1/2004×10000 = 4.99, as declared; no contested reading in Ningxia.
    Case(
        "holdings_below",
        {N + "patents_per_10k": "4.99", N + "sme_patents": 1, N + "sme_employees": 2004},
        "fail",
        {"11.4.g": "fail"},
    ),
    Case("internet_exactly_ten", {"digital.industrial_internet_penetration": "10"}, "pass"),
    Case("internet_below", {"digital.industrial_internet_penetration": "9.99"}, "fail", {"11.5.d": "fail"}),
    Case("internet_none", {"digital.industrial_internet_penetration": "无"}, "fail", {"11.5.d": "fail"}),
    Case("industry_restricted", {"basic.industry_not_restricted": "否"}, "fail", {"11.1.b": "fail"}),
    Case("platforms_are_not_a_threshold", {N + "platforms_national": 0, N + "platforms_provincial": 0}, "pass"),
    Case("rd_staff_is_not_a_threshold", {N + "rd_staff_share": "1"}, "pass"),
]
EMISSIONS = [
    # Derived amounts 1.20×22, 1.15×24.20, 1.10×26.62 = 26.40, 27.83, 29.28: rising, but only derived.
    Case(
        "intensity_falls_slower_than_output_grows",
        {"green.co2_intensity": ["1.20", "1.15", "1.10"]},
        "needs_decision",
        {"11.6.b": "needs_decision"},
    ),
    Case(
        "declared_amount_rises",
        {"co2_total": ["260000", "270000", "250000"]},
        "fail",
        {"11.6.b": "fail"},
    ),
    Case("declared_amount_falls", {"co2_total": ["264000", "263999.99", "1"]}, "pass"),
    Case(
        "declared_amount_equal",
        {"co2_total": ["264000", "264000.00", "1"]},
        "needs_decision",
        {"11.6.b": "needs_decision"},
    ),
    # The declared amount goes before the derived one.
    Case(
        "declared_fall_overrides_derived_rise",
        {"co2_total": ["3", "2", "1"], "green.co2_intensity": ["1.20", "1.15", "1.10"]},
        "pass",
    ),
    Case("declared_amount_unfinished", {"co2_total": ["3", None, "1"]}, "incomplete", {"11.6.b": "missing"}),
    Case("declared_amount_all_blank_is_derived", {"co2_total": [None, None, None]}, "pass"),
    # Intensity itself rises: the condition on it fails; the derived amount still only needs a person.
    Case(
        "intensity_rises",
        {"green.co2_intensity": ["1.00", "1.10", "1.20"]},
        "fail",
        {"11.6.b": "needs_decision", "11.6.c": "fail"},
    ),
    Case(
        "intensity_blank",
        {"green.co2_intensity": [None, "1.00", "0.80"]},
        "incomplete",
        {"11.6.b": "missing", "11.6.c": "missing"},
        BLANK,
    ),
    Case(
        "intensity_none",
        {"green.co2_intensity": "无"},
        "needs_decision",
        {"11.6.b": "needs_decision", "11.6.c": "needs_decision"},
    ),
    Case(
        "intensity_none_with_declared_amount",
        {"green.co2_intensity": "无", "co2_total": [3, 2, 1]},
        "needs_decision",
        {"11.6.c": "needs_decision"},
    ),
    Case(
        "output_blank_leaves_nothing_to_derive_from",
        {L + "total_output": [None, "24.20", "26.62"]},
        "incomplete",
        {"11.1.f": "missing", "11.6.b": "missing"},
        BLANK,
    ),
]
GIANTS, OTHERS = "lists.leading_industry_champions_or_giants", "lists.leading_industry_other_titled"
FIRMS = [
    Case("one_giant_of_the_list", {GIANTS: 1, OTHERS: 0}, "pass"),
    Case("five_others_of_the_list", {GIANTS: 0, OTHERS: 5}, "pass"),
    Case("four_others_of_the_list", {GIANTS: 0, OTHERS: 4}, "fail", {"11.2.b": "fail"}),
    Case("no_list", {"lists": None}, "incomplete", {"11.2.b": "missing"}),
    Case("half_a_list_that_suffices", {GIANTS: None, OTHERS: 5}, "pass"),
    Case("half_a_list_that_does_not", {GIANTS: None, OTHERS: 4}, "incomplete", {"11.2.b": "missing"}),
    # Firms outside the leading industry, counted in the form, do not help.
    Case(
        "form_counts_do_not_replace_the_list",
        {"lists": {}, L + "champions": [9, 9, 9]},
        "incomplete",
        {"11.2.b": "missing"},
    ),
]
ACROSS = {"location.kind": "adjacent_counties"}
APPLICANTS = [
    Case("county_inside_one_county", {"applicant.kind": "county_authority"}, "pass"),
    Case("committee_designated", {"applicant": {"kind": "park_committee", "designated_by_city": True}}, "pass"),
    Case("committee_not_designated", {"applicant": {"kind": "park_committee"}}, "incomplete", {"12.1": "missing"}),
    Case(
        "operator_designation_denied",
        {"applicant": {"kind": "operator", "designated_by_city": False}},
        "incomplete",
        {"12.1": "missing"},
    ),
    Case("committee_across_counties", {**ACROSS, "applicant": {"kind": "park_committee"}}, "pass"),
    Case("operator_across_counties", {**ACROSS, "applicant": {"kind": "operator"}}, "pass"),
    Case(
        "county_with_the_largest_share",
        {**ACROSS, "location.county_output_shares": ["60", "40"], "location.applicant_county_share": "60"},
        "pass",
    ),
    Case(
        "county_with_a_smaller_share",
        {**ACROSS, "location.county_output_shares": ["60", "40"], "location.applicant_county_share": "40"},
        "fail",
        {"12.1": "fail"},
    ),
    Case(
        "counties_with_equal_shares",
        {**ACROSS, "location.county_output_shares": ["50", "50.00"], "location.applicant_county_share": "50"},
        "needs_decision",
        {"12.1": "needs_decision"},
    ),
    Case(
        "smallest_county_beside_two_equal_ones",
        {**ACROSS, "location.county_output_shares": ["40", "40", "20"], "location.applicant_county_share": "20"},
        "fail",
        {"12.1": "fail"},
    ),
    Case("shares_not_stated", ACROSS, "incomplete", {"12.1": "missing"}),
    Case("place_not_stated", {"location": None}, "incomplete", {"2": "missing", "12.1": "missing"}),
    Case(
        "counties_not_adjacent",
        {
            "location": {
                "kind": "non_adjacent_counties",
                "county_output_shares": ["70", "30"],
                "applicant_county_share": "70",
            }
        },
        "fail",
        {"2": "fail"},
    ),
    Case("not_recommended", {"city": {}}, "incomplete", {"12.2": "missing"}),
    Case("on_site_record_is_not_asked", {"city.on_site_verification": False}, "pass"),
    Case(
        "no_operating_body",
        {"applicant": {"kind": "county_authority"}, "basic.operator": "无"},
        "fail",
        {"11.8.a": "fail"},
    ),
    Case(
        "construction_unit_operates",
        {"applicant.operator_kind": "基础建设单位"},
        "needs_decision",
        {"11.8.a": "needs_decision"},
    ),
]
MATERIALS = [
    Case("materials_not_yet_checked", {"materials": None}, "pass"),
    Case("material_four_absent", {"materials": [*ALL[:3], *ALL[4:]]}, "incomplete", materials=(4,)),
    Case("no_material_at_all", {"materials": []}, "incomplete", materials=tuple(ALL)),
    Case("part_of_a_material_absent", {"material_gaps": {"1": ["汇总表"]}}, "incomplete", materials=(1,)),
    Case("no_parts_absent", {"material_gaps": {"1": []}}, "pass"),
    Case(
        "absent_and_partly_absent",
        {"materials": ALL[:10], "material_gaps": {"9": ["认定文件"]}},
        "incomplete",
        materials=(9, 11),
    ),
    Case(
        "failure_goes_before_absent_material",
        {"materials": ALL[1:], "digital.software_rising": "否"},
        "fail",
        {"11.5.e": "fail"},
        materials=(1,),
    ),
]


@pytest.mark.parametrize("case", THRESHOLDS, ids=lambda case: case.name)
def test_nx_thresholds_as_worked_by_hand(case: Case) -> None:
    assert_case("nx-2023", case)


@pytest.mark.parametrize("case", EMISSIONS + FIRMS, ids=lambda case: case.name)
def test_nx_emissions_and_firms_as_worked_by_hand(case: Case) -> None:
    assert_case("nx-2023", case)


@pytest.mark.parametrize("case", APPLICANTS + MATERIALS, ids=lambda case: case.name)
def test_nx_applicants_and_materials_as_worked_by_hand(case: Case) -> None:
    assert_case("nx-2023", case)


def test_no_county_shares_at_all_are_missing_not_an_error() -> None:
    changes = {**ACROSS, "location.county_output_shares": [], "location.applicant_county_share": "60"}
    assert_case("nx-2023", Case("empty_shares", changes, "incomplete", {"12.1": "missing"}))

"""Consistency checks between declared figures and form checks seen through a screening, worked by hand."""

import pytest
from case_table import Case, assert_case
from sample_declarations import declaration, without

from rubrics.loading import load_pack
from rubrics.screening import screen

L = "leading_industry."
N = "innovation."
DOUBT = "needs_decision"

CASES = [
    # 22.00×0.8 = 17.6 → 24.44×0.8 = 19.552 is +11.09 %; declared 10.09: exactly 1.00 apart, not more.
    # 24.44 → 26.62: +8.92 % against 9.92: exactly 1.00. Mean of 10, 10.09, 9.92: 10.00.
    Case(
        "growth_one_point_apart_is_tolerated",
        {L + "total_output": ["22.00", "24.44", "26.62"], L + "growth": ["10", "10.09", "9.92"]},
        "pass",
    ),
    # 10.08: 1.01 apart. Mean of 10, 10.08, 9.92: 10.00.
    Case(
        "growth_just_over_one_point_apart",
        {L + "total_output": ["22.00", "24.44", "26.62"], L + "growth": ["10", "10.08", "9.92"]},
        DOUBT,
        {},
        {"X2": DOUBT},
    ),
    # The first year has no year before it: only years two and three are recomputed. 1.3×1.1×1.1 = 1.573 → 16.30.
    Case(
        "first_year_growth_is_not_recomputed",
        {L + "growth": ["30", "10", "10"], L + "average_growth": "16.30"},
        "pass",
    ),
    # The share of the leading industry counts: 22×0.8 = 17.6 → 24.2×0.9 = 21.78 is +23.75 %; then 26.62×0.9 +10 %.
    Case("share_moves_the_leading_output", {L + "output_share": ["80", "90", "90"]}, DOUBT, {}, {"X2": DOUBT}),
    Case("spending_falls_every_year", {"digital.software_spend": ["3", "2", "1"]}, DOUBT, {}, {"X3": DOUBT}),
    Case("spending_falls_once", {"digital.software_spend": ["3", "2", "2"]}, "pass"),
    Case("spending_falls_to_none", {"digital.software_spend": ["3", "2", "无"]}, DOUBT, {}, {"X3": DOUBT}),
    Case(
        "spending_falls_and_software_not_rising",
        {"digital.software_spend": ["3", "2", "1"], "digital.software_rising": "否"},
        "fail",
        {"5.6.d": "fail"},
    ),
    # 1/2004×10000 = 4.99 against declared 60: two sides of 5.
    Case(
        "patents_recomputed_below_five",
        {N + "sme_patents": 1, N + "sme_employees": 2004},
        DOUBT,
        {},
        {"X4": DOUBT},
    ),
    # 9/18000×10000 = 5.00: the same side as 60, however far apart.
    Case("patents_far_apart_on_one_side", {N + "sme_patents": 9, N + "sme_employees": 18000}, "pass"),
    # 1/2001×10000 = 4.9975, rounded half-up to 5.00.
    Case("patents_rounded_before_compared", {N + "sme_patents": 1, N + "sme_employees": 2001}, "pass"),
    Case("nobody_employed_nothing_recomputed", {N + "sme_employees": 0}, "pass"),
    # Form checks.
    Case("three_decimals", {"basic.area_km2": "80.001"}, "incomplete", {}, {"F2": "incomplete"}),
    Case("text_of_two_hundred", {L + "supply_risk": "链" * 200}, "pass"),
    Case("text_of_two_hundred_and_one", {L + "supply_risk": "链" * 201}, "incomplete", {}, {"F3": "incomplete"}),
    Case("plan_of_three_thousand", {"plan.intro": "集" * 1500, "plan.goals": "群" * 1500}, "pass"),
    Case(
        "plan_over_three_thousand",
        {"plan.intro": "集" * 1500, "plan.goals": "群" * 1501},
        "incomplete",
        {},
        {"F3": "incomplete"},
    ),
    Case(
        "tick_without_evidence",
        {"evidence_missing": ["governance.platform_ticks"]},
        "incomplete",
        {},
        {"F4": "incomplete"},
    ),
    Case(
        "no_tick_needs_no_evidence",
        {"evidence_missing": ["governance.platform_ticks"], "governance.platform_ticks": "无"},
        "pass",
    ),
    Case("yes_without_evidence", {"evidence_missing": [L + "chain_map"]}, "incomplete", {}, {"F4": "incomplete"}),
    Case("no_needs_no_evidence", {"evidence_missing": [L + "chain_map"], L + "chain_map": "否"}, "pass"),
    Case("patents_without_list", {"evidence_missing": [N + "sme_patents"]}, "incomplete", {}, {"F4": "incomplete"}),
    Case("years_shifted", {"application.report_years": [2020, 2021, 2022]}, "incomplete", {}, {"F5": "incomplete"}),
    Case("years_reversed", {"application.report_years": [2023, 2022, 2021]}, "incomplete", {}, {"F5": "incomplete"}),
    Case("negative_count", {"openness.overseas_branches": -1}, "incomplete", {}, {"F6": "incomplete"}),
    Case("more_smes_than_enterprises", {L + "smes": [101, 100, 110]}, "incomplete", {}, {"F6": "incomplete"}),
    Case("as_many_smes_as_enterprises", {L + "smes": [100, 110, 120]}, "pass"),
    Case("negative_share", {"digital.cloud_share": "-0.01"}, "incomplete", {}, {"F7": "incomplete"}),
    Case("share_of_hundred", {"digital.cloud_share": "100.00"}, "pass"),
    Case(
        "cluster_names_differ",
        {"cover.cluster_name": "甲市乳制品产业集群", "basic.cluster_name": "甲市奶业产业集群"},
        "incomplete",
        {},
        {"X5": "incomplete"},
    ),
    Case("cluster_names_agree", {"cover.cluster_name": "甲市奶业", "basic.cluster_name": "甲市奶业"}, "pass"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_checks_as_worked_by_hand(case: Case) -> None:
    assert_case("nm-2023", case)


def test_texts_and_seals_are_asked_for_only_when_complete() -> None:
    pack = load_pack("nm-2023")
    figures = declaration("nm-2023")
    whole = screen(pack, figures, complete=True)
    assert screen(pack, figures).overall == "pass"
    assert whole.overall == "incomplete"
    blank = {entry.fields[0] for entry in whole.checks}
    assert blank == {field.key for field in pack.form.fields if field.form_text}


def test_measurable_field_never_handed_in_is_blank() -> None:
    found = screen(load_pack("nm-2023"), without(declaration("nm-2023"), "innovation.rd_staff_share"))
    assert [(entry.check, entry.fields) for entry in found.checks] == [("F1", ("innovation.rd_staff_share",))]
    assert {entry.condition for entry in found.findings if entry.result == "missing"} == {"5.5.f"}


def test_check_firing_in_several_cells_is_one_entry() -> None:
    plain = declaration("nm-2023", {"digital.cloud_share": None, "green.co2_intensity": [None, None, "0.80"]})
    checks = screen(load_pack("nm-2023"), plain).as_json()["checks"]
    assert isinstance(checks, list)
    assert [(entry["check"], entry["fields"]) for entry in checks] == [
        ("F1", ["digital.cloud_share", "green.co2_intensity"])
    ]

"""Boundaries worked on paper from the two measures by a reader who had not seen the packs; one row, one sum."""

import pytest
from case_table import Case, assert_case

L, N, D, G, B = "leading_industry.", "innovation.", "digital.", "green.", "basic."
NEEDS, MISSING = "needs_decision", "missing"
F1, F2, F4, F6, F7 = ({check: "incomplete"} for check in ("F1", "F2", "F4", "F6", "F7"))

# (arithmetic, case): the arithmetic column is the sum as it was done by hand.
INNER_MONGOLIA = [
    (
        "17.60→19.36→21.296: +10.00, +10.00; 11.00−10.00=1.00 is not above 1.00; ∛(1.1·1.11·1.11)=1.10666",
        Case("x2_exactly_one_apart", {L + "growth": ["10", "11.00", "11.00"], L + "average_growth": "10.67"}, "pass"),
    ),
    (
        "11.01−10.00=1.01 is above 1.00; ∛(1.1·1.1·1.1101)=1.10336",
        Case(
            "x2_one_and_a_cent_apart",
            {L + "growth": ["10", "10.00", "11.01"], L + "average_growth": "10.34"},
            NEEDS,
            {},
            {"X2": NEEDS},
        ),
    ),
    (
        "∛(1.02·1.03·1.1006)=∛1.15629036=1.049601→4.96 <5, declared 5.00 ≥5; 9.35 and 10 apart from 10.00 by <1",
        Case(
            "declared_average_rounds_up_over_the_line",
            {L + "growth": ["-4.60", "10", "10"], L + "average_growth": "5.00"},
            NEEDS,
            {"5.2.e": NEEDS},
            {"X1": NEEDS},
        ),
    ),
    (
        "10.00 recomputed, 10.05 declared: apart 0.05, not more",
        Case("x1_exactly_five_hundredths", {L + "average_growth": "10.05"}, "pass"),
    ),
    (
        "10.00 recomputed, 10.06 declared: 0.06 > 0.05, both ≥5",
        Case("x1_six_hundredths_is_a_warning", {L + "average_growth": "10.06"}, "pass", {}, {"X1": "warning"}),
    ),
    (
        "14.99 <15 whatever the blank year holds; the blank is F1 besides",
        Case(
            "one_year_short_beside_a_blank",
            {L + "total_output": ["14.99", None, "26.62"]},
            "fail",
            {"5.2.b": "fail"},
            F1,
        ),
    ),
    (
        "无 for output is not an answer: blank",
        Case("output_none_is_blank", {L + "total_output": "无"}, "incomplete", {"5.2.b": MISSING}, F1),
    ),
    (
        "0 champions + 0 giants; 1 specialised, 1 high-tech: 1 ≤ distinct ≤ 2, 2 inside",
        Case(
            "two_titles_maybe_one_firm",
            {
                L + "little_giants": [1, 1, 0],
                L + "specialised_smes": [9, 9, 1],
                L + "high_tech_and_innovative_smes": [9, 9, 1],
            },
            NEEDS,
            {"5.3": NEEDS},
        ),
    ),
    (
        "the same, with a list that says 2",
        Case(
            "two_titles_settled_by_the_list",
            {
                L + "little_giants": "无",
                L + "specialised_smes": [0, 0, 1],
                L + "high_tech_and_innovative_smes": [0, 0, 1],
                "lists": {"other_titled": 2},
            },
            "pass",
        ),
    ),
    (
        "giants blank → first branch missing; 2 specialised ≥2 → second passes; 或 passes; F1 for the cell",
        Case(
            "or_passes_over_a_blank",
            {L + "little_giants": None, L + "specialised_smes": [0, 0, 2]},
            "incomplete",
            {},
            F1,
        ),
    ),
    (
        "giants 无=0, champions 0; others 1+blank: missing beats fail in 或",
        Case(
            "or_with_a_blank_branch_is_missing",
            {L + "little_giants": "无", L + "specialised_smes": [1, 1, None]},
            "incomplete",
            {"5.3": MISSING},
            F1,
        ),
    ),
    (
        "A: 6.00≥5 passes; C: 4.99<5, and 12/2000·10000=60 on the other side",
        Case(
            "patents_short_while_rd_passes",
            {N + "patents_per_10k": "4.99"},
            NEEDS,
            {"5.5.c": NEEDS},
            {"X4": NEEDS},
        ),
    ),
    (
        "A: 4<5 fails, B: 10.00≥10 passes → b passes; C: 1/2001·10000=4.9975→5.00 and 4.99 declared: two sides",
        Case(
            "patents_short_while_only_patents_grow",
            {
                N + "rd_growth": ["4", "4", "4"],
                N + "patent_average_growth": "10.00",
                N + "patents_per_10k": "4.99",
                N + "sme_patents": 1,
                N + "sme_employees": 2001,
            },
            "fail",
            {"5.5.c": "fail"},
            {"X4": NEEDS},
        ),
    ),
    (
        "1/2002·10000=4.9950→5.00 (half up), 5.00 declared: one side",
        Case(
            "recomputed_patents_round_up_to_five",
            {N + "patents_per_10k": "5.00", N + "sme_patents": 1, N + "sme_employees": 2002},
            "pass",
        ),
    ),
    (
        "1/2003·10000=4.9925→4.99 <5, 5.00 declared ≥5",
        Case(
            "recomputed_patents_stay_below_five",
            {N + "patents_per_10k": "5.00", N + "sme_patents": 1, N + "sme_employees": 2003},
            NEEDS,
            {},
            {"X4": NEEDS},
        ),
    ),
    (
        "A undecided (无), B 9.99<10: 或 with a doubt; C holds",
        Case(
            "rd_none_and_patents_just_short",
            {N + "rd_growth": "无", N + "patent_average_growth": "9.99"},
            NEEDS,
            {"5.5.b": NEEDS},
        ),
    ),
    (
        "national 无=0 + provincial 2 = 2 ≥ 2; the three others do not count",
        Case("platforms_none_and_two", {N + "platforms_national": "无"}, "pass"),
    ),
    (
        "0 + 1 = 1 < 2, 9 others do not count",
        Case(
            "other_platforms_do_not_count",
            {N + "platforms_national": 0, N + "platforms_provincial": 1, N + "platforms_other": 9},
            "fail",
            {"5.5.e": "fail"},
        ),
    ),
    (
        "5.999 <6 as written, and three decimals",
        Case("three_decimals_are_not_rounded_up", {N + "rd_staff_share": "5.999"}, "fail", {"5.5.f": "fail"}, F2),
    ),
    (
        "1.004→1.00, 1.00: equal at two decimals; 0.80 lower; 1.004 has three",
        Case(
            "equal_at_two_decimals",
            {G + "co2_intensity": ["1.004", "1.00", "0.80"]},
            "incomplete",
            {"5.7.b": NEEDS},
            F2,
        ),
    ),
    (
        "1.20=1.20 undecided, 1.20→1.21 rises: the rise settles it",
        Case("tie_then_rise_fails", {G + "co2_intensity": ["1.20", "1.20", "1.21"]}, "fail", {"5.7.b": "fail"}),
    ),
    (
        "59.99 <60 in the latest year, whatever the earlier ones",
        Case("sme_share_latest_just_below", {L + "sme_output_share": ["99", "99", "59.99"]}, "fail", {"5.2.c": "fail"}),
    ),
    (
        "无=0 <60 in the first year, 60.00 ≥60 in the latest",
        Case(
            "sme_share_none_in_an_earlier_year",
            {L + "sme_output_share": ["无", "60.00", "60.00"]},
            NEEDS,
            {"5.2.c": NEEDS},
        ),
    ),
    (
        "100.01 >100; latest 72 ≥60",
        Case("share_over_a_hundred", {L + "sme_output_share": ["100.01", "71", "72"]}, "incomplete", {}, F7),
    ),
    (
        "enterprises 无 = 0; 90 SMEs > 0",
        Case("smes_of_no_enterprises", {L + "enterprises": "无"}, "incomplete", {}, F6),
    ),
    (
        "１２，０００．５０ full-width = 12000.50 > 200, soft",
        Case("full_width_area", {B + "area_km2": "１２，０００．５０"}, NEEDS, {"5.2.a": NEEDS}),
    ),
    (
        "不涉及 against a known high-energy industry; water 是 against below average",
        Case(
            "two_contradicted_answers",
            {
                B + "water_above_benchmark": "是",
                "facts": {"high_energy_industry": True, "water_vs_industry_average": "below"},
            },
            NEEDS,
            {"5.7.f": NEEDS, "5.7.g": NEEDS},
        ),
    ),
    (
        "否 to violations is the veto; one veto outranks the failed 否 on policy",
        Case(
            "veto_outranks_fail",
            {B + "no_violation": "否", B + "industry_not_restricted": "否"},
            "veto",
            {"6.b": "veto", "5.1.b": "fail"},
        ),
    ),
]
NINGXIA = [
    (
        "1.20·22=26.4, 1.00·无(blank), 0.80·26.62: a blank beside what is known is missing",
        Case(
            "derived_amount_with_a_blank_output",
            {L + "total_output": ["22.00", None, "26.62"]},
            "incomplete",
            {"11.1.f": MISSING, "11.6.b": MISSING},
            F1,
        ),
    ),
    (
        "1.20·22=26.40 → 1.15·24.2=27.83 rises (derived: a person at most), third year blank: missing comes first",
        Case(
            "derived_rise_beside_a_blank_is_missing",
            {G + "co2_intensity": ["1.20", "1.15", None]},
            "incomplete",
            {"11.6.b": MISSING, "11.6.c": MISSING},
            F1,
        ),
    ),
    (
        "1.20·22=26.40, 1.15·24.2=27.83: the derived amount rises, the intensity falls",
        Case(
            "derived_rise_is_for_a_person",
            {G + "co2_intensity": ["1.20", "1.15", "0.80"]},
            NEEDS,
            {"11.6.b": NEEDS},
        ),
    ),
    (
        "declared 300000→300000→290000: equal once",
        Case("declared_amount_equal_once", {"co2_total": [300000, "300000.00", 290000]}, NEEDS, {"11.6.b": NEEDS}),
    ),
    (
        "declared 3→2→2.01 rises",
        Case("declared_amount_rises", {"co2_total": ["3", "2", "2.01"]}, "fail", {"11.6.b": "fail"}),
    ),
    (
        "list: 0 champions or giants, 4 others <5",
        Case(
            "four_listed_firms",
            {"lists": {"leading_industry_champions_or_giants": 0, "leading_industry_other_titled": 4}},
            "fail",
            {"11.2.b": "fail"},
        ),
    ),
    (
        "list: champions unknown, 5 others ≥5 passes the 或",
        Case("five_others_suffice", {"lists": {"leading_industry_other_titled": 5}}, "pass"),
    ),
    (
        "no list: missing, whatever the form's counts say",
        Case("form_counts_do_not_stand_in", {"lists": None}, "incomplete", {"11.2.b": MISSING}),
    ),
    (
        "∛(1.05·1.05·1.0502)=1.050067→5.01 >5, mean 5.0067→5.01 >5",
        Case("rd_rounds_to_just_above", {N + "rd_growth": ["5", "5", "5.02"]}, "pass"),
    ),
    (
        "∛(1·1.05·1.1009)=1.04926→4.93, mean (0+5+10.09)/3=5.03: two sides",
        Case(
            "rd_means_straddle_five",
            {N + "rd_growth": ["0", "5", "10.09"]},
            NEEDS,
            {"11.4.a": NEEDS},
        ),
    ),
    (
        "33.34 is the largest of 33.34, 33.33, 33.33",
        Case(
            "largest_county_by_a_hundredth",
            {
                "location": {
                    "kind": "adjacent_counties",
                    "county_output_shares": ["33.34", "33.33", "33.33"],
                    "applicant_county_share": "33.34",
                }
            },
            "pass",
        ),
    ),
    (
        "50 = 50",
        Case(
            "two_counties_alike",
            {
                "location": {
                    "kind": "adjacent_counties",
                    "county_output_shares": [50, 50],
                    "applicant_county_share": 50,
                }
            },
            NEEDS,
            {"12.1": NEEDS},
        ),
    ),
    (
        "a committee across counties needs no designation",
        Case(
            "committee_across_counties",
            {"location": {"kind": "adjacent_counties"}, "applicant": {"kind": "park_committee"}},
            "pass",
        ),
    ),
    (
        "{1..11} − {} = {}, but material 1 lacks its 汇总表",
        Case("gap_in_a_material_at_hand", {"material_gaps": {"1": ["汇总表"]}}, "incomplete", materials=(1,)),
    ),
    (
        "[] is checked and empty, null is not yet checked",
        Case("materials_checked_and_none_there", {"materials": []}, "incomplete", materials=tuple(range(1, 12))),
    ),
    ("null is not yet checked", Case("materials_not_yet_checked", {"materials": None}, "pass")),
    (
        "6.a's ordinary violation is not in Ningxia's article 10",
        Case(
            "ordinary_violation_is_for_a_person",
            {B + "no_violation": "否", "facts": {"violation_kind": "违法违规"}},
            NEEDS,
            {"10.c": NEEDS},
        ),
    ),
    (
        "one cell answers both",
        Case("accident_answers_two", {B + "no_major_accident": "否"}, "veto", {"10.a": "veto", "10.b": "veto"}),
    ),
    (
        "ticks [1, 4, 6] as texts are the same ticks; their evidence is absent",
        Case(
            "ticks_as_texts_without_evidence",
            {"governance.service_ticks": ["1", "4", "6"], "evidence_missing": ["governance.service_ticks"]},
            "incomplete",
            {},
            F4,
        ),
    ),
    (
        "nothing ticked asks for no evidence",
        Case(
            "no_ticks_no_evidence",
            {"governance.service_ticks": [], "evidence_missing": ["governance.service_ticks"]},
            "pass",
        ),
    ),
    (
        "9.99 <10 and 2.99 <3: both are told",
        Case(
            "every_failure_is_listed",
            {D + "industrial_internet_penetration": "9.99", N + "patent_average_growth": "2.99"},
            "fail",
            {"11.5.d": "fail", "11.4.f": "fail"},
        ),
    ),
]
ROWS = [("nm-2023", *row) for row in INNER_MONGOLIA] + [("nx-2023", *row) for row in NINGXIA]


@pytest.mark.parametrize(("pack", "arithmetic", "case"), ROWS, ids=[f"{pack}-{case.name}" for pack, _, case in ROWS])
def test_product_agrees_with_the_sum_on_paper(pack: str, arithmetic: str, case: Case) -> None:
    assert_case(pack, case)
    assert arithmetic

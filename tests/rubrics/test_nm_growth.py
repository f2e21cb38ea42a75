"""Inner Mongolia: growth, the sentence "A，或B，C", titled firms and trends, worked by hand."""

import pytest
from case_table import Case, assert_case

L = "leading_industry."
N = "innovation."
BLANK = {"F1": "incomplete"}
FIVE = ["5.00", "5.00", "5.00"]
# 22.00, 23.10, 24.255: +5 % each, so that X2 stays quiet for a declared growth of 5 %.
SLOW = {L + "total_output": ["22.00", "23.10", "24.26"], L + "growth": FIVE}

GROWTH = [
    # 1.05³ has the cube root 1.05: exactly 5.00 ≥ 5.
    Case("growth_exactly_five", {**SLOW, L + "average_growth": "5.00"}, "pass"),
    # Recomputed 5.00 passes, declared 4.99 does not: two sides → a person, and X1.
    Case(
        "growth_declared_just_below",
        {**SLOW, L + "average_growth": "4.99"},
        "needs_decision",
        {"5.2.e": "needs_decision"},
        {"X1": "needs_decision"},
    ),
    # 1.05×1.05×1.0499 = 1.15751475; cube root 1.0499667 → 5.00 at two decimals, which passes.
    Case("growth_rounds_up_to_five", {**SLOW, L + "growth": ["5", "5", "4.99"], L + "average_growth": "5"}, "pass"),
    # 1.05×1.0499×1.0499 = 1.157404…; cube root 1.049933 → 4.99.
    Case(
        "growth_rounds_down_below_five",
        {**SLOW, L + "growth": ["5", "4.99", "4.99"], L + "average_growth": "4.99"},
        "fail",
        {"5.2.e": "fail"},
    ),
    # 1.10×1.10×1.04 = 1.2584 → 7.96 %; declared 8.01 is 0.05 apart: not more than 0.05.
    # Year three 4 % against recomputed 10 % → X2.
    Case(
        "growth_declared_five_hundredths_apart",
        {L + "growth": ["10", "10", "4"], L + "average_growth": "8.01"},
        "needs_decision",
        {},
        {"X2": "needs_decision"},
    ),
    Case(
        "growth_declared_six_hundredths_apart_warns",
        {L + "growth": ["10", "10", "4"], L + "average_growth": "8.02"},
        "needs_decision",
        {},
        {"X1": "warning", "X2": "needs_decision"},
    ),
    # Recomputed 10.00, declared 10.06, both above 5: a warning does not change the verdict.
    Case("growth_warning_alone_passes", {L + "average_growth": "10.06"}, "pass", {}, {"X1": "warning"}),
    Case("growth_average_blank", {L + "average_growth": None}, "incomplete", {"5.2.e": "missing"}, BLANK),
    Case(
        "growth_average_none",
        {L + "average_growth": "无"},
        "needs_decision",
        {"5.2.e": "needs_decision"},
    ),
    Case(
        "growth_first_year_none",
        {L + "growth": ["无", "10", "10"]},
        "needs_decision",
        {"5.2.e": "needs_decision"},
    ),
    Case("growth_first_year_blank", {L + "growth": [None, "10", "10"]}, "incomplete", {"5.2.e": "missing"}, BLANK),
    # -20, +20, +20: 0.8×1.2×1.2 = 1.152 → 4.83 %, the arithmetic mean 6.67 plays no part where one is declared.
    # Output +20 % each year: 22.00, 26.40, 31.68.
    Case(
        "growth_is_geometric_not_arithmetic",
        {
            L + "growth": ["-20", "20", "20"],
            L + "average_growth": "4.83",
            L + "total_output": ["22.00", "26.40", "31.68"],
            "green.co2_intensity": ["1.20", "0.90", "0.70"],
        },
        "fail",
        {"5.2.e": "fail"},
    ),
    # A growth below -100 % cannot be: a person looks. Year two recomputed +10 % against -120 % → X2.
    Case(
        "growth_below_minus_hundred",
        {L + "growth": ["10", "-120", "10"]},
        "needs_decision",
        {"5.2.e": "needs_decision"},
        {"X2": "needs_decision"},
    ),
]
# 5.5.b is (A or B), 5.5.c is C. A: 1.06³ → 6 ≥ 5. B: 12 ≥ 10. C: 60 ≥ 5.
LOW_PATENTS = {N + "patents_per_10k": "4.99", N + "sme_patents": 1, N + "sme_employees": 2004}
# X4: 1/2004×10000 = 4.99, the same side of 5 as declared.
FLAT_RD = {N + "rd_growth": ["1", "1", "1"]}
SENTENCE = [
    Case("rd_passes_alone", {N + "patent_average_growth": "9.99"}, "pass"),
    Case("patents_pass_alone", FLAT_RD, "pass"),
    Case("rd_exactly_five", {N + "rd_growth": FIVE, N + "patent_average_growth": "0"}, "pass"),
    Case("patent_growth_exactly_ten", {**FLAT_RD, N + "patent_average_growth": "10.00"}, "pass"),
    Case("neither_passes", {**FLAT_RD, N + "patent_average_growth": "9.99"}, "fail", {"5.5.b": "fail"}),
    Case(
        "rd_blank_but_patents_pass",
        {N + "rd_growth": [None, "6", "6"]},
        "incomplete",
        {},
        BLANK,
    ),
    Case(
        "rd_blank_and_patents_short",
        {N + "rd_growth": [None, "6", "6"], N + "patent_average_growth": "9.99"},
        "incomplete",
        {"5.5.b": "missing"},
        BLANK,
    ),
    Case(
        "rd_none_and_patents_short",
        {N + "rd_growth": ["无", "6", "6"], N + "patent_average_growth": "9.99"},
        "needs_decision",
        {"5.5.b": "needs_decision"},
    ),
    Case(
        "rd_short_and_patents_none",
        {**FLAT_RD, N + "patent_average_growth": "无"},
        "needs_decision",
        {"5.5.b": "needs_decision"},
    ),
    # 0.8×1.2×1.2 = 1.152 → geometric 4.83 < 5, arithmetic 6.67 ≥ 5: two sides; patents short.
    Case(
        "rd_means_disagree_and_patents_short",
        {N + "rd_growth": ["-20", "20", "20"], N + "patent_average_growth": "9.99"},
        "needs_decision",
        {"5.5.b": "needs_decision"},
    ),
    Case(
        "rd_passes_and_holdings_short",
        LOW_PATENTS,
        "needs_decision",
        {"5.5.c": "needs_decision"},
    ),
    Case(
        "only_patent_growth_passes_and_holdings_short",
        {**LOW_PATENTS, **FLAT_RD},
        "fail",
        {"5.5.c": "fail"},
    ),
    Case(
        "nothing_of_the_sentence_holds",
        {**LOW_PATENTS, **FLAT_RD, N + "patent_average_growth": "1"},
        "fail",
        {"5.5.b": "fail", "5.5.c": "fail"},
    ),
    # 2/4000×10000 = 5.00.
    Case(
        "holdings_exactly_five", {N + "patents_per_10k": "5", N + "sme_patents": 2, N + "sme_employees": 4000}, "pass"
    ),
    Case("holdings_blank", {N + "patents_per_10k": None}, "incomplete", {"5.5.c": "missing"}, BLANK),
    # 无 counts as 0: short, and R&D passes; recomputed 60 lies on the other side → X4.
    Case(
        "holdings_none_is_zero",
        {N + "patents_per_10k": "无"},
        "needs_decision",
        {"5.5.c": "needs_decision"},
        {"X4": "needs_decision"},
    ),
]
NO_GIANTS = {L + "little_giants": [1, 1, 0], L + "champions": [1, 0, 0]}
TITLES = [
    Case("champion_in_the_latest_year", {L + "champions": [0, 0, 1], L + "little_giants": [0, 0, 0]}, "pass"),
    Case("other_titles_carry", NO_GIANTS, "pass"),
    # Latest year only: 1 + 0 = 1 other firm at most, below 2.
    Case(
        "one_other_title_at_most",
        {**NO_GIANTS, L + "specialised_smes": [9, 9, 1], L + "high_tech_and_innovative_smes": [9, 9, 0]},
        "fail",
        {"5.3": "fail"},
    ),
    # Between 1 (one firm with both titles) and 2 (two firms): 2 lies inside.
    Case(
        "one_of_each_title_may_be_one_firm",
        {**NO_GIANTS, L + "specialised_smes": [0, 0, 1], L + "high_tech_and_innovative_smes": [0, 0, 1]},
        "needs_decision",
        {"5.3": "needs_decision"},
    ),
    Case(
        "two_of_one_title_are_two_firms",
        {**NO_GIANTS, L + "specialised_smes": [0, 0, 2], L + "high_tech_and_innovative_smes": [0, 0, 0]},
        "pass",
    ),
    Case(
        "list_settles_the_interval_upwards",
        {
            **NO_GIANTS,
            L + "specialised_smes": [0, 0, 1],
            L + "high_tech_and_innovative_smes": [0, 0, 1],
            "lists": {"other_titled": 2},
        },
        "pass",
    ),
    Case(
        "list_settles_the_interval_downwards",
        {
            **NO_GIANTS,
            L + "specialised_smes": [0, 0, 1],
            L + "high_tech_and_innovative_smes": [0, 0, 1],
            "lists": {"other_titled": 1},
        },
        "fail",
        {"5.3": "fail"},
    ),
    Case(
        "no_titles_at_all",
        {
            L + "little_giants": "无",
            L + "champions": "无",
            L + "specialised_smes": "无",
            L + "high_tech_and_innovative_smes": "无",
        },
        "fail",
        {"5.3": "fail"},
    ),
    Case("champions_blank_but_others_pass", {L + "champions": [0, 0, None]}, "incomplete", {}, BLANK),
    Case(
        "champions_blank_and_others_short",
        {
            L + "champions": [0, 0, None],
            L + "little_giants": [0, 0, 0],
            L + "specialised_smes": [0, 0, 0],
            L + "high_tech_and_innovative_smes": [0, 0, 1],
        },
        "incomplete",
        {"5.3": "missing"},
        BLANK,
    ),
]
TRENDS = [
    Case("intensity_rises_once", {"green.co2_intensity": ["1.20", "1.21", "0.80"]}, "fail", {"5.7.b": "fail"}),
    Case(
        "intensity_equal_once",
        {"green.co2_intensity": ["1.20", "1.20", "0.80"]},
        "needs_decision",
        {"5.7.b": "needs_decision"},
    ),
    Case("intensity_equal_then_rises", {"green.co2_intensity": ["1.20", "1.20", "1.30"]}, "fail", {"5.7.b": "fail"}),
    Case("intensity_blank", {"green.co2_intensity": ["1.20", None, "0.80"]}, "incomplete", {"5.7.b": "missing"}, BLANK),
    Case(
        "intensity_rises_beside_blank",
        {"green.co2_intensity": ["1.20", "1.30", None]},
        "fail",
        {"5.7.b": "fail"},
        BLANK,
    ),
    Case(
        "intensity_none",
        {"green.co2_intensity": ["1.20", "无", "0.80"]},
        "needs_decision",
        {"5.7.b": "needs_decision"},
    ),
    # 1.204 and 1.20 are equal at two decimals; the third decimal itself is F2.
    Case(
        "intensity_equal_at_two_decimals",
        {"green.co2_intensity": ["1.204", "1.20", "0.80"]},
        "incomplete",
        {"5.7.b": "needs_decision"},
        {"F2": "incomplete"},
    ),
]


@pytest.mark.parametrize("case", GROWTH, ids=lambda case: case.name)
def test_nm_average_growth_as_worked_by_hand(case: Case) -> None:
    assert_case("nm-2023", case)


@pytest.mark.parametrize("case", SENTENCE, ids=lambda case: case.name)
def test_nm_innovation_sentence_as_worked_by_hand(case: Case) -> None:
    assert_case("nm-2023", case)


@pytest.mark.parametrize("case", TITLES + TRENDS, ids=lambda case: case.name)
def test_nm_titles_and_trends_as_worked_by_hand(case: Case) -> None:
    assert_case("nm-2023", case)

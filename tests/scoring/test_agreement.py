"""Spread, divergence and the shape of the panel."""

import numpy as np
import pytest
from score_tables import criteria_table, one_panel, table

from scoring.agreement import divergent_reviews, expert_profiles, intraclass, panel_spread
from scoring.connectedness import connectedness
from scoring.ratings import Ratings

# Shrout and Fleiss 1979, table 2: six targets, four judges
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def test_intraclass_correlations_equal_the_published_ones() -> None:
    frame = table({f"t{at}": dict(zip("ABCD", row, strict=True)) for at, row in enumerate(SHROUT_FLEISS)})
    found = intraclass(Ratings.from_frame(frame))
    assert found.icc_single == pytest.approx(0.17, abs=0.005)  # table 4: ICC(1,1) = .17
    assert found.icc_panel == pytest.approx(0.44, abs=0.005)  # ICC(1,4) = .44
    assert found.mean_size == pytest.approx(4)


def test_agreement_of_single_scores_cannot_be_said() -> None:
    assert intraclass(Ratings.from_frame(table({"甲": {"A": 1}, "乙": {"A": 2}}))).icc_single is None


def test_review_at_exactly_thirty_percent_is_not_divergent() -> None:
    # mean of 70, 130 is 100: both exactly 30 % off; of 69, 131 both just beyond
    assert len(divergent_reviews(Ratings.from_frame(one_panel(70, 130), scale=(0, 200)))) == 0
    assert len(divergent_reviews(Ratings.from_frame(one_panel(69, 131), scale=(0, 200)))) == 2


def test_divergence_names_the_criterion_that_causes_it() -> None:
    frame = criteria_table(
        {"甲": {"A": {"x": 80, "y": 80}, "B": {"x": 80, "y": 80}, "C": {"x": 70, "y": 0}, "D": {"x": 80, "y": 80}}}
    )
    found = divergent_reviews(Ratings.from_frame(frame))
    assert found[["expert", "cause"]].values.tolist() == [["C", "y"]]
    by_area = Ratings.from_frame(frame, area_of={"x": "创新", "y": "绿色"})
    assert divergent_reviews(by_area)["cause"].tolist() == ["绿色"]
    assert panel_spread(by_area)["cause"].tolist() == ["绿色"]


def test_spread_lists_the_widest_panel_first() -> None:
    found = panel_spread(
        Ratings.from_frame(table({"甲": {"A": 70, "B": 72}, "乙": {"A": 60, "B": 90}, "丙": {"A": 50}}))
    )
    assert found[["declaration", "range", "lowest_expert"]].values.tolist() == [
        ["乙", 30.0, "A"],
        ["甲", 2.0, "A"],
        ["丙", 0.0, "A"],
    ]
    assert found["sd"].isna().tolist() == [False, False, True]


def test_expert_profile_compares_with_colleagues_only() -> None:
    frame = table(
        {"甲": {"A": 80, "B": 70, "C": 60}, "乙": {"A": 90, "B": 80, "C": 85}, "丙": {"A": 70, "B": 65, "C": 66}}
    )
    found = expert_profiles(Ratings.from_frame(frame)).set_index("expert")
    # A: 80−65, 90−82.5, 70−65.5 → (15 + 7.5 + 4.5) / 3
    assert found.loc["A", "above_panel"] == pytest.approx(9)
    assert found.loc["A", "correlation"] == pytest.approx(np.corrcoef([80, 90, 70], [65, 82.5, 65.5])[0, 1])


def test_correlation_of_a_constant_expert_is_missing() -> None:
    frame = table({name: {"A": 80, "B": score} for name, score in (("甲", 70), ("乙", 75), ("丙", 90))})
    found = expert_profiles(Ratings.from_frame(frame)).set_index("expert")
    assert found["correlation"].isna().tolist() == [True, True]
    assert found["is_constant"].tolist() == [True, False]


def test_expert_who_alone_joins_two_panels_is_a_weak_link() -> None:
    frame = table(
        {"甲": {"A": 1, "B": 2}, "乙": {"A": 1, "B": 3, "M": 2}, "丙": {"M": 2, "C": 4}, "丁": {"C": 1, "D": 2}}
    )
    assert connectedness(Ratings.from_frame(frame)).weak_links == ("C", "M")


def test_a_fully_crossed_panel_has_no_weak_link() -> None:
    frame = table({name: {"A": 1, "B": 2, "C": 3} for name in "甲乙丙"})
    found = connectedness(Ratings.from_frame(frame))
    assert (found.weak_links, len(found.islands), found.mean_shared) == ((), 1, 3.0)


def test_islands_are_listed_with_the_largest_first() -> None:
    frame = table({"甲": {"A": 1}, "乙": {"B": 1}, "丙": {"B": 2}})
    assert connectedness(Ratings.from_frame(frame)).islands == ((("丙", "乙"), ("B",)), (("甲",), ("A",)))

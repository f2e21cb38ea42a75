"""The one input: checked once, exact, missing is absent."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from score_tables import criteria_table, one_panel, table

from scoring.notes import RatingProblemsError
from scoring.ratings import Ratings


def problems_of(frame: pd.DataFrame, **choices: object) -> list[tuple[object, str | None, str]]:
    """Return row, column and code of every problem found."""
    with pytest.raises(RatingProblemsError) as caught:
        Ratings.from_frame(frame, **choices)
    return [(problem.row, problem.column, problem.code) for problem in caught.value.problems]


def test_an_empty_cell_is_an_absent_score() -> None:
    ratings = Ratings.from_frame(table({"甲": {"A": 80, "B": None}, "乙": {"A": 70}}))
    assert (ratings.n_reviews, ratings.n_experts) == (2, 1)


def test_a_declaration_without_scores_is_named_unscored() -> None:
    ratings = Ratings.from_frame(table({"甲": {"A": 80}, "乙": {"A": None}}))
    assert ratings.declarations.tolist() == ["甲"]  # absent rows leave no label, so nothing to rank and nothing to name
    weights = {"x": "0.5", "y": "0.5"}
    half = criteria_table({"甲": {"A": {"x": 1, "y": 2}}, "乙": {"A": {"x": 1}}})
    assert Ratings.from_frame(half, criteria_weights=weights).unscored == ("乙",)


def test_every_wrong_cell_is_reported_in_one_pass() -> None:
    frame = pd.DataFrame(
        {
            "declaration": ["甲", "甲", None, "乙", "乙", "丙"],
            "expert": ["A", "A", "A", "A", "B", "B"],
            "score": [80, 81, 82, "abc", 101, True],
        },
        index=[2, 3, 4, 5, 6, 7],
    )
    assert problems_of(frame) == [
        (4, "declaration", "missing_label"),
        (5, "score", "not_a_number"),
        (7, "score", "not_a_number"),
        (6, "score", "out_of_scale"),
        (3, "score", "duplicate"),
    ]


def test_fifty_wrong_scores_are_fifty_problems() -> None:
    frame = pd.DataFrame({"declaration": range(50), "expert": "A", "score": 101})
    assert len(problems_of(frame)) == 50


def test_missing_columns_are_named_before_anything_else() -> None:
    assert problems_of(pd.DataFrame({"declaration": ["甲"]})) == [
        (None, "expert", "missing_column"),
        (None, "score", "missing_column"),
    ]


def test_a_table_without_any_score_is_refused() -> None:
    assert problems_of(table({"甲": {"A": None}})) == [(None, "score", "no_scores")]


def test_infinite_score_is_reported_as_no_number() -> None:
    assert problems_of(one_panel(float("inf"))) == [(0, "score", "not_a_number")]


def test_a_score_between_two_steps_is_reported() -> None:
    assert problems_of(one_panel(80.25, 80.5), step=Decimal("0.5")) == [(0, "score", "off_step")]


def test_require_reports_each_absent_score() -> None:
    assert problems_of(table({"甲": {"A": 80, "B": None}}), missing="require") == [(1, "score", "missing_score")]


def test_a_criterion_without_weight_is_reported() -> None:
    frame = criteria_table({"甲": {"A": {"x": 1, "y": 2}}})
    assert problems_of(frame, criteria_weights={"x": 1}) == [(1, "criterion", "unknown_criterion")]


def test_one_expert_in_two_groups_is_reported() -> None:
    frame = table({"甲": {"A": 1}, "乙": {"A": 2}}).assign(panel=["一组", "二组"])
    assert problems_of(frame, expert_group="panel") == [(0, "panel", "two_groups")]


def test_problem_messages_say_how_to_mend() -> None:
    with pytest.raises(RatingProblemsError) as caught:
        Ratings.from_frame(one_panel(101))
    assert caught.value.problems[0].message == "评分 101 超出量表 0–100，请核对后改正。"


def test_an_unknown_direction_is_a_broken_call() -> None:
    with pytest.raises(ValueError, match="unknown direction"):
        Ratings.from_frame(one_panel(1), direction="up")


def test_total_is_the_exact_weighted_sum() -> None:
    frame = criteria_table({"甲": {"A": {"x": 80.1, "y": 70.2}}})
    ratings = Ratings.from_frame(frame, criteria_weights={"x": 0.3, "y": "0.7"})
    assert ratings.totals.fraction(0) == Fraction("73.17")  # 0.3·80.1 + 0.7·70.2 = 24.03 + 49.14


def test_criteria_of_different_maxima_add_up_by_weight() -> None:
    frame = criteria_table({"甲": {"A": {"x": 20, "y": 8}}})
    scale, weights = {"x": (0, 25), "y": (0, 10)}, {"x": 2, "y": 5}
    ratings = Ratings.from_frame(frame, scale=scale, criteria_weights=weights)
    assert (ratings.totals.fraction(0), ratings.bounds) == (80, (0, 100))  # 2·20 + 5·8 of 2·25 + 5·10


INCOMPLETE = criteria_table({"甲": {"A": {"x": 80, "y": 60, "z": 40}, "B": {"x": 90, "z": 50}}})
WEIGHTS = {"x": "0.5", "y": "0.3", "z": "0.2"}


@pytest.mark.parametrize(
    ("policy", "total_of_b"),
    [
        ("exclude", None),
        ("lowest", Fraction(55)),  # 0.5·90 + 0.3·0 + 0.2·50
        ("renormalise", Fraction(550, 7)),  # 55 / 0.7
        ("renormalise_within_area", Fraction(82)),  # y's 0.3 goes to x, its area-mate: 0.8·90 + 0.2·50
    ],
)
def test_each_missing_policy_counts_as_it_says(policy: str, total_of_b: Fraction | None) -> None:
    area_of = {"x": "first", "y": "first", "z": "second"}
    ratings = Ratings.from_frame(INCOMPLETE, criteria_weights=WEIGHTS, missing=policy, area_of=area_of)
    totals = [ratings.totals.fraction(at) for at in range(ratings.n_reviews)]
    assert totals == [Fraction(66)] + ([] if total_of_b is None else [total_of_b])  # A: 40 + 18 + 8


def test_scores_finer_than_hundredths_are_kept_and_said() -> None:
    ratings = Ratings.from_frame(one_panel(80.123456789))
    assert ratings.totals.fraction(0) == Fraction("80.123456789")
    assert [note.code for note in ratings.observations] == ["fine_scores", "single_score_experts",
                                                            "single_review_declarations"]  # fmt: skip


def test_islands_and_constant_experts_are_named() -> None:
    frame = table({"甲": {"A": 80, "B": 70}, "乙": {"A": 80, "B": 75}, "丙": {"A": 80, "B": 72}, "丁": {"C": 1, "D": 2},
                   "戊": {"C": 3, "D": 4}})  # fmt: skip
    found = {note.code: note.subjects for note in Ratings.from_frame(frame).observations}
    assert found == {"islands": (), "constant_scorers": ("A",)}


def test_labels_that_are_numbers_stay_numbers() -> None:
    frame = pd.DataFrame({"declaration": [10, 9], "expert": [1, 1], "score": [1, 2]})
    assert Ratings.from_frame(frame).declarations.tolist() == [9, 10]


def test_groups_by_mapping_and_by_column_agree() -> None:
    frame = table({"甲": {"A": 1, "B": 2}}).assign(unit=["x", "y"])
    by_column = Ratings.from_frame(frame, expert_group="unit").expert_group
    by_mapping = Ratings.from_frame(frame, expert_group={"A": "x", "B": "y"}).expert_group
    assert by_column is not None
    assert by_mapping is not None
    assert (by_column.of.tolist(), by_column.names) == (by_mapping.of.tolist(), by_mapping.names)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_row_order_changes_nothing_at_all(hundredths: list[int], random: object) -> None:
    frame = one_panel(*(figure / 100 for figure in hundredths))
    shuffled = frame.sample(frac=1, random_state=np.random.default_rng(len(hundredths)))
    first, second = Ratings.from_frame(frame), Ratings.from_frame(shuffled)
    assert first.totals.steps.tolist() == second.totals.steps.tolist() == hundredths

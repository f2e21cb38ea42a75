"""Mean, trimmed mean, median and weighted composite: exact to the last digit."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from score_tables import criteria_table, one_panel, random_round, table

from scoring.averages import (
    TooFewReviewsError,
    mean,
    median,
    medians,
    panel_means,
    trimmed_mean,
    trimmed_means,
    weighted,
)
from scoring.ratings import Ratings

HUNDREDTHS = st.lists(st.integers(0, 10_000), min_size=5, max_size=12)


def ratings_of(*scores: float) -> Ratings:
    """Return a round of one declaration."""
    return Ratings.from_frame(one_panel(*scores))


@given(HUNDREDTHS)
def test_mean_equals_the_fraction_of_sums(figures: list[int]) -> None:
    found = panel_means(ratings_of(*(figure / 100 for figure in figures))).fraction(0)
    assert found == Fraction(sum(figures), 100 * len(figures))


@given(HUNDREDTHS)
def test_trimmed_mean_equals_sorted_middle_mean(figures: list[int]) -> None:
    found = trimmed_means(ratings_of(*(figure / 100 for figure in figures))).fraction(0)
    assert found == Fraction(sum(sorted(figures)[1:-1]), 100 * (len(figures) - 2))


@given(HUNDREDTHS)
def test_median_equals_halfway_of_the_middle_two(figures: list[int]) -> None:
    found = medians(ratings_of(*(figure / 100 for figure in figures))).fraction(0)
    n, ordered = len(figures), sorted(figures)
    assert found == Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 200)


def test_means_of_different_panel_sizes_tie_exactly() -> None:
    # 0.1 + 0.2 + 0.3 over three is 0.2, and so is 0.2 alone: floats would tell them apart
    ratings = Ratings.from_frame(table({"甲": {"A": 0.1, "B": 0.2, "C": 0.3}, "乙": {"A": 0.2}}))
    found = mean(ratings, places=1)
    assert found.tie_key[0] == found.tie_key[1]


def test_panels_of_many_sizes_stay_exact_beyond_63_bits() -> None:
    sizes = range(1, 48)  # least common multiple about 4.4e19
    ratings = Ratings.from_frame(table({f"d{n:02}": {f"e{j}": 33.33 for j in range(n)} for n in sizes}))
    assert {panel_means(ratings).fraction(at) for at in range(len(sizes))} == {Fraction("33.33")}


def test_fewer_than_five_scores_keep_the_plain_mean_and_say_so() -> None:
    found = trimmed_mean(ratings_of(10, 80, 90, 100), places=1)
    assert found.merit.tolist() == [70.0]
    assert [note.subjects for note in found.notes if note.code == "too_few_to_trim"] == [("甲",)]


def test_fewer_than_five_scores_are_refused_on_request() -> None:
    with pytest.raises(TooFewReviewsError) as caught:
        trimmed_mean(ratings_of(10, 80, 90, 100), places=1, too_few="refuse")
    assert (caught.value.declarations, caught.value.needed) == (("甲",), 5)


def test_weighted_composite_uses_what_each_criterion_has() -> None:
    frame = criteria_table({"甲": {"A": {"x": 80, "y": 60}, "B": {"x": 90}}})
    ratings = Ratings.from_frame(frame, criteria_weights={"x": "0.6", "y": "0.4"}, missing="lowest")
    assert weighted(ratings, places=1).merit.tolist() == [75.0]  # 0.6·(80 + 90)/2 + 0.4·60


def test_weight_of_an_expert_must_be_above_zero() -> None:
    with pytest.raises(ValueError, match="above 0"):
        weighted(ratings_of(80, 90), places=1, expert_weights={"A": 0})


def test_error_of_the_mean_is_the_pooled_one() -> None:
    # within-declaration squares: 2·1² + 2·2² = 10 over 2 degrees of freedom: √5; a panel of two: √(5/2)
    ratings = Ratings.from_frame(table({"甲": {"A": 79, "B": 81}, "乙": {"A": 68, "B": 72}}))
    assert mean(ratings, places=1).sd == pytest.approx([np.sqrt(2.5)] * 2)


def test_a_round_of_single_scores_admits_it_knows_no_error() -> None:
    found = mean(Ratings.from_frame(table({"甲": {"A": 80}, "乙": {"A": 70}})), places=1)
    assert found.sd == pytest.approx([100 / np.sqrt(12)] * 2)  # a score anywhere on the scale


def test_intervals_of_the_mean_cover_as_promised() -> None:
    rng = np.random.default_rng(5)
    covered = []
    for _ in range(25):
        quality = rng.normal(70, 8, 30)
        rows = {f"d{i:02}": {f"e{j}": float(np.round(quality[i] + rng.normal(0, 5), 2)) for j in range(5)}
                for i in range(30)}  # fmt: skip
        found = mean(Ratings.from_frame(table(rows), scale=(-1000, 1000)), places=6)
        covered.append(((found.lo <= quality) & (quality <= found.hi)).mean())
    assert np.mean(covered) == pytest.approx(0.90, abs=0.03)  # 750 intervals: standard error 0.011


@pytest.mark.parametrize(("method", "ratio"), [(trimmed_mean, 1.05), (median, 1.20)])
def test_resampled_error_matches_normal_theory(method: object, ratio: float) -> None:
    # five normal scores: variance of the trimmed mean 0.2270 σ², of the median 0.2868 σ²; the mean's is 0.2 σ²
    theory = {1.05: np.sqrt(0.2270 / 0.2), 1.20: np.sqrt(0.2868 / 0.2)}[ratio]
    frame = random_round(400, 80, 5, 1, 0.01)
    rng = np.random.default_rng(2)
    frame["score"] = np.round(50 + rng.normal(0, 5, len(frame)), 2)
    ratings = Ratings.from_frame(frame)
    found = method(ratings, places=80).sd[0] / mean(ratings, places=80).sd[0]  # type: ignore[operator]  # two functions
    assert found == pytest.approx(theory, rel=0.03)

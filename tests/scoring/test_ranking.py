"""Ranked lists: competition ranks, direction, chances that add up."""

import numpy as np
import pandas as pd
import pytest
from score_tables import random_round, table

from scoring.normal_errors import rank_chances, student_quantile
from scoring.places import PlacesOutOfRangeError
from scoring.ranking import COLUMNS, default_places, rank, traditional
from scoring.ratings import Ratings
from scoring.registry import METHODS, UnknownMethodError
from tests.work import lines_run, memory_taken

TIED = table({"甲": {"A": 80, "B": 82}, "乙": {"A": 81, "B": 81}, "丙": {"A": 90, "B": 90}, "丁": {"A": 10, "B": 10}})


def test_equal_means_share_a_rank_and_the_next_is_skipped() -> None:
    frame = rank(Ratings.from_frame(TIED), method="mean", places=2).frame
    assert frame.columns.tolist() == list(COLUMNS)
    assert dict(zip(frame["declaration"], frame["rank"], strict=True)) == {"丙": 1, "乙": 2, "甲": 2, "丁": 4}


def test_lower_is_better_turns_the_list_and_keeps_the_points() -> None:
    ratings = Ratings.from_frame(TIED, direction="lower_is_better")
    frame = rank(ratings, method="mean", places=1).frame
    best = frame.iloc[0]
    assert (best["declaration"], best["estimate"]) == ("丁", 10.0)
    assert best["lo"] < 10.0 < best["hi"]


def test_chances_add_up_to_the_places() -> None:
    frame = rank(Ratings.from_frame(random_round(60, 12, 4, 1)), method="mean", places=20).frame
    assert frame["p_top_k"].sum() == pytest.approx(20, rel=0.005)
    assert frame["expected_rank"].sum() == pytest.approx(60 * 61 / 2, rel=1e-9)


def test_chances_of_two_equal_rivals_are_one_half() -> None:
    expected, chance = rank_chances(np.array([70.0, 70.0, 90.0]), np.array([2.0, 2.0, 1.0]), places=2, seed=3)
    assert chance.tolist()[0] == chance.tolist()[1] == pytest.approx(0.5, abs=1e-3)
    assert expected.tolist() == pytest.approx([2.5, 2.5, 1.0], abs=1e-3)


def test_chance_of_passing_a_rival_is_the_normal_probability() -> None:
    # difference 3, error √(1² + 2²): Φ(3 / √5) = Φ(1.3416) = 0.9101
    _, chance = rank_chances(np.array([73.0, 70.0]), np.array([1.0, 2.0]), places=1, seed=0)
    assert chance.tolist() == pytest.approx([0.9101, 0.0899], abs=2e-3)


@pytest.mark.parametrize(("freedom", "quantile"), [(1, 6.3138), (2, 2.9200), (4, 2.1318), (8, 1.8595), (30, 1.6973)])
def test_student_quantiles_match_the_published_table(freedom: int, quantile: float) -> None:
    assert float(student_quantile(freedom)) == pytest.approx(quantile, rel=2e-3)


def test_places_outside_the_round_are_refused() -> None:
    ratings = Ratings.from_frame(TIED)
    with pytest.raises(PlacesOutOfRangeError):
        rank(ratings, method="mean", places=5)
    with pytest.raises(PlacesOutOfRangeError):
        rank(ratings, method="mean", places=0)


def test_unknown_method_names_what_there_is() -> None:
    with pytest.raises(UnknownMethodError) as caught:
        rank(Ratings.from_frame(TIED), method="average", places=1)
    assert caught.value.known[:2] == ("calibrated", "mean")


def test_default_places_are_three_tenths_rounded_up() -> None:
    assert [default_places(n) for n in (1, 10, 11, 353)] == [1, 3, 4, 106]


def test_plain_frames_rank_like_ratings_without_the_rank_column() -> None:
    frame = traditional(TIED, 2, "mean", 5)
    assert frame.columns.tolist() == [name for name in COLUMNS if name != "rank"]
    assert frame["estimate"].tolist() == [90.0, 81.0, 81.0, 10.0]


def large_panel(n: int) -> pd.DataFrame:
    """Return n declarations with at most five scores each."""
    rng = np.random.default_rng(0)
    j = rng.permutation(np.tile(np.arange(n // 5), 25))
    scores = np.clip(np.round(rng.normal(70, 10, 5 * n)), 0, 100)
    i = np.repeat(np.arange(n), 5)
    _, first = np.unique(i * n + j, return_index=True)
    return pd.DataFrame({"declaration": i[first], "expert": j[first], "score": scores[first]})


def test_cost_grows_with_the_scores_not_faster() -> None:
    lines, memory = [], []
    for n in (4_000, 20_000):
        ratings = Ratings.from_frame(large_panel(n))
        for figures, measured in ((lines, lines_run), (memory, memory_taken)):
            figures.append(measured(lambda n=n, given=ratings: rank(given, method="trimmed_mean", places=n // 5)))
    # Five times the scores: 5 times the work and the memory, 25 times if either were quadratic. Seconds: benchmarks/.
    assert lines[1] < 6 * lines[0]
    assert memory[1] < 6 * memory[0]


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"calibrated"}))
def test_an_estimate_lies_within_its_interval_even_where_nothing_scatters(method: str) -> None:
    rows = [(d + at, e + at, 60 + d + e + 3 * at) for at in (0, 10) for d in range(4) for e in range(3)]
    frame = pd.DataFrame(rows, columns=["declaration", "expert", "score"])
    table = traditional(frame, 4, method)
    assert (table["lo"] <= table["estimate"]).all()
    assert (table["estimate"] <= table["hi"]).all()

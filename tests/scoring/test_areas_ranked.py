"""Ratings by area: fitted one by one, added exactly, and taken apart again."""

from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import lru_cache
from multiprocessing import get_context

import numpy as np
import pandas as pd
import pytest
from score_tables import random_round

from scoring.area_explanation import explain_by_area
from scoring.area_ratings import area_ratings
from scoring.area_ratings import by_area as collapsed
from scoring.calculation_sheet import applied, printed
from scoring.calibrated import can_fit_areas
from scoring.comparison import why_above
from scoring.ranking import Ranking, rank
from scoring.ratings import Ratings

WEIGHTS = {"创新": "0.5", "数字": "0.3", "绿色": "0.2"}
PLACES = 6


@lru_cache
def by_area(direction: str = "higher_is_better") -> tuple[Ratings, Ranking]:
    """A round of twenty declarations in three areas and its calibrated ranking."""
    base = random_round(20, 7, 4, 5)
    rng = np.random.default_rng(6)
    parts = [base.assign(area=area, score=np.clip(base["score"] + rng.integers(-6, 7, len(base)), 0, 100))
             for area in WEIGHTS]  # fmt: skip
    ratings = Ratings.from_frame(pd.concat(parts), criteria_weights=WEIGHTS, direction=direction)
    return ratings, rank(ratings, places=PLACES)


def test_total_is_the_weighted_sum_of_the_areas() -> None:
    ratings, ranking = by_area()
    weights = [float(weight) for weight in ratings.weights]
    total = ranking.areas[list(ratings.criteria)].to_numpy() @ weights
    assert ranking.frame["estimate"].to_numpy() == pytest.approx(total, abs=1e-8)
    assert ranking.areas.index.tolist() == ranking.frame["declaration"].tolist()


def test_totals_alone_are_fitted_on_request() -> None:
    ratings, _ = by_area()
    ranking = rank(ratings, places=PLACES, by_area=False)
    assert ranking.areas.empty
    assert "corrected_for_experts" in ranking.parameters


def test_an_area_nobody_scored_sends_the_fit_back_to_totals() -> None:
    frame = random_round(6, 4, 3, 1).assign(area="创新")
    other = frame[frame["declaration"] != "d000"].assign(area="数字")
    ratings = Ratings.from_frame(pd.concat([frame, other]), missing="renormalise")
    assert not can_fit_areas(ratings)


@pytest.mark.parametrize("direction", ["higher_is_better", "lower_is_better"])
def test_redone_area_sheets_give_the_printed_figures(direction: str) -> None:
    ratings, ranking = by_area(direction)
    for at in (0, 9, 19):
        row = ranking.frame.iloc[at]
        total, *areas = explain_by_area(ratings, ranking, row["declaration"])
        for sheet in (total, *areas):
            running = printed(0, sheet.decimals)
            for line in sheet.lines:
                running = applied(running, line.operation, line.value, sheet.decimals)
            assert running == sheet.total
        assert float(total.total) == pytest.approx(row["estimate"], abs=1e-6)
        shown = [float(sheet.total) for sheet in areas]
        assert shown == pytest.approx(ranking.areas.loc[row["declaration"]].tolist(), abs=1e-6)
        residues = [line.value for sheet in areas for line in sheet.lines if line.code == "residue"]
        assert max(residues, default=Decimal(0)) < Decimal("0.1")


def test_each_area_keeps_its_own_scores() -> None:
    ratings, _ = by_area()
    parts = area_ratings(ratings)
    assert set(parts) == set(WEIGHTS)
    total = sum(float(weight) * parts[area].totals.points for area, weight in WEIGHTS.items())
    assert total == pytest.approx(ratings.totals.points)


def test_paragraph_names_the_areas_that_separate_two() -> None:
    ratings, ranking = by_area()
    first, last = ranking.frame["declaration"].iloc[[0, -1]]
    codes = [sentence.code for sentence in why_above(ratings, ranking, first, last)]
    assert codes[2] == "areas"


def many_criteria(missing: bool) -> Ratings:
    """Fifteen criteria in three areas, five each; one criterion of an expert left out on request."""
    base, rng = random_round(8, 4, 3, 9), np.random.default_rng(1)
    names = {f"{area}.{k}": area for area in "abc" for k in range(5)}
    parts = [base.assign(criterion=name, score=rng.integers(0, 101, len(base))) for name in names]
    frame = pd.concat(parts, ignore_index=True).drop(index=[0] if missing else [])
    weights = {name: Decimal(1 + at) / 120 for at, name in enumerate(names)}  # 1 + 2 + … + 15 = 120
    return Ratings.from_frame(frame, criteria_weights=weights, area_of=names, missing="renormalise_within_area")


@pytest.mark.parametrize("missing", [False, True])
def test_areas_of_criteria_add_up_to_the_same_totals(missing: bool) -> None:
    ratings = many_criteria(missing)
    areas = collapsed(ratings)
    per_review = areas.rows.scores.points.reshape(ratings.n_reviews, 3) @ [float(weight) for weight in areas.weights]
    assert areas.criteria == ("a", "b", "c")
    assert per_review == pytest.approx(ratings.totals.points, abs=1e-9)


def test_fifteen_criteria_are_fitted_as_their_three_areas() -> None:
    ranking = rank(many_criteria(missing=True), places=2)
    assert ranking.areas.columns.tolist() == ["a", "b", "c"]
    assert ranking.parameters["by_area"] is True


def test_areas_that_are_criteria_stay_as_they_are() -> None:
    ratings, _ = by_area()
    assert collapsed(ratings) is ratings


def test_areas_fitted_in_other_processes_give_the_same_ranking() -> None:
    ratings, ranking = by_area()
    with ProcessPoolExecutor(2, get_context("fork")) as executor:
        again = rank(ratings, places=PLACES, each=executor.map)
    pd.testing.assert_frame_equal(again.frame, ranking.frame, check_exact=True)

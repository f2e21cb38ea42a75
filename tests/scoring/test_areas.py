"""Several areas: exact weighted sums, honest intervals, and a declaration that one area does not know."""

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring.area_mixing import correlation
from scoring.area_simulation import AreaWorld, simulate_areas
from scoring.round_arrays import ReviewFrameError
from scoring.simulation import World, shortlist_loss

WEIGHTS = {"a0": 0.5, "a1": 0.3, "a2": 0.2}
KIND = AreaWorld(World(n_declarations=60, n_experts=15, omega=6.0, kappa=0.2, shape=4.0), n_areas=3)


@pytest.fixture(scope="module")
def rounds() -> list[tuple[pd.DataFrame, np.ndarray, pd.DataFrame]]:
    found = []
    for seed in range(2):
        panel = simulate_areas(KIND, np.random.default_rng(seed))
        table = scoring.fit_areas(panel.reviews, WEIGHTS, 12).set_index("declaration").sort_index()
        found.append((panel.reviews, panel.truth @ np.array([0.5, 0.3, 0.2]), table))
    return found


def test_the_total_is_exactly_the_weighted_sum_of_the_areas(
    rounds: list[tuple[pd.DataFrame, np.ndarray, pd.DataFrame]],
) -> None:
    for _, _, table in rounds:
        total = sum(weight * table[f"estimate_{area}"] for area, weight in WEIGHTS.items())
        np.testing.assert_allclose(total, table["estimate"], atol=1e-8)


def test_intervals_of_the_total_cover_about_ninety_percent(
    rounds: list[tuple[pd.DataFrame, np.ndarray, pd.DataFrame]],
) -> None:
    covered = [np.mean((table["lo"] <= truth) & (truth <= table["hi"])) for _, truth, table in rounds]
    assert 0.82 <= np.mean(covered) <= 0.97


def test_calibrated_areas_lose_less_than_the_weighted_mean(
    rounds: list[tuple[pd.DataFrame, np.ndarray, pd.DataFrame]],
) -> None:
    ours, means = [], []
    for reviews, truth, table in rounds:
        weighted = reviews["score"] * reviews["area"].map(WEIGHTS)
        mean = weighted.groupby(reviews["declaration"]).mean().to_numpy()
        ours.append(shortlist_loss(truth, table["estimate"].to_numpy(), 12))
        means.append(shortlist_loss(truth, mean, 12))
    assert np.mean(ours) < 0.75 * np.mean(means)


def test_a_declaration_unknown_in_one_area_counts_as_middling_there(
    rounds: list[tuple[pd.DataFrame, np.ndarray, pd.DataFrame]],
) -> None:
    reviews, _, full = rounds[0]
    gone = reviews[~((reviews["declaration"] == 7) & (reviews["area"] == "a1"))]
    table = scoring.fit_areas(gone, WEIGHTS, 12).set_index("declaration")
    assert table.loc[7, "estimate_a1"] == pytest.approx(table["estimate_a1"].mean(), abs=0.5)
    assert table.loc[7, "sd"] > full.loc[7, "sd"]


def test_an_area_without_a_weight_is_refused_by_name(
    rounds: list[tuple[pd.DataFrame, np.ndarray, pd.DataFrame]],
) -> None:
    with pytest.raises(ReviewFrameError, match="a2"):
        scoring.fit_areas(rounds[0][0], {"a0": 0.5, "a1": 0.5}, 12)


def test_correlation_ignores_pairs_that_are_not_both_seen() -> None:
    # Only rows 0, 1 see both columns: (1·1 + 1·1) / 2 = 1, kept below one by the least eigenvalue.
    columns = np.array([[1.0, 1.0], [-1.0, -1.0], [np.nan, 1.0], [1.0, np.nan]])
    assert correlation(columns)[0, 1] == pytest.approx(1.0, abs=2e-3)

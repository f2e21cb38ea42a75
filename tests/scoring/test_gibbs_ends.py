"""Scores at an end of the scale: what lies beyond is kept open, and nothing changes where no scores meet there."""

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring import calibration_panel
from scoring.calibration import calibrate
from scoring.calibration_panel import panel_of
from scoring.explanation import explain
from scoring.gibbs_ends import beyond, log_tail
from scoring.ratings import Ratings
from scoring.scale_ends import ends_of
from scoring.simulation import Simulated, World, simulate

WIDE = World(n_declarations=60, n_experts=12, omega=3.0, tau=15.0, sigma=10.0)


def fitted(panel: Simulated, sign: float = 1.0) -> np.ndarray:
    world = panel.world
    y = sign * panel.y
    return calibrate(panel.i, panel.j, y, world.n_declarations, world.n_experts, places=12, sweeps=250).estimate


def test_an_end_is_where_more_scores_meet_than_near_by() -> None:
    assert ends_of(np.array([0.0, 5.0, 9.0, 9.0])).tolist() == [0, 0, 1, 1]
    assert ends_of(np.array([0.0, 8.0, 8.0, 9.0, 9.0])).tolist() == [0, 0, 0, 0, 0]  # as many just below
    assert ends_of(np.array([0.0, 0.0, 5.0, 9.0])).tolist() == [-1, -1, 0, 0]
    assert ends_of(np.full(4, 7.0)).tolist() == [0, 0, 0, 0]


def test_tails_keep_their_ratio_far_out() -> None:
    # P(Z > 1) = 0.158655, P(Z > 5) = 2.86652e-7: −log 1.84102 and 15.06500
    np.testing.assert_allclose(log_tail(np.array([1.0, 5.0])), [1.84102, 15.06500], atol=1e-4)
    drawn = beyond(np.full(50_000, 4.0), np.random.default_rng(3))
    assert drawn.min() >= 4.0
    assert abs(drawn.mean() - 4.2256) < 0.01  # φ(4) / P(Z > 4)
    assert np.all(beyond(np.full(5, 60.0), np.random.default_rng(3)) >= 60.0)


def test_coarse_grades_have_no_open_ends() -> None:
    grades = np.tile([1.0, 2.0, 3.0, 4.0, 5.0, 5.0], 4)
    i, j = np.repeat(np.arange(6), 4), np.tile(np.arange(4), 6)
    assert not panel_of(i, j, grades, 6, 4, np.zeros(4, dtype=np.int64), None).at_end.any()


def test_experts_who_conferred_mean_what_they_say_at_the_end() -> None:
    level = np.array([100.0, 100.0, 96.0, 90.0, 81.0, 70.0, 62.0, 55.0])
    i, j = np.repeat(np.arange(8), 4), np.tile(np.arange(4), 8)
    apart = np.tile([0.0, 0.0, -1.0, 1.0], 8)
    conferred, alone = (np.minimum(level[i] + spread * apart, 100.0) for spread in (1.0, 20.0))
    ends = [panel_of(i, j, y, 8, 4, np.zeros(4, dtype=np.int64), 1.0).at_end for y in (conferred, alone)]
    assert [int(found.max()) for found in ends] == [0, 1]


def test_the_best_of_a_panel_cut_at_the_top_are_less_underrated_when_it_is_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panels = [simulate(WIDE, np.random.default_rng(seed)) for seed in range(4)]
    best = [np.argsort(-panel.truth)[:6] for panel in panels]

    def shortfall() -> float:
        return float(np.mean([(fitted(p) - p.truth)[at].mean() for p, at in zip(panels, best, strict=True)]))

    is_open = shortfall()
    monkeypatch.setattr(calibration_panel, "ends_of", lambda steps: np.zeros(len(steps), dtype=np.int8))
    closed = shortfall()
    assert closed < -1.0
    assert abs(is_open) < 0.75 * abs(closed)


def test_a_panel_cut_at_either_end_mirrors_into_itself() -> None:
    panel = simulate(WIDE, np.random.default_rng(9))
    assert (panel.y == 100.0).sum() >= 2
    up, down = fitted(panel), -fitted(panel, sign=-1.0)
    assert np.abs(up - down).max() < 1.5  # points; two samplers, 250 sweeps each


def test_a_push_to_a_crowded_top_moves_less_than_the_mean() -> None:
    panel = simulate(World(n_declarations=60, n_experts=12, omega=5.0), np.random.default_rng(5))
    reviews = panel.reviews
    middling = int(np.argsort(-panel.truth)[30])
    pushed = reviews.copy()
    pushed.loc[pushed.index[pushed["declaration"] == middling][0], "score"] = 100.0

    def rank(frame: pd.DataFrame, method: str) -> int:
        return scoring.fit(frame, 12, method=method)["declaration"].tolist().index(middling)

    moved = {method: rank(reviews, method) - rank(pushed, method) for method in ("calibrated", "mean")}
    assert 0 <= abs(moved["calibrated"]) < moved["mean"]


def test_the_printed_sums_say_which_scores_were_taken_as_beyond_the_end() -> None:
    panel = simulate(WIDE, np.random.default_rng(0))
    ratings = Ratings.from_frame(panel.reviews, scale=(0, 100))
    at_top = panel.i[panel.y == 100.0]
    declaration = int(at_top[0])
    labels = [
        line.label for line in explain(ratings, declaration, method="calibrated").lines if line.code == "corrected"
    ]
    said = ["评分 100.000000（已到量表尽头" in label for label in labels]
    assert sum(said) == int((at_top == declaration).sum())

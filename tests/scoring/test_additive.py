"""Two-way least squares against the solution of its normal equations."""

import numpy as np
import pytest
from score_tables import random_round, table

from scoring.additive import fit_additive
from scoring.ratings import Ratings


def dense_fit(ratings: Ratings) -> tuple[np.ndarray, np.ndarray, float]:
    """Solve the two-way model with dense linear algebra; leniencies average 0 over the reviews."""
    n, m = ratings.n_declarations, ratings.n_experts
    design = np.zeros((ratings.n_reviews, n + m))
    design[np.arange(ratings.n_reviews), ratings.i] = 1
    design[np.arange(ratings.n_reviews), n + ratings.j] = 1
    y = ratings.merits.points
    solution = np.linalg.lstsq(design, y, rcond=None)[0]
    shift = (solution[n:][ratings.j]).mean()
    residual = y - design @ solution
    freedom = ratings.n_reviews - n - m + 1
    contrast = np.zeros((n, n + m))
    contrast[:, :n] = np.eye(n)
    contrast[:, n:] = ratings.reviews_per_expert / ratings.n_reviews
    covariance = contrast @ np.linalg.pinv(design.T @ design) @ contrast.T
    sigma = float(np.sqrt(residual @ residual / freedom))
    return solution[:n] + shift, sigma * np.sqrt(np.diag(covariance)), sigma


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_estimates_and_errors_equal_dense_least_squares(seed: int) -> None:
    ratings = Ratings.from_frame(random_round(25, 8, 4, seed))
    fit = fit_additive(ratings)
    quality, sd, sigma = dense_fit(ratings)
    assert fit.quality == pytest.approx(quality, abs=1e-8)
    assert fit.review_sd == pytest.approx(sigma, rel=1e-9)
    assert fit.sd == pytest.approx(sd, rel=1e-6)


def test_a_noiseless_panel_is_recovered_exactly() -> None:
    quality, leniency = {"甲": 80, "乙": 70, "丙": 60}, {"A": 5, "B": -5, "C": 0}
    frame = table({d: {e: q + shift for e, shift in leniency.items() if (d, e) != ("甲", "A")}
                   for d, q in quality.items()})  # fmt: skip
    fit = fit_additive(Ratings.from_frame(frame))
    assert np.diff(np.sort(fit.quality)) == pytest.approx([10, 10])


def test_islands_keep_their_own_level() -> None:
    frame = table(
        {"甲": {"A": 90, "B": 80}, "乙": {"A": 80, "B": 70}, "丙": {"C": 60, "D": 50}, "丁": {"C": 50, "D": 40}}
    )
    fit = fit_additive(Ratings.from_frame(frame))
    assert sorted(fit.quality.tolist()) == pytest.approx([45, 55, 75, 85])


def test_an_expert_with_one_score_on_a_lone_declaration_changes_nothing() -> None:
    base = {"甲": {"A": 90, "B": 80}, "乙": {"A": 80, "B": 70}}
    fit = fit_additive(Ratings.from_frame(table({**base, "丙": {"C": 60}})))
    assert sorted(fit.quality.tolist()) == pytest.approx([60, 75, 85])

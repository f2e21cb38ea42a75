"""REML against balanced arithmetic, a dense likelihood and its own symmetries."""

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring.reml import reml
from scoring.simulation import World, simulate


def balanced(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n, m = table.shape
    return np.repeat(np.arange(n), m), np.tile(np.arange(m), n), table.ravel().astype(float)


def test_balanced_panels_give_the_mean_square_components() -> None:
    table = np.random.default_rng(0).normal(size=(9, 4)) + 3.0 * np.arange(9)[:, None] + np.arange(4)
    n, m = table.shape
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    residual = table - rows[:, None] - columns + table.mean()
    ms_r = (residual**2).sum() / ((n - 1) * (m - 1))
    fitted = reml(*balanced(table), n, m)
    assert fitted.sigma2 == pytest.approx(ms_r, rel=1e-6)
    assert fitted.tau2 == pytest.approx(rows.var(ddof=1) - ms_r / m, rel=1e-6)
    assert fitted.omega2 == pytest.approx(columns.var(ddof=1) - ms_r / n, rel=1e-6)


def test_wide_and_tall_panels_give_the_same_components() -> None:
    panel = simulate(World(n_declarations=30, n_experts=12, omega=5.0), np.random.default_rng(1))
    tall = reml(panel.i, panel.j, panel.y, 30, 12)
    wide = reml(panel.j, panel.i, panel.y, 12, 30)
    assert (wide.omega2, wide.tau2, wide.sigma2) == pytest.approx((tall.tau2, tall.omega2, tall.sigma2), rel=1e-5)


def test_an_unbalanced_panel_maximises_the_restricted_likelihood() -> None:
    # The criterion is written out with the dense covariance V and must be stationary at the estimate.
    panel = simulate(World(n_declarations=15, n_experts=6, reviews_each=3, omega=5.0), np.random.default_rng(2))
    same_d, same_e = panel.i[:, None] == panel.i, panel.j[:, None] == panel.j
    ones = np.ones((len(panel.y), 1))

    def criterion(parts: np.ndarray) -> float:
        v = parts[0] * same_d + parts[1] * same_e + parts[2] * np.eye(len(panel.y))
        inverse = np.linalg.inv(v)
        information = ones.T @ inverse @ ones
        left = panel.y - (ones @ np.linalg.solve(information, ones.T @ inverse @ panel.y))
        return float(np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1] + left @ inverse @ left)

    fitted = reml(panel.i, panel.j, panel.y, 15, 6)
    best = np.array([fitted.tau2, fitted.omega2, fitted.sigma2])
    for k in range(3):
        step = np.eye(3)[k] * best[k] * 1e-3
        assert criterion(best + step) > criterion(best)
        assert criterion(best - step) > criterion(best)


def test_no_leniency_gives_a_component_of_zero() -> None:
    table = np.arange(8.0)[:, None] + np.array([[0.3, -0.3], [-0.3, 0.3]] * 4)
    assert reml(*balanced(table), 8, 2).omega2 == pytest.approx(0.0, abs=1e-9)


def test_predictions_are_shrunken_means_on_a_balanced_panel() -> None:
    # blup_i = tau² / (tau² + sigma² / m) · (mean_i − mu)
    table = np.array([[60.0, 64, 71], [70, 77, 79], [50, 58, 66], [80, 83, 93]])
    frame = pd.DataFrame(dict(zip(("declaration", "expert", "score"), balanced(table), strict=True)))
    fitted = scoring.fit_reml(frame)
    shrinkage = fitted["tau2"] / (fitted["tau2"] + fitted["sigma2"] / 3)
    assert fitted["mu"] == pytest.approx(table.mean())
    np.testing.assert_allclose(fitted["blup"], shrinkage * (table.mean(axis=1) - table.mean()), rtol=1e-6)


def test_a_huge_panel_falls_back_on_moments_near_the_truth() -> None:
    panel = simulate(World(n_declarations=9000, n_experts=2600, omega=6.0, rounding=0.0), np.random.default_rng(3))
    fitted = reml(panel.i, panel.j, panel.y, 9000, 2600)
    assert not fitted.exact
    assert (fitted.tau2, fitted.omega2, fitted.sigma2) == pytest.approx((100.0, 36.0, 64.0), rel=0.1)

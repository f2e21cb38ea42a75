"""An estimate taken apart adds up, step by step, in the direction each name promises."""

import numpy as np
import pytest

from scoring.calibration import calibrate
from scoring.decomposition import Decomposition, decompose
from scoring.simulation import ALL_THREE, Simulated, World, simulate


@pytest.fixture(scope="module")
def panel() -> Simulated:
    return simulate(World(**{**vars(ALL_THREE), "n_declarations": 40, "n_experts": 10}), np.random.default_rng(3))


@pytest.fixture(scope="module")
def parts(panel: Simulated) -> Decomposition:
    posterior = calibrate(panel.i, panel.j, panel.y, 40, 10, places=8)
    return decompose(posterior, panel.i, panel.j, panel.y)


def test_five_steps_add_up_to_the_estimate(panel: Simulated, parts: Decomposition) -> None:
    posterior = calibrate(panel.i, panel.j, panel.y, 40, 10, places=8)
    np.testing.assert_allclose(parts.total, posterior.estimate, atol=1e-10)


def test_the_estimate_is_the_weighted_sum_of_corrected_scores(panel: Simulated) -> None:
    # Σ share · corrected + (1 − Σ share) · level
    posterior = calibrate(panel.i, panel.j, panel.y, 40, 10, places=8)
    share = np.bincount(panel.i, weights=posterior.reviews.share)
    weighed = np.bincount(panel.i, weights=posterior.reviews.share * posterior.reviews.corrected)
    np.testing.assert_allclose(weighed + (1.0 - share) * posterior.level, posterior.estimate, atol=1e-6)


def test_declarations_judged_by_strict_experts_are_lifted(panel: Simulated, parts: Decomposition) -> None:
    met = np.bincount(panel.i, weights=panel.leniency[panel.j]) / 5
    assert np.corrcoef(met, parts.leniency)[0, 1] < -0.9


def test_shrinkage_draws_the_best_down_and_the_worst_up(panel: Simulated, parts: Decomposition) -> None:
    order = np.argsort(parts.total)
    assert parts.shrinkage[order[-5:]].max() < 0.0
    assert parts.shrinkage[order[:5]].min() > 0.0

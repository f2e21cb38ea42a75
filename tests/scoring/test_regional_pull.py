"""The regional switch: off by default, priced when asked for."""

import numpy as np
import pytest

from scoring.calibration import calibrate
from scoring.calibration_posterior import Posterior
from scoring.regional_pull import regional_pull
from scoring.simulation import World, simulate


@pytest.fixture(scope="module")
def posterior() -> Posterior:
    panel = simulate(World(n_declarations=60, n_experts=12, reviews_each=3, omega=4.0), np.random.default_rng(2))
    lifted = panel.y + 8.0 * (panel.i < 30)
    return calibrate(panel.i, panel.j, lifted, 60, 12, places=12)


def test_declarations_move_towards_their_own_region(posterior: Posterior) -> None:
    pull = regional_pull(posterior, np.repeat([0, 1], 30), 12)
    moved = pull.estimate - posterior.estimate
    assert pull.region_mean[0] > pull.region_mean[1]
    assert (moved[:30] > 0.0).all()
    assert (moved[30:] < 0.0).all()


def test_one_region_for_all_changes_no_place(posterior: Posterior) -> None:
    pull = regional_pull(posterior, np.zeros(60, dtype=np.int64), 12)
    assert (pull.entering, pull.leaving, pull.expected_price) == ((), (), 0.0)


def test_the_price_is_what_the_calibrated_list_would_lose(posterior: Posterior) -> None:
    pull = regional_pull(posterior, np.repeat([0, 1], 30), 12)
    lost = posterior.estimate[list(pull.leaving)].sum() - posterior.estimate[list(pull.entering)].sum()
    assert len(pull.entering) == len(pull.leaving)
    assert pull.expected_price == pytest.approx(lost / 12)
    assert pull.expected_price >= 0.0
    assert pull.expected_gain >= 0.0

"""What areas tell each other of an expert's habits: worked by hand, learned how far to trust, blind to labels."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring.area_simulation import AreaWorld, SimulatedAreas, simulate_areas
from scoring.calibration import calibrate
from scoring.calibration_posterior import ExpertEffects, Posterior
from scoring.habits import Habits, elsewhere, told_by
from scoring.simulation import World

KIND = AreaWorld(World(n_declarations=60, n_experts=15, omega=6.0, kappa=0.3, shape=2.0), n_areas=3)
WEIGHTS = {"a0": 0.5, "a1": 0.3, "a2": 0.2}


@lru_cache
def panel() -> SimulatedAreas:
    return simulate_areas(KIND, np.random.default_rng(3))


def fitted_with(habits: Habits | None) -> Posterior:
    """The first area fitted with these expectations."""
    known = panel()
    return calibrate(known.i, known.j, known.y[:, 0], 60, 15, places=12, sweeps=60, habits=habits)


@lru_cache
def fitted() -> Posterior:
    return fitted_with(None)


def with_scales(log_scales: list[float]) -> ExpertEffects:
    """Experts with these scales and the same care."""
    return replace(fitted().experts, scale=np.exp(log_scales), noise=2.0 * np.exp(log_scales))


def test_each_area_hears_the_mean_of_the_others() -> None:
    # Areas say (1, −1, 0), (2, −2, 0), (3, −3, 0); the others' means are 2.5, 2 and 1.5 times (1, −1, 0): slope
    # (1·2.5 + 2·2 + 3·1.5) / (2.5² + 2² + 1.5²) = 11 / 12.5 = 0.88.
    heard = elsewhere([pd.Index(list("xyz"))] * 3, [with_scales([k, -k, 0.0]) for k in (1.0, 2.0, 3.0)])
    for habits, mean in zip(heard, (2.5, 2.0, 1.5), strict=True):
        assert habits.log_scale == pytest.approx([0.88 * mean, -0.88 * mean, 0.0], abs=1e-5)
        assert habits.log_noise == pytest.approx([0.0, 0.0, 0.0], abs=1e-5)


def test_nothing_is_heard_where_areas_contradict_each_other() -> None:
    heard = elsewhere([pd.Index(list("xy"))] * 2, [with_scales([1.0, -1.0]), with_scales([-1.0, 1.0])])
    assert not any(np.any(habits.log_scale) for habits in heard)


def test_experts_are_told_apart_by_label_and_an_unknown_one_is_taken_as_average() -> None:
    first, second = pd.Index(["x", "y", "w"]), pd.Index(["y", "x", "z"])
    heard = elsewhere([first, second], [with_scales([1.0, -1.0, 0.0]), with_scales([-1.0, 1.0, 0.0])])
    assert heard[0].log_scale == pytest.approx([1.0, -1.0, 0.0], abs=1e-5)
    assert heard[1].log_scale == pytest.approx([-1.0, 1.0, 0.0], abs=1e-5)


def test_an_area_too_thin_to_correct_tells_nothing() -> None:
    heard = elsewhere([pd.Index(list("xy"))] * 2, [told_by(replace(fitted(), corrected_for_experts=False)),
                                                   with_scales([1.0, -1.0])])  # fmt: skip
    assert not np.any(heard[1].log_scale)


def test_what_is_heard_moves_an_expert_towards_it_and_wrong_news_moves_little() -> None:
    known = panel()
    truth = np.log(known.noise[:, 0]) - np.log(known.noise[:, 0]).mean()
    right = Habits(np.log(known.scale) - np.log(known.scale).mean(), truth)
    wrong = Habits(right.log_scale[::-1].copy(), truth[::-1].copy())

    def gap(posterior: Posterior) -> float:
        told = np.log(posterior.experts.noise / posterior.experts.scale)
        return float(np.sqrt(np.mean((told - told.mean() - truth) ** 2)))

    alone, helped, misled = fitted(), fitted_with(right), fitted_with(wrong)
    assert gap(helped) < 0.6 * gap(alone)
    assert np.abs(misled.estimate - alone.estimate).max() < alone.sd.mean()


def test_rows_labels_and_units_do_not_matter() -> None:
    reviews = panel().reviews
    before = scoring.fit_areas(reviews, WEIGHTS, 12).set_index("declaration")
    changed = reviews.sample(frac=1.0, random_state=1)
    changed = changed.assign(expert=14 - changed["expert"], declaration=59 - changed["declaration"],
                             score=0.25 * changed["score"] + 10.0)  # fmt: skip
    after = scoring.fit_areas(changed, WEIGHTS, 12).set_index("declaration")
    after.index = 59 - after.index
    after = after.loc[before.index]
    np.testing.assert_allclose(after["estimate"], 0.25 * before["estimate"] + 10.0, atol=1e-8)
    np.testing.assert_allclose(after["p_top_k"], before["p_top_k"], atol=1e-12)

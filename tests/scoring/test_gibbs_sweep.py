"""Shortcuts of a sweep against the sums they stand for, and how long rounds of each size are sampled."""

from copy import deepcopy

import numpy as np
import pytest

from scoring.calibration import Effort
from scoring.calibration_panel import panel_of
from scoring.gibbs import Sampler
from scoring.gibbs_ends import WIDTH
from scoring.gibbs_outliers import DROP
from scoring.gibbs_state import Known, Layout, State
from scoring.lattice import FloatArray
from scoring.simulation import World, simulate

SIZES = (50, 200, 500, 1_000, 2_000, 5_000, 20_000, 100_000, 500_000)


def sampler(n_chains: int, unit: float = 1.0) -> Sampler:
    """Start on 60 declarations of which two per cent of the reviews are far off; no score at an end of the scale."""
    rng = np.random.default_rng(7)
    panel = simulate(World(n_declarations=60, n_experts=12, omega=4.0, kappa=0.2), rng)
    y = np.rint(panel.y / unit) + np.where(rng.random(len(panel.y)) < 0.02, 40.0 / unit, 0.0)
    canonical = panel_of(panel.i, panel.j, y + 1e-3 * panel.j, 60, 12, np.zeros(12, dtype=np.int64), 1.0)
    assert not canonical.at_end.any()
    return Sampler(Layout.of(canonical, n_chains), Known(), rng)


def likeness(at: Sampler, state: State) -> FloatArray:
    """Return exp(−½ (1 − 1/k²) z²) of every review, one chain after the other."""
    layout, ii, jj = at.layout, at.layout.ii, at.layout.jj
    scale = np.exp(state.log_scale)[jj]
    gap = np.abs(state.y - state.lenience[jj] - scale * state.theta[ii]) - layout.panel.half_step
    z = np.maximum(gap, 0.0) / scale * np.sqrt(state.precision[jj])
    return np.asarray(np.exp(-0.5 * DROP * z * z))


@pytest.mark.parametrize("n_chains", [1, 3])
@pytest.mark.parametrize("unit", [1.0, 10.0])
def test_outliers_are_those_a_lot_for_every_review_names(n_chains: int, unit: float) -> None:
    at, found = sampler(n_chains, unit), 0
    assert (at.layout.panel.half_step > 0.0) == (unit == 10.0)
    for _ in range(60):
        at.sweep()
        lots = deepcopy(at.rng).random(len(at.layout.y))
        odds = np.repeat(WIDTH / at.state.hyper.epsilon - WIDTH, at.layout.panel.n_reviews)
        expected = np.flatnonzero(lots * (1.0 + odds * likeness(at, at.state)) < 1.0)
        at.outliers.draw(at.state)
        assert at.state.outlier.tolist() == expected.tolist()
        found += len(expected)
    assert found > 60 * n_chains


def test_scales_carry_the_sums_that_follow_from_them() -> None:
    at, moved = sampler(2), 0
    for _ in range(30):
        before = at.state.log_scale.copy()
        stretched = at._scales(at._sums(at.outliers.draw(at.state)))
        state, ii, jj = at.state, at.layout.ii, at.layout.jj
        scale = np.exp(state.log_scale)
        weight = np.ones(len(jj))
        weight[state.outlier] = 1.0 / WIDTH**2
        gap = state.y - scale[jj] * state.theta[ii]
        np.testing.assert_array_equal(stretched.log_scale, state.log_scale)
        np.testing.assert_allclose(stretched.scale, scale)
        np.testing.assert_allclose(stretched.total, np.bincount(jj, weight * gap), atol=1e-9)
        np.testing.assert_allclose(stretched.squares, np.bincount(jj, weight * gap * gap), atol=1e-9)
        np.testing.assert_allclose(stretched.q, state.precision / scale**2)
        moved += int(np.count_nonzero(before != state.log_scale))
        at.sweep()
    assert 0.3 * 30 * 24 < moved < 30 * 24  # two tries each, some of them refused


@pytest.mark.parametrize("n_reviews", SIZES)
def test_small_rounds_get_more_draws_and_chains_stay_side_by_side(n_reviews: int) -> None:
    effort = Effort.for_size(n_reviews, max(n_reviews // 5, 2))
    draws = effort.n_chains * effort.sweeps
    assert effort.n_chains == 1 or effort.n_chains * n_reviews <= 20_000
    assert draws >= (4_800 if n_reviews <= 2_000 else 2_000 if n_reviews <= 20_000 else 600)
    assert effort.draws <= draws


def test_work_grows_no_faster_than_the_round() -> None:
    work = [
        n * e.n_chains * (e.burn_in + e.sweeps) for n, e in ((n, Effort.for_size(n, max(n // 5, 2))) for n in SIZES)
    ]
    for few, many, less, more in zip(SIZES, SIZES[1:], work, work[1:], strict=False):
        assert more / less <= 1.01 * many / few

"""Several areas calibrated one by one and added with their weights, their errors' correlation honoured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.area_mixing import KNOWS_NOTHING, AreaFits, correlation, error_covariance, measured_of
from scoring.calibration import calibrate
from scoring.calibration_posterior import Posterior
from scoring.calibration_result import WIDER
from scoring.lattice import FloatArray, IntArray
from scoring.notes import Note
from scoring.places import checked_places
from scoring.round_arrays import ReviewFrameError, RoundArrays
from scoring.uncertainty import NORMAL_95, rank_summary

DECIMALS = 9


@dataclass(frozen=True)
class AreaFit:
    """One area: its reviews and what they say.

    Parameters
    ----------
    arrays
        The reviews of the area.
    posterior
        The fit, in the order of ``arrays``.
    at
        Place of each of the area's declarations in the common list.
    """

    arrays: RoundArrays
    posterior: Posterior
    at: IntArray


@dataclass(frozen=True)
class AreaRound:
    """All areas of a round.

    Parameters
    ----------
    declarations
        Labels, sorted.
    areas
        Names, in the order of the weights.
    weights
        Shape (n_areas,).
    fits
        One per area.
    """

    declarations: pd.Index
    areas: tuple[str, ...]
    weights: FloatArray
    fits: tuple[AreaFit, ...]


def fit_frame(reviews: pd.DataFrame, weights: Mapping[str, float], places: int, seed: int = 0) -> pd.DataFrame:
    """Estimate the weighted total of every declaration; see `scoring.fit_areas`."""
    panel = area_round(reviews, weights, places, seed)
    places = checked_places(places, len(panel.declarations))
    by_area, w = _side_by_side(panel), panel.weights
    covariance = error_covariance(by_area, _across(panel, residuals=True))
    own = WIDER**2 * np.maximum((covariance * np.outer(w, w)).sum(axis=(1, 2)), 0.0)
    levels = w * np.array([float(fit.posterior.level_sd.mean()) for fit in panel.fits])
    shared = float(levels @ _across(panel, residuals=False) @ levels)
    estimate = np.round((by_area.estimate * w).sum(axis=1), DECIMALS)
    sd = np.round(np.sqrt(own + shared), DECIMALS)
    expected_rank, chance = rank_summary(estimate + _deviations(panel) * np.sqrt(own), places)
    frame = pd.DataFrame(
        {
            "declaration": panel.declarations,
            "estimate": estimate,
            "sd": sd,
            "lo": estimate - NORMAL_95 * sd,
            "hi": estimate + NORMAL_95 * sd,
            "expected_rank": expected_rank,
            "p_top_k": chance,
        }
    )
    for k, area in enumerate(panel.areas):
        frame[f"estimate_{area}"] = by_area.estimate[:, k]
    frame = frame.sort_values(["estimate", "declaration"], ascending=[False, True], ignore_index=True)
    frame.attrs["notes"] = _notes(panel)
    return frame


def area_round(reviews: pd.DataFrame, weights: Mapping[str, float], places: int, seed: int) -> AreaRound:
    """Fit every area by itself."""
    missing = {"declaration", "expert", "area", "score"} - set(reviews.columns)
    if missing:
        raise ReviewFrameError(f"columns missing: {', '.join(sorted(missing))}")
    scored = reviews[reviews["score"].notna()]
    strange = set(scored["area"]) ^ set(weights)
    if strange:
        raise ReviewFrameError(f"areas without a weight or without a score: {', '.join(sorted(map(str, strange)))}")
    declarations = pd.Index(scored["declaration"].unique()).sort_values()
    fits = tuple(_fitted(scored[scored["area"] == area], declarations, places, seed) for area in weights)
    return AreaRound(declarations, tuple(weights), np.array([float(w) for w in weights.values()]), fits)


def _fitted(reviews: pd.DataFrame, declarations: pd.Index, places: int, seed: int) -> AreaFit:
    arrays = RoundArrays.of(reviews)
    n = len(arrays.declarations)
    posterior = calibrate(
        arrays.i, arrays.j, arrays.y, n, len(arrays.experts),
        places=min(places, n), group=arrays.group, seed=seed,
    )  # fmt: skip
    return AreaFit(arrays, posterior, np.asarray(declarations.get_indexer(arrays.declarations), dtype=np.int64))


def _side_by_side(panel: AreaRound) -> AreaFits:
    """Lay the fits out over the common list; where a declaration has no review in an area, nothing is known."""
    n, k = len(panel.declarations), len(panel.fits)
    estimate, level, measured, error = (np.empty((n, k)) for _ in range(4))
    for column, fit in enumerate(panel.fits):
        posterior = fit.posterior
        estimate[:, column] = level[:, column] = measured[:, column] = posterior.level.mean()
        error[:, column] = max(posterior.tau**2, 1e-12) * KNOWS_NOTHING
        estimate[fit.at, column], level[fit.at, column] = posterior.estimate, posterior.level
        measured[fit.at, column], error[fit.at, column] = measured_of(posterior)
    return AreaFits(estimate, level, measured, error, np.array([max(fit.posterior.tau, 1e-6) for fit in panel.fits]))


def _across(panel: AreaRound, *, residuals: bool) -> FloatArray:
    """Correlate areas: the residuals of the same review, or the leniency of the same expert."""
    columns = []
    for fit in panel.fits:
        arrays, posterior = fit.arrays, fit.posterior
        if residuals:
            index = pd.MultiIndex.from_arrays([arrays.declarations[arrays.i], arrays.experts[arrays.j]])
            columns.append(pd.Series(posterior.reviews.residual, index=index))
        else:
            spread = max(float(np.std(posterior.experts.leniency)), 1e-12)
            columns.append(pd.Series(posterior.experts.leniency / spread, index=arrays.experts))
    return correlation(np.asarray(pd.concat(columns, axis=1, sort=True), dtype=np.float64))


def _deviations(panel: AreaRound) -> FloatArray:
    """Mix the areas' draws into standardised deviations of the total that keep what declarations share."""
    n_draws = min(len(fit.posterior.draws) for fit in panel.fits)
    total = np.zeros((n_draws, len(panel.declarations)))
    for weight, fit in zip(panel.weights, panel.fits, strict=True):
        posterior = fit.posterior
        total[:, fit.at] += weight * (posterior.draws[:n_draws] - posterior.estimate)
    total -= total.mean(axis=1, keepdims=True)
    spread = total.std(axis=0)
    return np.asarray(total / np.where(spread > 0.0, spread, 1.0))


def _notes(panel: AreaRound) -> tuple[Note, ...]:
    notes = [note for fit in panel.fits for note in (*fit.arrays.notes, *fit.posterior.notes)]
    return tuple(note for k, note in enumerate(notes) if note not in notes[:k])

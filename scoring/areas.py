"""Several areas calibrated one by one and added with their weights, their errors' correlation honoured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from scoring.area_mixing import KNOWS_NOTHING, AreaFits, correlation, error_covariance, measured_of
from scoring.calibration import calibrate
from scoring.calibration_posterior import Posterior
from scoring.calibration_result import WIDER
from scoring.habits import Habits, elsewhere, told_by
from scoring.lattice import FloatArray, IntArray
from scoring.notes import Note
from scoring.places import checked_places
from scoring.round_arrays import ReviewFrameError, RoundArrays
from scoring.uncertainty import NORMAL_95, rank_summary

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 9


class Reviews(Protocol):
    """Who judged what: labels of declarations and experts, and the numbers of both in every review."""

    @property
    def declarations(self) -> pd.Index:
        """Labels."""
        ...

    @property
    def experts(self) -> pd.Index:
        """Labels."""
        ...

    @property
    def i(self) -> IntArray:
        """Declaration of each review."""
        ...

    @property
    def j(self) -> IntArray:
        """Expert of each review."""
        ...


@dataclass(frozen=True)
class AreaFit:
    """One area: its reviews and what they say.

    Parameters
    ----------
    reviews
        The reviews of the area.
    posterior
        The fit, in the order of ``reviews``, without its draws.
    at
        Place of each of the area's declarations in the common list.
    """

    reviews: Reviews
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
    deviations
        Standardised deviations of the total that keep what declarations share, shape (n_draws, n_declarations).
    """

    declarations: pd.Index
    areas: tuple[str, ...]
    weights: FloatArray
    fits: tuple[AreaFit, ...]
    deviations: FloatArray

    @classmethod
    def of(
        cls, declarations: pd.Index, weights: Mapping[str, float], fitted: Iterable[tuple[Reviews, Posterior]]
    ) -> AreaRound:
        """Put areas side by side as they are fitted, in the order of the weights; of the draws only a sum is kept."""
        total = np.zeros((0, len(declarations)))
        fits: list[AreaFit] = []
        for weight, (reviews, posterior) in zip(weights.values(), fitted, strict=True):
            at = np.asarray(declarations.get_indexer(reviews.declarations), dtype=np.int64)
            total = total[: len(posterior.draws)] if fits else np.zeros((len(posterior.draws), len(declarations)))
            part = posterior.draws[: len(total)] - posterior.estimate
            part *= float(weight)
            total[:, at] += part
            fits.append(AreaFit(reviews, replace(posterior, draws=np.empty((0, posterior.draws.shape[1]))), at))
        return cls(
            declarations, tuple(weights), np.array([float(w) for w in weights.values()]), tuple(fits),
            _standardised(total),
        )  # fmt: skip


@dataclass(frozen=True)
class AreaTotals:
    """Weighted totals in the order of `AreaRound.declarations`, shape (n_declarations,) each; see `Posterior`.

    ``by_area`` holds the estimates of the areas, shape (n_declarations, n_areas).
    """

    estimate: FloatArray
    sd: FloatArray
    lo: FloatArray
    hi: FloatArray
    expected_rank: FloatArray
    p_top_k: FloatArray
    by_area: FloatArray
    notes: tuple[Note, ...]


def fit_frame(reviews: pd.DataFrame, weights: Mapping[str, float], places: int, seed: int = 0) -> pd.DataFrame:
    """Estimate the weighted total of every declaration; see `scoring.fit_areas`."""
    import pandas as pd

    missing = {"declaration", "expert", "area", "score"} - set(reviews.columns)
    if missing:
        raise ReviewFrameError(f"columns missing: {', '.join(sorted(missing))}")
    scored = reviews[reviews["score"].notna()]
    strange = set(scored["area"]) ^ set(weights)
    if strange:
        raise ReviewFrameError(f"areas without a weight or without a score: {', '.join(sorted(map(str, strange)))}")
    arrays = [RoundArrays.of(scored[scored["area"] == area]) for area in weights]
    declarations = pd.Index(scored["declaration"].unique()).sort_values()
    looks = [told_by(_fitted(one, places, seed, None, first_look=True)) for one in arrays]
    habits = elsewhere([one.experts for one in arrays], looks)
    fitted = ((one, _fitted(one, places, seed, known)) for one, known in zip(arrays, habits, strict=True))
    panel = AreaRound.of(declarations, weights, fitted)
    totals = added(panel, checked_places(places, len(declarations)))
    columns = ("estimate", "sd", "lo", "hi", "expected_rank", "p_top_k")
    frame = pd.DataFrame({"declaration": declarations} | {name: getattr(totals, name) for name in columns})
    for k, area in enumerate(panel.areas):
        frame[f"estimate_{area}"] = totals.by_area[:, k]
    frame = frame.sort_values(["estimate", "declaration"], ascending=[False, True], ignore_index=True)
    frame.attrs["notes"] = once((*(note for one in arrays for note in one.notes), *totals.notes))
    return frame


def _fitted(
    arrays: RoundArrays, places: int, seed: int, habits: Habits | None, *, first_look: bool = False
) -> Posterior:
    n = len(arrays.declarations)
    return calibrate(
        arrays.i, arrays.j, arrays.y, n, len(arrays.experts),
        places=min(places, n), group=arrays.group, seed=seed, habits=habits, first_look=first_look,
    )  # fmt: skip


def added(panel: AreaRound, places: int) -> AreaTotals:
    """Add the areas with their weights, and their errors as they go together."""
    by_area, w = _side_by_side(panel), panel.weights
    covariance = error_covariance(by_area, _across(panel, residuals=True))
    own = WIDER**2 * np.maximum((covariance * np.outer(w, w)).sum(axis=(1, 2)), 0.0)
    levels = w * np.array([float(fit.posterior.level_sd.mean()) for fit in panel.fits])
    shared = float(levels @ _across(panel, residuals=False) @ levels)
    estimate = np.round((by_area.estimate * w).sum(axis=1), DECIMALS)
    sd = np.round(np.sqrt(own + shared), DECIMALS)
    draws = panel.deviations * np.sqrt(own)
    draws += estimate
    notes = once(tuple(note for fit in panel.fits for note in fit.posterior.notes))
    lo, hi = estimate - NORMAL_95 * sd, estimate + NORMAL_95 * sd
    return AreaTotals(estimate, sd, lo, hi, *rank_summary(draws, places), by_area.estimate, notes)


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
    import pandas as pd

    columns = []
    for fit in panel.fits:
        reviews, posterior = fit.reviews, fit.posterior
        if residuals:
            index = pd.MultiIndex.from_arrays([reviews.declarations[reviews.i], reviews.experts[reviews.j]])
            columns.append(pd.Series(posterior.reviews.residual, index=index))
        else:
            spread = max(float(np.std(posterior.experts.leniency)), 1e-12)
            columns.append(pd.Series(posterior.experts.leniency / spread, index=reviews.experts))
    return correlation(np.asarray(pd.concat(columns, axis=1, sort=True), dtype=np.float64))


def _standardised(total: FloatArray) -> FloatArray:
    """Centre every draw over the declarations and give every declaration a standard deviation of one, in place."""
    total -= total.mean(axis=1, keepdims=True)
    spread = total.std(axis=0)
    total /= np.where(spread > 0.0, spread, 1.0)
    return total


def once(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Keep the first of equal notes."""
    return tuple(note for k, note in enumerate(notes) if note not in notes[:k])

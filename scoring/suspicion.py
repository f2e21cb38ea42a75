"""Reviews and experts worth a second look: never a verdict, always with the share of honest ones as striking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration import calibrate
from scoring.calibration_posterior import Posterior
from scoring.lattice import FloatArray, IntArray
from scoring.normal_errors import normal_share
from scoring.notes import Note
from scoring.round_arrays import RoundArrays

if TYPE_CHECKING:
    import pandas as pd

SINKING = 3.0  # deviations by which a score too low must stand further apart: pushing is the commoner abuse
PUSH = 2.0  # size of the push that is looked for, in deviations of the usual review from its colleagues
STEPS = 257  # at which shares of honest reviews are worked out
HABIT = 4.0  # reviews' worth of belief that an expert agrees with the colleagues as the others do
MOST_AGREEMENT = 0.97  # correlations are kept below one, so that their transform is finite
SAME = 1e-6  # of the range of the scores; closer than this is equal
READING = Note(
    "look_at_this",
    "可疑程度 0.99 表示：一百份正常评分中约有一份同样突出。只提示请人复看，不是结论。",
)


def flagged(reviews: pd.DataFrame, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rank reviews and experts by how striking they are; see `scoring.flags`."""
    import pandas as pd

    arrays = RoundArrays.of(reviews)
    n, m = len(arrays.declarations), len(arrays.experts)
    posterior = calibrate(arrays.i, arrays.j, arrays.y, n, m, places=max(1, n // 5), group=arrays.group, seed=seed)
    of_reviews = pd.DataFrame(
        {
            "declaration": arrays.declarations[arrays.i],
            "expert": arrays.experts[arrays.j],
            "suspicion": review_suspicion(posterior, arrays.i, arrays.j),
        }
    )
    of_experts = pd.DataFrame(
        {"expert": arrays.experts, "suspicion": expert_suspicion(posterior, arrays.i, arrays.j, arrays.y)}
    )
    of_reviews = of_reviews.sort_values(
        ["suspicion", "declaration", "expert"], ascending=[False, True, True], ignore_index=True
    )
    of_experts = of_experts.sort_values(["suspicion", "expert"], ascending=[False, True], ignore_index=True)
    for frame in (of_reviews, of_experts):
        frame.attrs["notes"] = (*arrays.notes, *posterior.notes, READING)
    return of_reviews, of_experts


def colleagues_view(posterior: Posterior, i: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return what all others say of the declaration of each review, and the variance of that.

    Parameters
    ----------
    posterior
        Calibrated round.
    i
        Declaration of each review, shape (n_reviews,).

    Returns
    -------
    view, variance
        Shape (n_reviews,) each; points and points². The review's own share is taken out of the weighted sum.
    """
    share, corrected = posterior.reviews.share, posterior.reviews.corrected
    level = posterior.level[i]
    pulled = share * (corrected - level)
    rest = np.maximum(1.0 - share, 1e-6)
    view = level + (posterior.estimate[i] - level - pulled) / rest
    return view, (posterior.sd**2 - posterior.level_sd**2)[i] / rest


def review_suspicion(posterior: Posterior, i: IntArray, j: IntArray) -> FloatArray:
    """Return the share of honest reviews that stand less apart from their colleagues, shape (n_reviews,).

    Reviews are ordered by how much better a push explains the gap than chance does (Neyman and Pearson): of two gaps
    equally many deviations wide, the one that is a push's size leads, so that a careful expert's two points do not
    stand before a careless one's thirty.
    """
    view, variance = colleagues_view(posterior, i)
    noise = posterior.experts.noise[j] / posterior.experts.scale[j]
    gap = posterior.reviews.corrected - view
    least = SAME * _unit(posterior.reviews.corrected)
    spread = np.sqrt(np.maximum(noise**2 + variance, least**2))
    push = PUSH * float(np.median(spread)) / spread
    apart = gap / spread
    evidence = push * (np.maximum(apart, -apart - SINKING) - 0.5 * push)
    return np.asarray(np.round(_share_below(evidence, push), 12))


def _share_below(evidence: FloatArray, push: FloatArray) -> FloatArray:
    """Return the share of honest reviews with less evidence than each: every review's own law, averaged.

    Laws and evidence are taken at even steps of their order, so that the cost stays linear.
    """
    grid = np.unique(np.quantile(evidence, np.linspace(0.0, 1.0, STEPS)))
    middles = (np.arange(STEPS) + 0.5) / STEPS
    laws = np.quantile(push, middles)
    reach = grid[:, None] / laws + 0.5 * laws
    share = np.maximum(normal_share(reach) - normal_share(-reach - SINKING), 0.0).mean(axis=1)
    return np.asarray(np.interp(evidence, grid, share))


def expert_suspicion(posterior: Posterior, i: IntArray, j: IntArray, y: FloatArray) -> FloatArray:
    """Return the share of honest experts who agree more with their colleagues, shape (n_experts,).

    Agreement is the correlation of an expert's scores with `colleagues_view`, drawn towards the panel's where an
    expert has few reviews. Careless experts agree with nobody, reversed ones less than that.
    """
    view, _ = colleagues_view(posterior, i)
    count = np.bincount(j).astype(np.float64)
    agreement = np.arctanh(np.clip(_correlation(j, y, view), -MOST_AGREEMENT, MOST_AGREEMENT))
    usual = float(np.median(agreement))
    freedom = np.maximum(count - 3.0, 0.0)
    drawn = freedom / (freedom + HABIT) * (agreement - usual)
    spread = np.median(np.abs(drawn)) / 0.6745
    return np.asarray(np.round(normal_share(-drawn / max(float(spread), 1e-6)), 12))


def _correlation(j: IntArray, y: FloatArray, view: FloatArray) -> FloatArray:
    count, unit = np.bincount(j), _unit(y)
    left, right = ((column - (np.bincount(j, weights=column) / count)[j]) / unit for column in (y, view))
    cross, first, second = (np.bincount(j, weights=product) for product in (left * right, left**2, right**2))
    return np.asarray(cross / np.sqrt(np.maximum(first * second, 1e-12)))


def _unit(scores: FloatArray) -> float:
    """Return the range of the scores, so that no threshold depends on the unit of the scale."""
    return float(np.ptp(scores)) or 1.0

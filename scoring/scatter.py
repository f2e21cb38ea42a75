"""How far apart the experts are on one declaration: the error of the traditional methods, honestly pooled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scoring.lattice import FloatArray, IntArray

RESAMPLES = 4_000
Estimator = Callable[[FloatArray], FloatArray]  # samples in rows → one estimate per row


@dataclass(frozen=True)
class Scatter:
    """Pooled spread of reviews around their declaration's mean.

    Parameters
    ----------
    sd
        Standard deviation of one review, in points: within-declaration variance pooled over all declarations,
        never below the rounding of the scale (step / √12).
    freedom
        Degrees of freedom of the pooled variance; 0 where no declaration has two reviews.
    residuals
        Deviations, inflated by √(n / (n − 1)), sorted, shape (n_reviews with company,).
    """

    sd: float
    freedom: int
    residuals: FloatArray


def pooled_scatter(points: FloatArray, i: IntArray, counts: IntArray, step: float, span: float) -> Scatter:
    """Pool the spread within declarations; where it cannot be seen at all, assume a score anywhere on the scale."""
    floor = step / np.sqrt(12)
    means = np.bincount(i, weights=points, minlength=len(counts)) / counts
    deviation = points - means[i]
    freedom = int((counts - 1).sum())
    if freedom == 0:
        return Scatter(span / np.sqrt(12), 0, np.zeros(0))
    sd = float(np.sqrt((deviation**2).sum() / freedom))
    company = counts[i] > 1
    inflated = deviation[company] * np.sqrt(counts[i][company] / (counts[i][company] - 1.0))
    return Scatter(max(sd, floor), freedom, np.sort(inflated))


def mean_se(scatter: Scatter, counts: IntArray) -> FloatArray:
    """Return the standard error of a mean of so many reviews, in points."""
    return np.asarray(scatter.sd / np.sqrt(counts))


def resampled_se(scatter: Scatter, counts: IntArray, estimator: Estimator, seed: int) -> FloatArray:
    """Return the standard error of another average, from samples drawn out of the pooled deviations.

    The same estimator is applied to 4,000 samples of each size that occurs; the ratio to the mean's error in the
    same samples is what is used, so that resampling noise stays below one per cent.
    """
    if scatter.freedom == 0:
        return mean_se(scatter, counts)
    rng = np.random.default_rng(seed)
    ratio = np.ones(int(counts.max()) + 1)
    for count in np.unique(counts):
        samples = rng.choice(scatter.residuals, size=(RESAMPLES, int(count)))
        of_mean = float(samples.mean(axis=1).std())
        ratio[count] = float(estimator(samples).std()) / of_mean if of_mean > 0 else 1.0
    return np.asarray(mean_se(scatter, counts) * np.maximum(ratio[counts], 1e-3))

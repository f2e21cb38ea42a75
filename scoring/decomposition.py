"""A calibrated estimate as five numbers that add up: raw mean, leniency, scale, reliability, shrinkage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.calibration_posterior import Posterior
from scoring.lattice import FloatArray, IntArray


@dataclass(frozen=True)
class Decomposition:
    """Steps from the raw mean to the estimate, points, shape (n_declarations,) each; their sum is the estimate.

    Parameters
    ----------
    raw_mean
        Mean of the scores received.
    leniency
        What taking out the experts' leniency adds.
    scale
        What bringing the experts' scales to the panel's average adds.
    reliability
        What weighing reliable reviews more, and outliers less, adds.
    shrinkage
        What drawing the result towards the level of the island adds; strong where reviews are few.
    """

    raw_mean: FloatArray
    leniency: FloatArray
    scale: FloatArray
    reliability: FloatArray
    shrinkage: FloatArray

    @property
    def total(self) -> FloatArray:
        """The estimate."""
        return self.raw_mean + self.leniency + self.scale + self.reliability + self.shrinkage


def decompose(posterior: Posterior, i: IntArray, j: IntArray, y: FloatArray) -> Decomposition:
    """Take every estimate apart.

    Parameters
    ----------
    posterior
        Result of `scoring.calibration.calibrate` for the same reviews.
    i, j, y
        Declaration, expert and score of each review, shape (n_reviews,).

    Returns
    -------
    Decomposition
        Exact up to floating point, O(n_reviews).

    Examples
    --------
    >>> from scoring.calibration import calibrate
    >>> i, j = np.repeat(np.arange(6), 3), np.tile(np.arange(3), 6)
    >>> y = np.array([70., 72, 61, 80, 83, 70, 60, 61, 50, 75, 77, 66, 90, 92, 81, 66, 69, 58])
    >>> posterior = calibrate(i, j, y, 6, 3, places=2)
    >>> bool(np.allclose(decompose(posterior, i, j, y).total, posterior.estimate, atol=1e-12))
    True
    """
    count = np.bincount(i)

    def mean(values: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(i, weights=values) / count)

    corrected, share = posterior.reviews.corrected, posterior.reviews.share
    lenient = posterior.experts.leniency[j]
    weighed = np.bincount(i, weights=share * corrected) / np.bincount(i, weights=share)
    return Decomposition(
        raw_mean=mean(y),
        leniency=-mean(lenient),
        scale=mean(corrected - y + lenient),
        reliability=weighed - mean(corrected),
        shrinkage=posterior.estimate - weighed,
    )

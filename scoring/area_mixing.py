"""Areas seen together: qualities go together, and so do the errors of those who judge them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.calibration_posterior import Posterior
from scoring.calibration_result import WIDER
from scoring.lattice import FloatArray

CLIP = 3.0  # standardised residuals beyond this tell of outliers, not of correlation
LEAST_EIGENVALUE = 1e-3
KNOWS_NOTHING = 1e4  # variance, in variances of the declarations, of an area in which a declaration has no review


@dataclass(frozen=True)
class AreaFits:
    """Separate fits of the areas, laid side by side; points, shape (n_declarations, n_areas) each.

    Parameters
    ----------
    estimate
        Calibrated estimate.
    level
        Level of each area.
    measured
        Corrected and weighted mean before any shrinkage.
    error
        Variance of ``measured``.
    tau
        Standard deviation of the declarations in each area, shape (n_areas,).
    """

    estimate: FloatArray
    level: FloatArray
    measured: FloatArray
    error: FloatArray
    tau: FloatArray


def measured_of(posterior: Posterior) -> tuple[FloatArray, FloatArray]:
    """Undo the shrinkage: posterior variance v and prior variance t give the error e with 1/v = 1/e + 1/t.

    Returns
    -------
    measured, error
        Corrected mean before shrinkage and its variance, shape (n_declarations,) each.
    """
    prior = max(posterior.tau**2, 1e-12)
    kept = np.clip((posterior.sd**2 - posterior.level_sd**2) / WIDER**2 / prior, 1e-9, 1.0 - 1.0 / KNOWS_NOTHING)
    measured = posterior.level + (posterior.estimate - posterior.level) / (1.0 - kept)
    return measured, prior * kept / (1.0 - kept)


def correlation(columns: FloatArray) -> FloatArray:
    """Return the correlation of standardised residuals, outliers clipped, missing pairs left out.

    Parameters
    ----------
    columns
        Shape (n_reviews, n_areas), NaN where a review has no score in an area.

    Returns
    -------
    array, shape (n_areas, n_areas)
        Positive definite, ones on the diagonal.

    Examples
    --------
    >>> np.round(correlation(np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])), 3).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    seen = ~np.isnan(columns)
    values = np.where(seen, np.clip(columns, -CLIP, CLIP), 0.0)
    products = values.T @ values
    squares = (values**2).T @ seen.astype(np.float64)
    return positive(products / np.sqrt(np.maximum(squares * squares.T, 1e-12)))


def positive(matrix: FloatArray) -> FloatArray:
    """Return the nearest-by-eigenvalue correlation matrix."""
    values, vectors = np.linalg.eigh(0.5 * (matrix + matrix.T))
    mended = (vectors * np.maximum(values, LEAST_EIGENVALUE)) @ vectors.T
    root = np.sqrt(np.diag(mended))
    return np.asarray(mended / np.outer(root, root))


def quality_correlation(fits: AreaFits, errors: FloatArray) -> FloatArray:
    """Estimate by moments how quality in one area goes with quality in another."""
    weight = (fits.tau**2 / (fits.tau**2 + fits.error)) ** 2
    centred = fits.measured - fits.level
    root = np.sqrt(fits.error)
    pairs = weight[:, :, None] * weight[:, None, :]
    product = centred[:, :, None] * centred[:, None, :] - errors * root[:, :, None] * root[:, None, :]
    covariance = (pairs * product).sum(axis=0) / pairs.sum(axis=0)
    variance = np.maximum(np.diag(covariance), 1e-3 * fits.tau**2)
    return positive(np.clip(covariance / np.sqrt(np.outer(variance, variance)), -1.0, 1.0))


def error_covariance(fits: AreaFits, errors: FloatArray) -> FloatArray:
    """Return how the errors of a declaration's area estimates go together.

    Parameters
    ----------
    fits
        Separate fits.
    errors
        Correlation of the errors of one review across areas, shape (n_areas, n_areas).

    Returns
    -------
    array, shape (n_declarations, n_areas, n_areas)
        An estimate keeps the share r of what was measured, so that its error is r times the error of measurement
        less (1 − r) times the quality; points². O(n_declarations × n_areas²).
    """
    prior = quality_correlation(fits, errors) * np.outer(fits.tau, fits.tau)
    kept = fits.tau**2 / (fits.tau**2 + fits.error)
    noise, lost = kept * np.sqrt(fits.error), 1.0 - kept
    return np.asarray(errors * noise[:, :, None] * noise[:, None, :] + prior * lost[:, :, None] * lost[:, None, :])

"""The classical mixed model (REML, BLUP) as a registered method."""

from __future__ import annotations

import numpy as np

from scoring.estimates import Estimates
from scoring.lattice import FloatArray
from scoring.normal_errors import rank_chances, student_quantile
from scoring.normalise import snapped
from scoring.notes import Note
from scoring.ratings import Ratings
from scoring.reml import Reml, reml

DENSE_EXPERTS = 1_000  # up to here the prediction errors are exact at the fitted variances
LEAST = 1e-10  # of the squared width of the scale: a variance of zero is taken as this
GRID = 1e-7  # of the scale: what the search for the variances leaves undecided must not decide a tie


def mixed(ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
    """Rank by best linear unbiased predictions of the crossed mixed model at its REML variances.

    ``y_ij = μ + θ_i + b_j + e_ij``, all three normal with variances τ², ω², σ²; the estimate is ``μ + θ̂_i``.
    Leniency is shrunk by how much the expert has shown, quality by how much the declaration has been judged. Assumes
    one scale and one reliability for all experts. Errors are those of prediction at the fitted variances (Henderson
    1975), so that they are somewhat short in small rounds. O(min(n, experts)³) per fit.

    Examples
    --------
    >>> import pandas as pd
    >>> scores = [80, 70, 60, 52, 90, 78]
    >>> frame = pd.DataFrame({"declaration": list("aabbcc"), "expert": list("xyxyxy"), "score": scores})
    >>> mixed(Ratings.from_frame(frame), places=1).merit.round(1).tolist()
    [75.0, 56.1, 83.9]
    """
    fit = fit_mixed(ratings)
    key, merit = mixed_merit(ratings, fit)
    sd = np.maximum(snapped(prediction_errors(ratings, fit), ratings.span, GRID)[1], GRID * ratings.span)
    freedom = max(ratings.n_reviews - ratings.n_declarations - ratings.n_experts + 1, 1)
    half = student_quantile(float(freedom)) * sd
    expected, chance = rank_chances(merit, sd, places, seed)
    deviations = {name: float(np.sqrt(value)) for name, value in variances_of(fit).items()}
    note = Note(
        "mixed_error",
        "混合模型（REML）：申报水平标准差 {tau} 分，专家宽严 {omega} 分，残差 {sigma} 分；"
        "方差按估计值代入，轮次小时区间偏短；各申报误差按互相独立计。",
        {name: f"{value:.2f}" for name, value in deviations.items()},
    )
    parameters = {"mu": ratings.sign * fit.mu, **deviations, "is_exact": fit.exact}
    return Estimates(merit, key, sd, merit - half, merit + half, expected, chance, (note,), parameters)


def fit_mixed(ratings: Ratings) -> Reml:
    """Fit the mixed model to the merits of the reviews; equal scores leave nothing to fit."""
    y = ratings.merits.points
    if y.min() == y.max():
        nothing = np.zeros(ratings.n_declarations), np.zeros(ratings.n_experts)
        return Reml(float(y[0]), 0.0, 0.0, 0.0, *nothing, exact=True)
    return reml(ratings.i, ratings.j, y, ratings.n_declarations, ratings.n_experts)


def mixed_merit(ratings: Ratings, fit: Reml) -> tuple[FloatArray, FloatArray]:
    """Return the tie key and the merit of every declaration, free of what the search leaves undecided."""
    return snapped(fit.mu + fit.declarations, ratings.span, GRID)


def variances_of(fit: Reml) -> dict[str, float]:
    """Return the variances of declarations, experts and residuals by name."""
    return {"tau": fit.tau2, "omega": fit.omega2, "sigma": fit.sigma2}


def prediction_errors(ratings: Ratings, fit: Reml) -> FloatArray:
    """Return the standard error of each ``μ + θ̂_i`` at the fitted variances, points, shape (n_declarations,).

    The declarations are swept out of the mixed-model equations; with more than 1,000 experts only the diagonal of
    what remains is inverted.
    """
    least = LEAST * ratings.span**2
    tau2, omega2, sigma2 = (max(value, least) for value in (fit.tau2, fit.omega2, fit.sigma2))
    n, i, j = ratings.reviews_per_declaration, ratings.i, ratings.j
    own = n / sigma2 + 1.0 / tau2
    if ratings.n_experts > DENSE_EXPERTS:
        leniency = 1.0 / (ratings.reviews_per_expert / sigma2 + 1.0 / omega2)
        carried = np.bincount(i, weights=leniency[j]) / (sigma2 * own) ** 2
        return np.asarray(np.sqrt(1.0 / own + carried + tau2 / ratings.n_declarations))
    seen = np.zeros((len(n), 1 + ratings.n_experts))
    seen[:, 0] = n
    seen[i, 1 + j] = 1.0
    swept = -(seen.T @ (seen / own[:, None])) / sigma2**2
    swept += _expert_block(ratings, sigma2, omega2)
    reach = -seen / (sigma2 * own)[:, None]
    reach[:, 0] += 1.0
    solved = np.linalg.solve(swept, reach.T)
    return np.asarray(np.sqrt(1.0 / own + np.maximum(np.einsum("ij,ji->i", reach, solved), 0.0)))


def _expert_block(ratings: Ratings, sigma2: float, omega2: float) -> FloatArray:
    """Return the equations of the mean and the experts before the declarations are swept out."""
    m = ratings.reviews_per_expert / sigma2
    block = np.diag(np.concatenate(([ratings.n_reviews / sigma2], m + 1.0 / omega2)))
    block[0, 1:] = block[1:, 0] = m
    return block

"""Restricted maximum likelihood of the crossed mixed model, as R's lme4 fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from scoring.crossed_design import CrossedDesign, CrossedEquations, Solution
from scoring.lattice import FloatArray, IntArray
from scoring.newton_steps import least_by_newton
from scoring.round_arrays import RoundArrays
from scoring.simplex import minimised
from scoring.variance_moments import moments

if TYPE_CHECKING:
    import pandas as pd

DENSE_LIMIT = 2_500  # levels of the smaller factor up to which the equations are solved exactly
# Where reviews leave no residual the ratios run away; beyond this, double precision holds no residual either.
LARGEST_RATIO = 1e4
TOLERANCE = 1e-9


class RemlTable(TypedDict):
    """What `scoring.fit_reml` returns."""

    mu: float
    tau2: float
    omega2: float
    sigma2: float
    blup: pd.Series


@dataclass(frozen=True)
class Reml:
    """Variance components and predictions, points.

    Parameters
    ----------
    mu
        Grand mean.
    tau2, omega2, sigma2
        Variance of declarations, of experts and of residuals.
    declarations, experts
        Best linear unbiased predictions of the effects (deviations from ``mu``).
    exact
        False where the panel was too large and the components are moments, not REML.
    """

    mu: float
    tau2: float
    omega2: float
    sigma2: float
    declarations: FloatArray
    experts: FloatArray
    exact: bool


def fit_frame(reviews: pd.DataFrame) -> RemlTable:
    """Fit a frame of reviews; see `scoring.fit_reml`."""
    import pandas as pd

    arrays = RoundArrays.of(reviews)
    fitted = reml(arrays.i, arrays.j, arrays.y, len(arrays.declarations), len(arrays.experts))
    blup = pd.Series(fitted.declarations, index=arrays.declarations, name="blup").sort_index()
    blup.index.name = "declaration"
    return {"mu": fitted.mu, "tau2": fitted.tau2, "omega2": fitted.omega2, "sigma2": fitted.sigma2, "blup": blup}


def reml(i: IntArray, j: IntArray, y: FloatArray, n_declarations: int, n_experts: int) -> Reml:
    """Fit ``y = mu + declaration + expert + residual`` by REML.

    Parameters
    ----------
    i, j, y
        Declaration, expert and score of each review, shape (n_reviews,).
    n_declarations, n_experts
        Sizes of the two sides.

    Returns
    -------
    Reml
        Equal to ``lmer(y ~ 1 + (1 | declaration) + (1 | expert))``; beyond 2,500 levels of the smaller factor,
        moments of Henderson's first method with predictions at those components.

    Notes
    -----
    Bates, Mächler, Bolker and Walker (2015), Journal of Statistical Software 67(1). About thirty solutions of
    O(min(n_declarations, n_experts)³) by Newton's method; the simplex where no residual is left.

    Examples
    --------
    Four declarations seen by the same three experts: tau² = (MS_d − MS_r) / 3, omega² = (MS_e − MS_r) / 4.

    >>> i, j = np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4)
    >>> fitted = reml(i, j, np.array([1., 2, 4, 3, 5, 6, 8, 8, 11, 9, 12, 13]), 4, 3)
    >>> round(fitted.tau2, 4), round(fitted.omega2, 4), round(fitted.sigma2, 4)
    (16.4722, 2.5278, 0.4722)
    """
    middle, spread = float(y.mean()), float(y.std())
    if spread == 0.0:
        return Reml(middle, 0.0, 0.0, 0.0, np.zeros(n_declarations), np.zeros(n_experts), exact=True)
    wide = n_declarations >= n_experts
    design = CrossedDesign(*((i, j) if wide else (j, i)), (y - middle) / spread, *_sizes(n_declarations, n_experts))
    start = moments(design)
    exact = design.n_b <= DENSE_LIMIT
    solution, ratios = _exact(design, start) if exact else _at_moments(design, start)
    unit = spread**2 * solution.sigma2
    a, b = spread * solution.effect_a, spread * solution.effect_b
    first, second = (float(unit * ratio**2) for ratio in ratios)
    tau2, omega2, declarations, experts = (first, second, a, b) if wide else (second, first, b, a)
    return Reml(middle + spread * solution.mu, tau2, omega2, float(unit), declarations, experts, exact)


def _sizes(n_declarations: int, n_experts: int) -> tuple[int, int]:
    return max(n_declarations, n_experts), min(n_declarations, n_experts)


def _exact(design: CrossedDesign, start: FloatArray) -> tuple[Solution, FloatArray]:
    """Minimise the criterion, which is even in either ratio, so that zero is no boundary."""
    equations = CrossedEquations(design)

    def within(ratios: FloatArray) -> FloatArray:
        return np.clip(ratios, -LARGEST_RATIO, LARGEST_RATIO)

    def criterion(ratios: FloatArray) -> float:
        return equations.factor(*map(float, within(ratios))).criterion

    begun = np.maximum(within(start), 0.1)
    found = least_by_newton(criterion, begun)
    ratios = minimised(criterion, begun, 0.3, TOLERANCE, 500) if found is None else np.abs(found)
    return equations.solve(*map(float, within(ratios))), within(ratios)


def _at_moments(design: CrossedDesign, ratios: FloatArray) -> tuple[Solution, FloatArray]:
    """Predict at given ratios by back-fitting, each effect in turn."""
    mu, effect_a, effect_b = float(design.y.mean()), np.zeros(design.n_a), np.zeros(design.n_b)
    count_a, count_b = (np.bincount(at, minlength=n) for at, n in ((design.a, design.n_a), (design.b, design.n_b)))
    gain_a, gain_b = (r**2 / (1.0 + r**2 * count) for r, count in zip(ratios, (count_a, count_b), strict=True))
    for _ in range(30):
        effect_a = gain_a * np.bincount(design.a, weights=design.y - mu - effect_b[design.b], minlength=design.n_a)
        effect_b = gain_b * np.bincount(design.b, weights=design.y - mu - effect_a[design.a], minlength=design.n_b)
        mu = float((design.y - effect_a[design.a] - effect_b[design.b]).mean())
    sigma2 = 1.0 / (1.0 + float(ratios @ ratios))
    return Solution(mu, sigma2, effect_a, effect_b), ratios

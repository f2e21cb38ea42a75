"""Coarse scales taken as grades, not numbers: a proportional-odds model with the expert's leniency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.estimates import Estimates
from scoring.lattice import FloatArray, IntArray
from scoring.normal_errors import rank_chances
from scoring.normalise import snapped
from scoring.notes import Note
from scoring.ratings import Ratings

MOST_GRADES = 12
SWEEPS = 400
TOLERANCE = 1e-9
BINS = 2_000
GRID = 1e-6  # of log-odds: what the solver leaves undecided must not decide a tie
Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Grades:
    """Scores as grades 0, 1, … with the mean score of each, in points."""

    of: IntArray
    level: FloatArray

    @property
    def n(self) -> int:
        """Number of grades."""
        return len(self.level)


@dataclass
class OrdinalFit:
    """Log-odds of each declaration and expert, cut points between grades, and the spread of both sides."""

    quality: FloatArray
    leniency: FloatArray
    cuts: FloatArray
    quality_sd: FloatArray
    tau: float
    omega: float


def ordinal(ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
    """Rank by the quality of a proportional-odds model (McCullagh 1980) with random declarations and experts.

    ``log odds(grade_ij > l) = θ_i + b_j − c_l``, ``θ_i ~ N(0, τ²)``, ``b_j ~ N(0, ω²)``; penalised likelihood by
    Newton steps, variances by their Laplace moments. The estimate is the expected score from an average expert, in
    points. Scales of more than 12 different scores are first cut into twelve grades of about equal size. O(n × sweeps).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("aabb"), "expert": list("xyxy"), "score": [5, 4, 2, 1]})
    >>> fit = ordinal(Ratings.from_frame(frame, scale=(1, 5)), places=1)
    >>> bool(fit.merit[0] > fit.merit[1]), bool(fit.p_top_k[0] > 0.5)
    (True, True)
    """
    grades = grades_of(ratings)
    fit = fit_ordinal(ratings, grades)
    key, quality = snapped(fit.quality, 1.0, GRID)
    sd = np.maximum(fit.quality_sd, GRID)
    merit, lo, hi = (expected_score(quality + shift, fit.cuts, grades.level) for shift in (0.0, -Z90 * sd, Z90 * sd))
    slope = (expected_score(quality + 1e-3, fit.cuts, grades.level) - merit) / 1e-3
    expected, chance = rank_chances(quality, snapped(sd, 1.0, GRID)[1], places, seed)
    points_sd = np.maximum(slope * sd, 1e-9 * ratings.span)
    note = Note(
        "ordinal_grades",
        "评分按 {count} 个等级处理，只用高低次序；"
        "专家宽严的标准差 {omega}，申报水平的标准差 {tau}（对数优势比）；区间为 90 %。",
        {"count": str(grades.n), "omega": f"{fit.omega:.2f}", "tau": f"{fit.tau:.2f}"},
    )
    learned = {"tau": fit.tau, "omega": fit.omega, "cuts": [float(cut) for cut in fit.cuts]}
    return Estimates(merit, key, points_sd, lo, hi, expected, chance, (note,), learned)


def grades_of(ratings: Ratings) -> Grades:
    """Number the different merits from below; more than twelve are cut into twelve of about equal size."""
    levels, of, counts = np.unique(ratings.merits.steps, return_inverse=True, return_counts=True)
    if len(levels) > MOST_GRADES:
        middle = (np.cumsum(counts) - counts / 2) / counts.sum()
        _, coarse = np.unique((middle * MOST_GRADES).astype(np.int64), return_inverse=True)
        of = coarse[of]
    points = ratings.merits.points
    return Grades(of.reshape(-1).astype(np.int64), np.bincount(of, weights=points) / np.bincount(of))


def fit_ordinal(ratings: Ratings, grades: Grades) -> OrdinalFit:
    """Fit the model; every sweep improves declarations, experts, cut points and variances in turn."""
    i, j = ratings.i, ratings.j
    n, m = ratings.n_declarations, ratings.n_experts
    passed = np.cumsum(np.bincount(grades.of, minlength=grades.n))[:-1] / len(i)
    cuts = np.log(passed / (1 - passed))
    fit = OrdinalFit(np.zeros(n), np.zeros(m), cuts, np.ones(n), 1.0, 0.5)
    for _ in range(SWEEPS):
        before = fit.quality.copy()
        fit.quality, fit.quality_sd = _newton(i, n, fit.quality, fit.tau, *_slopes(grades.of, fit, i, j))
        fit.leniency, spread = _newton(j, m, fit.leniency, fit.omega, *_slopes(grades.of, fit, i, j))
        fit.cuts = _matched_cuts(fit.quality[i] + fit.leniency[j], fit.cuts, passed)
        fit.tau = max(float(np.sqrt((fit.quality**2 + fit.quality_sd**2).mean())), 0.05)
        fit.omega = max(float(np.sqrt((fit.leniency**2 + spread**2).mean())), 0.05)
        if np.abs(fit.quality - before).max(initial=0.0) < TOLERANCE:
            break
    return fit


def _slopes(of: IntArray, fit: OrdinalFit, i: IntArray, j: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return first derivative and negative second derivative of each review's log-likelihood in its own level."""
    level = fit.quality[i] + fit.leniency[j]
    edges = np.concatenate(([-60.0], fit.cuts, [60.0]))
    below, above = _logistic(edges[of] - level), _logistic(edges[of + 1] - level)
    return below + above - 1.0, below * (1 - below) + above * (1 - above)


def _newton(
    axis: IntArray, size: int, at: FloatArray, sd: float, first: FloatArray, second: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Take one penalised Newton step per member of an axis; return the new values and their standard errors."""
    curvature = np.bincount(axis, weights=second, minlength=size) + sd**-2
    pull = np.bincount(axis, weights=first, minlength=size) - at / sd**2
    return at + np.clip(pull / curvature, -1.0, 1.0), 1.0 / np.sqrt(curvature)


def _matched_cuts(level: FloatArray, cuts: FloatArray, passed: FloatArray) -> FloatArray:
    """Move each cut so that the model expects as many scores below it as there are; levels are binned for speed."""
    if len(cuts) == 0:
        return cuts
    edges = np.linspace(level.min() - 1e-9, level.max() + 1e-9, BINS + 1)
    share = np.bincount(np.searchsorted(edges, level, side="right") - 1, weights=level, minlength=BINS)[:BINS]
    count = np.bincount(np.searchsorted(edges, level, side="right") - 1, minlength=BINS)[:BINS]
    alive = count > 0
    centre, weight = share[alive] / count[alive], count[alive] / len(level)
    below = _logistic(cuts[:, None] - centre[None, :])
    return np.asarray(cuts + np.clip((passed - below @ weight) / ((below * (1 - below)) @ weight), -1.0, 1.0))


def expected_score(quality: FloatArray, cuts: FloatArray, level: FloatArray) -> FloatArray:
    """Return the expected score of each declaration from an expert of leniency 0, in points."""
    return np.asarray(level[0] + odds_above(quality, cuts) @ np.diff(level))


def odds_above(quality: FloatArray, cuts: FloatArray) -> FloatArray:
    """Return the probability of a grade above each cut from an expert of leniency 0, shape (n, n_cuts)."""
    return np.asarray(1.0 - _logistic(cuts[None, :] - quality[:, None]))


def _logistic(x: FloatArray) -> FloatArray:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60.0, 60.0))))

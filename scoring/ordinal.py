"""Coarse scales taken as grades, not numbers: a proportional-odds model with the expert's leniency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.acceleration import Accelerator
from scoring.estimates import Estimates
from scoring.lattice import FloatArray, IntArray
from scoring.normal_errors import rank_chances
from scoring.normalise import snapped
from scoring.notes import Note
from scoring.ratings import Ratings

MOST_GRADES = 12
SWEEPS = 400
TOLERANCE = 1e-8
BINS = 2_000
GRID = 1e-6  # of log-odds: what the solver leaves undecided must not decide a tie
FAR = 60.0  # log-odds of the ends of the scale
LEAST_SPREAD = 0.05
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
    """Fit the model: sweeps that improve both sides, cut points and variances in turn, accelerated to their end."""
    sweeps = Sweeps(ratings, grades)
    at, ahead = sweeps.start(), Accelerator()
    for _ in range(SWEEPS):
        end = sweeps.sweep(at)
        if np.abs(end - at)[: sweeps.n].max(initial=0.0) < TOLERANCE:
            return sweeps.fit_at(end)
        at = ahead.next(at, end)
        at[-2:] = np.maximum(at[-2:], np.log(LEAST_SPREAD))
    return sweeps.fit_at(end)


class Sweeps:
    """One round of improvement of everything the model does not know, laid out as one long array.

    Quality and leniency average zero: what both share is in the cut points.

    Parameters
    ----------
    ratings, grades
        The round.
    """

    def __init__(self, ratings: Ratings, grades: Grades) -> None:
        self.i, self.j, self.below, self.above = ratings.i, ratings.j, grades.of, grades.of + 1
        self.n, self.m, self.n_cuts = ratings.n_declarations, ratings.n_experts, grades.n - 1
        self.passed = np.cumsum(np.bincount(grades.of, minlength=grades.n))[:-1] / len(self.i)
        self.quality_sd = np.ones(self.n)

    def start(self) -> FloatArray:
        """Return where to begin: no differences, the cut points that fit all reviews together."""
        cuts = np.log(self.passed / (1 - self.passed))
        return np.concatenate((np.zeros(self.n + self.m), cuts, np.log([1.0, 0.5])))

    def parts(self, at: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return quality, leniency, cut points and both standard deviations."""
        quality, leniency, cuts, spreads = np.split(at, np.cumsum((self.n, self.m, self.n_cuts)))
        return quality, leniency, cuts, np.exp(spreads)

    def fit_at(self, at: FloatArray) -> OrdinalFit:
        """Return the model as it stands."""
        quality, leniency, cuts, (tau, omega) = self.parts(at)
        return OrdinalFit(quality, leniency, cuts, self.quality_sd, float(tau), float(omega))

    def sweep(self, at: FloatArray) -> FloatArray:
        """Improve everything once."""
        quality, leniency, cuts, (tau, omega) = self.parts(at)
        edges = np.exp(-np.concatenate(([-FAR], cuts, [FAR])))
        quality, self.quality_sd = _newton(self.i, quality, tau, *self._slopes(quality, leniency, edges))
        leniency, spread = _newton(self.j, leniency, omega, *self._slopes(quality, leniency, edges))
        cuts = _matched_cuts(quality[self.i] + leniency[self.j], cuts, self.passed)
        spreads = _spread(quality, self.quality_sd, tau), _spread(leniency, spread, omega)
        return np.concatenate((quality, leniency, cuts, np.log(np.maximum(spreads, LEAST_SPREAD))))

    def _slopes(self, quality: FloatArray, leniency: FloatArray, edges: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return first derivative and negative second derivative of each review's log-likelihood in its own level."""
        odds = np.exp(quality)[self.i]
        odds *= np.exp(leniency)[self.j]
        below, above = (1.0 / (1.0 + odds * edges[at]) for at in (self.below, self.above))
        first = below + above
        below *= below
        above *= above
        return first - 1.0, first - below - above


def _newton(
    axis: IntArray, at: FloatArray, sd: float, first: FloatArray, second: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Take one penalised Newton step per member of an axis; return the new values, centred, and their errors."""
    curvature = np.bincount(axis, weights=second, minlength=len(at)) + sd**-2
    pull = np.bincount(axis, weights=first, minlength=len(at)) - at / sd**2
    moved = at + np.clip(pull / curvature, -1.0, 1.0)
    return moved - moved.mean(), 1.0 / np.sqrt(curvature)


def _spread(effect: FloatArray, error: FloatArray, old: float) -> float:
    """Return the standard deviation for which Σ effect² + Σ error² = n sd², MacKay's quick steps, twofold at most."""
    learned = max(len(effect) - float(error @ error) / old**2, 1e-9 * len(effect))
    return float(np.clip(np.sqrt(float(effect @ effect) / learned), 0.5 * old, 2.0 * old))


def _matched_cuts(level: FloatArray, cuts: FloatArray, passed: FloatArray) -> FloatArray:
    """Move each cut so that the model expects as many scores below it as there are; levels are binned for speed."""
    if len(cuts) == 0:
        return cuts
    low = float(level.min()) - 1e-9
    width = (float(level.max()) + 1e-9 - low) / BINS
    at = ((level - low) / width).astype(np.int64)
    share, count = np.bincount(at, weights=level), np.bincount(at)
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

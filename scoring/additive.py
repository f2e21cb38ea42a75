"""Two-way least squares: every score is the declaration's quality plus the expert's leniency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.estimates import Estimates
from scoring.lattice import FloatArray, IntArray
from scoring.normal_errors import rank_chances, student_quantile
from scoring.normalise import snapped
from scoring.notes import Note
from scoring.ratings import Ratings

DENSE_EXPERTS = 400  # up to here the errors of the leniencies are computed exactly
TOLERANCE = 1e-13
MOST_STEPS = 500


@dataclass(frozen=True)
class Additive:
    """A fitted two-way model.

    Attributes
    ----------
    quality
        Of each declaration, in points, shape (n_declarations,).
    leniency
        Of each expert, in points, shape (n_experts,); averages 0 over the reviews of each connected piece.
    sd
        Standard error of each quality, in points.
    review_sd
        Residual standard deviation, in points.
    freedom
        Residual degrees of freedom.
    """

    quality: FloatArray
    leniency: FloatArray
    sd: FloatArray
    review_sd: float
    freedom: int


def additive(ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
    """Rank by the declaration effects of a two-way least squares fit.

    ``y_ij = θ_i + b_j + e_ij``; normal equations solved for the leniencies by conjugate gradients. Assumes equal
    reliability of all experts and no shrinkage: an expert with few scores is corrected as boldly as one with many.
    Connected pieces are not comparable: leniencies average 0 within each piece. O(n × steps).

    Source: Yates 1934; Roos, Rothe and Scheuermann 2011 for reviewers.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("aabbc"), "expert": list("xyxyy"), "score": [80, 90, 70, 80, 80]})
    >>> fit = additive(Ratings.from_frame(frame), places=1)  # y is 10 milder than x; b and c are alike, not 75 and 80
    >>> fit.merit.round(6).tolist()
    [86.0, 76.0, 76.0]
    """
    fit = fit_additive(ratings)
    key, merit = snapped(fit.quality, ratings.span)
    sd = np.maximum(snapped(fit.sd, ratings.span)[1], 1e-9 * ratings.span)
    half = student_quantile(float(max(fit.freedom, 1))) * sd
    expected, chance = rank_chances(merit, sd, places, seed)
    note = Note(
        "additive_error",
        "已按最小二乘扣除各专家的宽严；残差标准差 {sd} 分（自由度 {freedom}）；区间为 90 %，各申报误差按互相独立计。",
        {"sd": f"{fit.review_sd:.2f}", "freedom": str(fit.freedom)},
    )
    parameters = {"review_sd": fit.review_sd, "freedom": fit.freedom}
    return Estimates(merit, key, sd, merit - half, merit + half, expected, chance, (note,), parameters)


def fit_additive(ratings: Ratings) -> Additive:
    """Fit the two-way model to the merits of the reviews; O(n × steps), exact to about 12 digits."""
    i, j, y = ratings.i, ratings.j, ratings.merits.points
    design = _Design(i, j, ratings.reviews_per_declaration, ratings.reviews_per_expert)
    means = design.over_declaration(y)
    gaps = np.bincount(j, weights=y - means[i], minlength=ratings.n_experts)
    leniency = design.solve(np.asarray(gaps, dtype=np.float64))
    piece = ratings.island[ratings.n_declarations :]
    of_review = piece[j]
    leniency = leniency - (np.bincount(of_review, weights=leniency[j]) / np.bincount(of_review))[piece]
    quality = means - design.over_declaration(leniency[j])
    residual = y - quality[i] - leniency[j]
    freedom = len(y) - ratings.n_declarations - ratings.n_experts + int(ratings.island.max()) + 1
    review_sd = float(np.sqrt((residual**2).sum() / freedom)) if freedom > 0 else ratings.span / np.sqrt(12)
    review_sd = max(review_sd, float(ratings.step) / np.sqrt(12))
    return Additive(quality, leniency, review_sd * np.sqrt(design.unit_variances(piece)), review_sd, max(freedom, 0))


@dataclass(frozen=True)
class _Design:
    """The incidence of experts and declarations, seen from the experts after the declarations are swept out."""

    i: IntArray
    j: IntArray
    per_declaration: IntArray
    per_expert: IntArray

    def over_declaration(self, values: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(self.i, weights=values, minlength=len(self.per_declaration))) / (
            self.per_declaration
        )

    def swept(self, leniency: FloatArray) -> FloatArray:
        back = self.over_declaration(leniency[self.j])[self.i]
        return self.per_expert * leniency - np.bincount(self.j, weights=back, minlength=len(self.per_expert))

    @property
    def diagonal(self) -> FloatArray:
        share = (1.0 / self.per_declaration)[self.i]
        return np.asarray(
            self.per_expert - np.bincount(self.j, weights=share, minlength=len(self.per_expert)), dtype=np.float64
        )

    def solve(self, target: FloatArray) -> FloatArray:
        """Conjugate gradients with the diagonal as preconditioner; the constant of each piece stays at its start."""
        inverse = np.where(self.diagonal > 1e-9, 1.0 / np.maximum(self.diagonal, 1e-9), 0.0)
        solution, residual = np.zeros_like(target), target.copy()
        scaled = inverse * residual
        direction, power = scaled.copy(), float(residual @ scaled)
        goal = power * TOLERANCE**2
        for _ in range(MOST_STEPS):
            if power <= goal or power == 0.0:
                break
            image = self.swept(direction)
            length = power / float(direction @ image)
            solution, residual = solution + length * direction, residual - length * image
            scaled = inverse * residual
            power, before = float(residual @ scaled), power
            direction = scaled + power / before * direction
        return solution

    def unit_variances(self, piece: IntArray) -> FloatArray:
        """Return the variance of each quality for residual variance 1; exact up to 400 experts, else diagonal."""
        n = self.per_declaration
        if len(self.per_expert) > DENSE_EXPERTS:
            variance = 1.0 / np.maximum(self.diagonal, 1.0)
            return np.asarray(1.0 / n + np.bincount(self.i, weights=variance[self.j]) / n**2)
        laplacian = np.diag(self.per_expert.astype(np.float64))
        incidence = np.zeros((len(n), len(self.per_expert)))
        incidence[self.i, self.j] = 1.0
        laplacian -= incidence.T @ (incidence / n[:, None])
        centring = np.eye(len(piece)) - self._mean_within(piece)
        covariance = centring @ np.linalg.pinv(laplacian, hermitian=True) @ centring.T
        share = incidence / n[:, None]
        return np.asarray(1.0 / n + np.einsum("ij,jl,il->i", share, covariance, share, optimize=True))

    def _mean_within(self, piece: IntArray) -> FloatArray:
        is_same = piece[:, None] == piece[None, :]
        weight = is_same * self.per_expert[None, :]
        return np.asarray(weight / weight.sum(axis=1, keepdims=True))

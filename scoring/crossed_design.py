"""Mixed-model equations of two crossed factors, the larger factor eliminated by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.lattice import FloatArray, IntArray


@dataclass(frozen=True)
class CrossedDesign:
    """Sums over the reviews that the equations need; ``a`` is the larger factor, ``b`` the smaller.

    Parameters
    ----------
    a, b
        Level of either factor of each review, shape (n_reviews,).
    y
        Scores, shape (n_reviews,).
    n_a, n_b
        Numbers of levels.
    """

    a: IntArray
    b: IntArray
    y: FloatArray
    n_a: int
    n_b: int

    def columns(self) -> FloatArray:
        """Return intercept and scores, shape (n_reviews, 2)."""
        return np.column_stack([np.ones(len(self.y)), self.y])

    def sums(self, at: IntArray, size: int) -> FloatArray:
        """Add up intercept and scores by level, shape (size, 2)."""
        return np.column_stack([np.bincount(at, weights=column, minlength=size) for column in self.columns().T])

    def meetings(self) -> tuple[IntArray, IntArray, IntArray]:
        """Return every pair of reviews of one level of ``a``: that level and both levels of ``b``."""
        order = np.argsort(self.a, kind="stable")
        a, b = self.a[order], self.b[order]
        count = np.bincount(a, minlength=self.n_a)
        first = np.repeat(np.cumsum(count) - count, count)
        times = count[a]
        left = np.repeat(np.arange(len(a)), times)
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        right = first[left] + within
        return a[left], b[left], b[right]


@dataclass(frozen=True)
class Solution:
    """Solved equations at one pair of standard deviation ratios.

    Parameters
    ----------
    mu, sigma2
        Intercept and residual variance.
    effect_a, effect_b
        Predicted effects.
    """

    mu: float
    sigma2: float
    effect_a: FloatArray
    effect_b: FloatArray


@dataclass(frozen=True)
class Factored:
    """Factorised equations at one pair of standard deviation ratios.

    Parameters
    ----------
    criterion
        Twice the negative profiled restricted log likelihood, up to a constant.
    mu, sigma2
        Intercept and residual variance.
    weight
        Share each level of the larger factor keeps of its residual, shape (n_a,).
    root, half
        Cholesky factor of the smaller factor's equations and the right sides reduced by it, shape (n_b, n_b) and
        (n_b, 2).
    """

    criterion: float
    mu: float
    sigma2: float
    weight: FloatArray
    root: FloatArray
    half: FloatArray


class CrossedEquations:
    """Henderson's equations in the scaled form of Bates et al. (2015), eqs. 20-42; O(n_b³) per solution.

    Parameters
    ----------
    design
        The reviews.
    """

    def __init__(self, design: CrossedDesign) -> None:
        self.design = design
        self.sum_a, self.sum_b = design.sums(design.a, design.n_a), design.sums(design.b, design.n_b)
        self.meet_a, left, right = design.meetings()
        self.meet_cell = left * design.n_b + right
        columns = design.columns()
        self.cross = np.array([[np.sum(p * q) for q in columns.T] for p in columns.T])

    def factor(self, ratio_a: float, ratio_b: float) -> Factored:
        """Factorise the equations at the ratios of the factors' standard deviations to the residual's."""
        n_b = self.design.n_b
        diagonal_a = 1.0 + ratio_a**2 * self.sum_a[:, 0]
        weight = ratio_a**2 / diagonal_a
        kept = np.bincount(self.meet_cell, weights=weight[self.meet_a], minlength=n_b * n_b).reshape(n_b, n_b)
        schur = np.eye(n_b) + ratio_b**2 * (np.diag(self.sum_b[:, 0]) - kept)
        right = ratio_b * (self.sum_b - self._carried(weight))
        root, half = _factored(schur, right)
        left_over = self.cross - (self.sum_a * weight[:, None]).T @ self.sum_a - half.T @ half
        # Without any residual the ratios run away and cancellation can take the information below zero.
        information = max(left_over[0, 0], 1e-300)
        mu = left_over[0, 1] / information
        freedom = len(self.design.y) - 1
        squares = max(left_over[1, 1] - mu * left_over[0, 1], 1e-300)
        log_det = np.log(diagonal_a).sum() + 2.0 * np.log(np.diag(root)).sum() + np.log(information)
        criterion = log_det + freedom * np.log(squares / freedom)
        return Factored(float(criterion), float(mu), float(squares / freedom), weight, root, half)

    def solve(self, ratio_a: float, ratio_b: float) -> Solution:
        """Solve at the ratios of the factors' standard deviations to the residual's."""
        factored = self.factor(ratio_a, ratio_b)
        effect_b = ratio_b * np.linalg.solve(factored.root.T, factored.half @ np.array([-factored.mu, 1.0]))
        residual_a = self.sum_a @ np.array([-factored.mu, 1.0])
        residual_a -= np.bincount(self.design.a, weights=effect_b[self.design.b], minlength=self.design.n_a)
        return Solution(factored.mu, factored.sigma2, factored.weight * residual_a, effect_b)

    def _carried(self, weight: FloatArray) -> FloatArray:
        """Carry the eliminated factor's sums over to the kept one."""
        design = self.design
        carried = weight[:, None] * self.sum_a
        return np.column_stack(
            [np.bincount(design.b, weights=column[design.a], minlength=design.n_b) for column in carried.T]
        )


def _factored(schur: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the Cholesky factor L and L⁻¹ right, both from one factorisation of the bordered matrix."""
    n, border = len(schur), right.shape[1]
    bordered = np.empty((n + border, n + border))
    bordered[:n, :n], bordered[:n, n:], bordered[n:, :n] = schur, right, right.T
    # The corner only has to keep the whole positive: schur is at least the identity, so that this does.
    bordered[n:, n:] = np.eye(border) * (1.0 + 2.0 * np.sum(right * right))
    whole = np.linalg.cholesky(bordered)
    return whole[:n, :n], np.asarray(whole[n:, :n].T)

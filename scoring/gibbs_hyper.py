"""Draws of the hyperparameters: weakly informative priors, integrated over and never plugged in."""

from __future__ import annotations

from math import lgamma

import numpy as np

from scoring.gibbs_state import Hyper, Known, Layout, State
from scoring.lattice import FloatArray

SCALE_TAU, SCALE_OMEGA, SCALE_KAPPA = 1.0, 0.5, 0.25  # half-Cauchy scales, in standard deviations of the scores
LEAST_CONTAMINATION = 0.04
CONTAMINATION_PRIOR = (2.0, 40.0)
SHAPE_GRID = 1.0 / np.linspace(0.05, 1.5, 59) ** 2
SHAPE_PRIOR = -np.log1p(4.0 / SHAPE_GRID)  # half-Cauchy of scale 1/2 on the spread of the log precision
LEAST_VARIANCE = 1e-8
MOST_TAU2, MOST_OMEGA2, MOST_KAPPA2 = 9.0, 2.0, 0.25  # where a handful of experts leave the data silent


class HyperDraws:
    """Draws every hyperparameter given the rest.

    Parameters
    ----------
    layout
        The chains.
    known
        What is not to be learned.
    rng
        Source of chance.
    """

    def __init__(self, layout: Layout, known: Known, rng: np.random.Generator) -> None:
        self.layout, self.known, self.rng = layout, known, rng
        n_experts = layout.panel.n_experts
        gammas = np.array([n_experts * (a * np.log(a) - lgamma(a)) + lgamma(n_experts * a) for a in SHAPE_GRID])
        self.shape_terms = gammas - n_experts * SHAPE_GRID * np.log(SHAPE_GRID) + SHAPE_PRIOR

    def draw(self, state: State) -> None:
        """Renew everything that is not known; the variance of the declarations is renewed with them."""
        hyper, layout, n_experts = state.hyper, self.layout, self.layout.panel.n_experts
        if self.known.omega is None:
            squares = layout.totals((state.lenience - state.mean[layout.block]) ** 2)
            hyper.omega2 = self.variance(hyper.omega2, squares, n_experts, SCALE_OMEGA, MOST_OMEGA2)
        if self.known.kappa is None:
            squares = layout.totals(state.log_scale**2)
            hyper.kappa2 = self.variance(hyper.kappa2, squares, n_experts, SCALE_KAPPA, MOST_KAPPA2)
        if self.known.sigma is None:
            self.residual(hyper, state.precision)
        if self.known.epsilon is None:
            hyper.epsilon = self.contamination(state)

    def variance(self, old: FloatArray, squares: FloatArray, count: int, scale: float, most: float) -> FloatArray:
        """Draw a variance under a half-Cauchy prior of its root, cut at the top (Makalic and Schmidt 2016)."""
        slack = (1.0 / old + 1.0 / scale**2) / self.rng.standard_exponential(len(old))
        drawn = (0.5 * squares + 1.0 / slack) / self.rng.standard_gamma(0.5 * (count + 1), len(old))
        return np.asarray(np.clip(drawn, LEAST_VARIANCE, most))

    def residual(self, hyper: Hyper, precision: FloatArray) -> None:
        """Draw the shape on a grid with the common variance integrated out, then the common variance."""
        n_experts, n_chains = self.layout.panel.n_experts, self.layout.n_chains
        total, logs = self.layout.totals(precision), self.layout.totals(np.log(precision))
        log_density = self.shape_terms + SHAPE_GRID * logs[:, None] - n_experts * SHAPE_GRID * np.log(total)[:, None]
        gumbel = -np.log(self.rng.standard_exponential((n_chains, len(SHAPE_GRID))))
        if self.known.shape is None:
            hyper.shape = SHAPE_GRID[np.argmax(log_density + gumbel, axis=1)]
        hyper.sigma2 = self.rng.standard_gamma(n_experts * hyper.shape) / (hyper.shape * total)

    def contamination(self, state: State) -> FloatArray:
        """Draw the share of contaminated reviews; never below its floor, which bounds what one review can do."""
        n_reviews, (first, second) = self.layout.panel.n_reviews, CONTAMINATION_PRIOR
        hits = np.bincount(state.outlier // n_reviews, minlength=self.layout.n_chains)
        drawn = self.rng.beta(first + hits, second + n_reviews - hits)
        return np.asarray(np.maximum(drawn, LEAST_CONTAMINATION))

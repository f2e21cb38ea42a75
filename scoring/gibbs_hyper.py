"""Draws of the hyperparameters: weakly informative priors, integrated over and never plugged in."""

from __future__ import annotations

from itertools import pairwise
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
# scale⁻² and top, one row for leniency and one for log scale
LAW_OF_EXPERTS = np.array([[[SCALE_OMEGA**-2], [SCALE_KAPPA**-2]], [[MOST_OMEGA2], [MOST_KAPPA2]]])


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
        self.shapes = n_experts * SHAPE_GRID
        self.gaps = np.empty((2, layout.n_chains * n_experts))
        self.learned = slice(0 if known.omega is None else 1, 2 if known.kappa is None else 1)
        self.chain_ends = np.arange(layout.n_chains + 1) * layout.panel.n_reviews

    def draw(self, state: State) -> None:
        """Renew everything that is not known; the variance of the declarations is renewed with them."""
        self._of_experts(state)
        if self.known.sigma is None:
            self.residual(state.hyper, state.precision * self.layout.usual_variance)
        if self.known.epsilon is None:
            state.hyper.epsilon = self.contamination(state)

    def _of_experts(self, state: State) -> None:
        """Renew the variances of leniency and of log scale."""
        hyper, layout, gaps = state.hyper, self.layout, self.gaps
        np.subtract(state.lenience, state.mean.take(layout.block), out=gaps[0])
        np.subtract(state.log_scale, layout.usual_log_scale, out=gaps[1])
        np.multiply(gaps, gaps, out=gaps)
        squares = np.add.reduce(gaps.reshape(2, layout.n_chains, -1), axis=2)
        old, lots = np.concatenate((hyper.omega2, hyper.kappa2)).reshape(2, -1), np.empty((2, 2, layout.n_chains))
        for row in range(2)[self.learned]:
            lots[row] = self._lots(layout.panel.n_experts)
        at = self.learned
        old[at] = _variances(old[at], squares[at], lots[at].swapaxes(0, 1), *LAW_OF_EXPERTS[:, at])
        hyper.omega2, hyper.kappa2 = old

    def of_declarations(self, old: FloatArray, squares: FloatArray) -> FloatArray:
        """Draw the variance of the declarations, given the sum of the squares of their qualities."""
        return _variances(old, squares, self._lots(self.layout.panel.n_declarations), SCALE_TAU**-2, MOST_TAU2)

    def _lots(self, count: int) -> tuple[FloatArray, FloatArray]:
        width = self.layout.n_chains
        return self.rng.standard_exponential(width), self.rng.standard_gamma(0.5 * (count + 1), width)

    def residual(self, hyper: Hyper, precision: FloatArray) -> None:
        """Draw the shape on a grid with the common variance integrated out, then the common variance.

        ``precision`` is what each expert has of the usual precision.
        """
        n_experts, n_chains = self.layout.panel.n_experts, self.layout.n_chains
        total, logs = self.layout.totals(precision), self.layout.totals(np.log(precision))
        lots = self.rng.standard_exponential((n_chains, len(SHAPE_GRID)))
        if self.known.shape is None:
            log_density = self.shape_terms + SHAPE_GRID * logs[:, None] - self.shapes * np.log(total)[:, None]
            hyper.shape = SHAPE_GRID.take((log_density - np.log(lots)).argmax(axis=1))
        drawn = np.array([self.rng.standard_gamma(shape) for shape in (n_experts * hyper.shape).tolist()])
        hyper.sigma2 = drawn / (hyper.shape * total)

    def contamination(self, state: State) -> FloatArray:
        """Draw the share of contaminated reviews; never below its floor, which bounds what one review can do."""
        n_reviews, (first, second) = self.layout.panel.n_reviews, CONTAMINATION_PRIOR
        found = state.outlier.searchsorted(self.chain_ends).tolist()
        hits = [after - before for before, after in pairwise(found)]
        drawn = [self.rng.beta(first + hit, second + n_reviews - hit) for hit in hits]  # quicker than all at once
        return np.maximum(drawn, LEAST_CONTAMINATION)


def _variances(
    old: FloatArray,
    squares: FloatArray,
    lots: FloatArray | tuple[FloatArray, FloatArray],
    tight: FloatArray | float,
    most: FloatArray | float,
) -> FloatArray:
    """Draw variances under half-Cauchy priors of their roots, cut at the top (Makalic and Schmidt 2016)."""
    slack = (1.0 / old + tight) / lots[0]
    drawn = (0.5 * squares + 1.0 / slack) / lots[1]
    return np.asarray(np.minimum(np.maximum(drawn, LEAST_VARIANCE), most))

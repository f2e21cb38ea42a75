"""Which reviews are outliers: a chance for each, worked out in full only where it is not nought from the start."""

from __future__ import annotations

from math import exp

import numpy as np

from scoring.gibbs_ends import WIDTH, Ends
from scoring.gibbs_state import Layout, State
from scoring.lattice import FloatArray

DROP = 1.0 - 1.0 / WIDTH**2
FAR = 4.0  # square of the deviation from which on every review is looked at, however its lot falls
LEAST_LIKENESS = exp(-0.5 * DROP * FAR)
# Least σ over τ by which an outlier is told where experts have conferred: who still dissents by less means it.
DISSENT = 0.7
NEARLY = 1.0 + 1e-9  # far above what machines' exponentials differ by


class Outliers:
    """Draws the contaminated reviews of all chains, and what was meant by those at an end of the scale.

    Parameters
    ----------
    layout
        The chains.
    ends
        Reviews at an end of the scale.
    rng
        Source of chance.
    """

    def __init__(self, layout: Layout, ends: Ends, rng: np.random.Generator) -> None:
        self.layout, self.ends, self.rng = layout, ends, rng
        self.theta, self.error, self.long = (np.empty(len(layout.y)) for _ in range(3))

    def draw(self, state: State) -> FloatArray:
        """Renew ``state.outlier``; return the quality of each review's declaration, written over in the next sweep."""
        layout, rng = self.layout, self.rng
        root = np.sqrt(state.precision)
        if layout.panel.conferred:
            root = np.minimum(root, layout.spread(1.0 / (DISSENT * np.sqrt(state.hyper.tau2)), layout.panel.n_experts))
        slope = root * np.exp(-state.log_scale)
        self._squares(state, root, slope)
        lot = rng.random(out=self.long)
        # An outlier is where lot × (1 + odds × likeness) < 1: nowhere nearer than FAR but with the smallest lots.
        odds = WIDTH * (1.0 - state.hyper.epsilon) / state.hyper.epsilon
        least = NEARLY / (1.0 + min(odds.tolist()) * LEAST_LIKENESS)
        if len(self.ends.at):
            self.error[self.ends.at] = np.inf
        at = ((self.error > FAR) | (lot < least)).nonzero()[0]
        chance = self.error.take(at)
        chance *= -0.5 * DROP
        np.exp(chance, out=chance)
        if len(self.ends.at):
            place = np.searchsorted(at, self.ends.at)
            chance[place] = self.ends.likeness(state, root, slope)
        chance *= odds if layout.n_chains == 1 else odds.take(at // layout.panel.n_reviews)
        chance += 1.0
        chance *= lot.take(at)
        is_outlier = chance < 1.0
        state.outlier = at[is_outlier]
        if len(self.ends.at):
            self.ends.renew(state, is_outlier[place], rng)
        return self.theta

    def _squares(self, state: State, root: FloatArray, slope: FloatArray) -> None:
        """Put the square of every review's deviation from what is expected of it into ``error``."""
        layout, error, long, half_step = self.layout, self.error, self.long, self.layout.panel.half_step
        layout.of_expert(slope, error)
        error *= state.y
        error -= layout.of_expert(slope * state.lenience, long)
        layout.of_declaration(state.theta, self.theta)
        layout.of_expert(root, long)
        long *= self.theta
        error -= long
        if half_step:
            np.abs(error, out=error)
            error -= layout.of_expert(half_step * slope, long)
            np.maximum(error, 0.0, out=error)
        error *= error

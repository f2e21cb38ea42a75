"""Scores at a crowded end of the scale: all that is known is that the expert's judgment lay there or beyond."""

from __future__ import annotations

from math import erfc, log, sqrt

import numpy as np

from scoring.gibbs_state import Layout, State
from scoring.lattice import FloatArray

WIDTH = 6.0  # k: how many times wider a contaminated review scatters
AT = np.linspace(-7.0, 37.0, 4_401)
LOG_TAIL = np.array([-log(0.5 * erfc(x / sqrt(2.0))) for x in AT.tolist()])  # −log P(Z > x): rises with x


class Ends:
    """Reviews at an end of the scale, over all chains: their scores are drawn anew beyond it.

    Parameters
    ----------
    layout
        The chains.
    """

    def __init__(self, layout: Layout) -> None:
        panel = layout.panel
        mine = np.flatnonzero(panel.at_end)
        self.layout = layout
        self.at = (mine + layout.offsets(panel.n_reviews)).ravel()
        self.sign = np.tile(panel.at_end[mine].astype(np.float64), layout.n_chains)
        self.edge = layout.y[self.at] - self.sign * panel.rounding
        self.i, self.j = layout.ii[self.at], layout.jj[self.at]

    def likeness(self, state: State) -> FloatArray:
        """Return how much likelier a usual review reaches the end than an outlier, divided by `WIDTH` as elsewhere."""
        reach = self._reach(state)
        return np.asarray(np.exp(log_tail(reach / WIDTH) - log_tail(reach)) / WIDTH)

    def renew(self, state: State, rng: np.random.Generator) -> None:
        """Draw what each expert would have given, had the scale gone on."""
        place = np.searchsorted(state.outlier, self.at)
        found = np.append(state.outlier, -1)[place] == self.at
        width = np.where(found, WIDTH, 1.0)
        root = np.sqrt(state.precision)
        noise = (np.exp(state.log_scale) / root)[self.j] * width
        drawn = beyond(self._reach(state) / width, rng)
        state.y[self.at] = self._centre(state) + self.sign * noise * drawn
        layout, size = self.layout, len(state.precision)
        beyond_end = state.y[self.at]
        state.y_sum = layout.y_sum + np.bincount(self.j, weights=beyond_end - layout.y[self.at], minlength=size)
        squares = beyond_end**2 - layout.y[self.at] ** 2
        state.y_square = layout.y_square + np.bincount(self.j, weights=squares, minlength=size)

    def _centre(self, state: State) -> FloatArray:
        return np.asarray(state.lenience[self.j] + np.exp(state.log_scale)[self.j] * state.theta[self.i])

    def _reach(self, state: State) -> FloatArray:
        """Return how far beyond what is expected the end lies, in deviations of a usual review."""
        slope = np.sqrt(state.precision) * np.exp(-state.log_scale)
        return np.asarray(self.sign * (self.edge - self._centre(state)) * slope[self.j])


def log_tail(z: FloatArray) -> FloatArray:
    """Return −log P(Z > z) of a standard normal Z."""
    return np.asarray(np.interp(z, AT, LOG_TAIL))


def beyond(least: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Draw standard normals that are at least so large, by inversion.

    Examples
    --------
    >>> drawn = beyond(np.full(20_000, 1.0), np.random.default_rng(1))
    >>> bool(drawn.min() >= 1.0), round(float(drawn.mean()), 2)  # φ(1) / P(Z > 1) = 1.525
    (True, 1.52)
    """
    known = np.clip(least, AT[0], AT[-1] - 1.0)
    drawn = np.interp(log_tail(known) + rng.standard_exponential(len(known)), LOG_TAIL, AT)
    return np.asarray(np.maximum(drawn - known, 0.0) + np.maximum(least, AT[0]))

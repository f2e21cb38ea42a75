"""Scores at a crowded end of the scale: all that is known is that the expert's judgment lay there or beyond."""

from __future__ import annotations

from math import erfc, log, sqrt

import numpy as np
from numpy.typing import NDArray

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
        self.y = layout.y[self.at]
        self.y_square = self.y * self.y
        self.edge = self.y - self.sign * panel.rounding
        self.i, self.j = layout.ii[self.at], layout.jj[self.at]
        self.centre, self.reach, self.noise = (np.empty(len(self.at)) for _ in range(3))

    def likeness(self, state: State, root: FloatArray, slope: FloatArray) -> FloatArray:
        """Return how much likelier a usual review reaches the end than an outlier, divided by `WIDTH` as elsewhere.

        ``root`` is the root of every expert's precision, ``slope`` that root over the scale.
        """
        scale = np.exp(state.log_scale)
        self.centre = state.lenience.take(self.j) + scale.take(self.j) * state.theta.take(self.i)
        # how far beyond what is expected the end lies, in deviations of a usual review
        self.reach = self.sign * (self.edge - self.centre) * slope.take(self.j)
        self.noise = (scale / root).take(self.j)
        wide, usual = log_tail(np.array((self.reach / WIDTH, self.reach)))
        return np.asarray(np.exp(wide - usual) / WIDTH)

    def renew(self, state: State, is_outlier: NDArray[np.bool_], rng: np.random.Generator) -> None:
        """Draw what each expert would have given, had the scale gone on; ``likeness`` was asked of the same state."""
        width = np.where(is_outlier, WIDTH, 1.0)
        drawn = beyond(self.reach / width, rng)
        beyond_end = self.centre + self.sign * (self.noise * width) * drawn
        state.y[self.at] = beyond_end
        layout, size = self.layout, len(state.precision)
        state.y_sum = layout.y_sum + np.bincount(self.j, weights=beyond_end - self.y, minlength=size)
        squares = beyond_end * beyond_end - self.y_square
        state.y_square = layout.y_square + np.bincount(self.j, weights=squares, minlength=size)


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
    at_least = np.maximum(least, AT[0])
    known = np.minimum(at_least, AT[-1] - 1.0)
    drawn = np.interp(log_tail(known) + rng.standard_exponential(len(known)), LOG_TAIL, AT)
    return np.asarray(np.maximum(drawn - known, 0.0) + at_least)

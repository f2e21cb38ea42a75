"""One sweep of the calibrated model: every unknown drawn given the others, in time linear in the reviews.

y_ij = b_j + s_j (θ_i + e_ij),   e_ij ~ (1 − ε) N(0, σ_j²) + ε N(0, (kσ_j)²)
θ_i ~ N(0, τ²),  b_j ~ N(m_g, ω²),  log s_j ~ N(c_j, κ²),  σ_j⁻² ~ Gamma(a, a σ0² v_j);  c_j, v_j: see `scoring.habits`

A round is small and its sweeps are many: what a sweep costs is calls of NumPy, then passes over the reviews. So long
arrays are made once and written over, and what depends on no draw in between is worked out side by side.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scoring.gibbs_ends import Ends
from scoring.gibbs_hyper import HyperDraws
from scoring.gibbs_outliers import DROP, Outliers
from scoring.gibbs_state import Known, Layout, State
from scoring.lattice import FloatArray

# Least σ over τ, everywhere and where experts have conferred: who came closest to the others then says nothing of care.
CLOSEST, CONSENSUS = 0.1, 0.3
STRETCHES = np.array([[1.0], [2.0], [-2.0]])  # powers of the scale: of qualities, of variances, of precisions


class Given(NamedTuple):
    """Conditional law of the declarations, given everything else; what is long is written over in the next sweep.

    Parameters
    ----------
    mean, variance
        Of every declaration.
    weight
        Of each review, before division by the declaration's precision.
    pull
        Weight × corrected score of each review.
    """

    mean: FloatArray
    variance: FloatArray
    weight: FloatArray
    pull: FloatArray


class Sums(NamedTuple):
    """Weighted sums per expert that carry all the reviews say about b, s and σ."""

    w: FloatArray
    t: FloatArray
    tt: FloatArray
    y: FloatArray
    ty: FloatArray
    yy: FloatArray


class Stretched(NamedTuple):
    """Scales, and what is left of the scores under them.

    Parameters
    ----------
    log_scale, scale
        log s and s.
    squares, total
        Σ w (y − sθ)² and Σ w (y − sθ).
    q, known
        Precision of a score of weight one, and what is known of b from the scores and its prior.
    """

    log_scale: FloatArray
    scale: FloatArray
    squares: FloatArray
    total: FloatArray
    q: FloatArray
    known: FloatArray


class Sampler:
    """Gibbs sampler over all chains of a layout.

    Parameters
    ----------
    layout
        The chains.
    known
        Hyperparameters that are not learned.
    rng
        Source of chance.
    """

    def __init__(self, layout: Layout, known: Known, rng: np.random.Generator) -> None:
        self.layout, self.known, self.rng = layout, known, rng
        self.state = State.start(layout, known)
        self.hyper_draws = HyperDraws(layout, known, rng)
        panel = layout.panel
        self.island_d = (panel.island[: panel.n_declarations] + layout.offsets(panel.n_islands)).ravel()
        self.island_e = (panel.island[panel.n_declarations :] + layout.offsets(panel.n_islands)).ravel()
        self.island_size = np.bincount(self.island_d)
        self.outliers = Outliers(layout, Ends(layout), rng)
        # long arrays to write over; two of them are those of the outliers, free again once these are drawn
        self.long, self.weight, self.pull = self.outliers.long, self.outliers.error, np.empty(len(layout.y))
        size = len(layout.count)
        self.full = np.empty((6, size))
        self.full[0] = layout.count
        self.parts = np.empty((6, 4, size))
        self.every, self.term_at = np.arange(size), np.arange(0, 6 * size, size)[:, None]
        self.half_count, self.twice_count = 0.5 * layout.count, 2.0 * layout.count

    def sweep(self) -> Given:
        """Renew every unknown once and return the conditional law of the declarations on the way."""
        state = self.state
        theta = self.outliers.draw(state)
        sums = self._sums(theta)
        stretched = self._scales(sums)
        self._lenience(sums, stretched)
        self._precision(sums, stretched)
        self.hyper_draws.draw(state)
        given = self._given()
        self._declarations(given)
        self._recentre(stretched.scale)
        return given

    def _sums(self, theta: FloatArray) -> Sums:
        """Add up by expert, given the quality of each review's declaration."""
        state, layout, full, long = self.state, self.layout, self.full, self.long
        full[1] = layout.by_expert(theta)
        full[2] = layout.by_expert(np.multiply(theta, theta, out=long))
        full[3] = state.y_sum
        full[4] = layout.by_expert(np.multiply(theta, state.y, out=long))
        full[5] = state.y_square
        return Sums(*(full - DROP * self._sums_of_outliers(theta)))

    def _sums_of_outliers(self, theta: FloatArray) -> FloatArray:
        state, layout, odd = self.state, self.layout, self.state.outlier
        terms = np.empty((6, len(odd)))
        terms[0] = 1.0
        t, y = theta.take(odd, out=terms[1], mode="clip"), state.y.take(odd, out=terms[3], mode="clip")
        np.multiply(t, t, out=terms[2])
        np.multiply(t, y, out=terms[4])
        np.multiply(y, y, out=terms[5])
        size = len(layout.count)
        at = layout.jj.take(odd) + self.term_at
        sums = np.bincount(at.ravel(), weights=terms.ravel(), minlength=6 * size)
        return np.asarray(sums.reshape(6, size), dtype=np.float64)

    def _scales(self, sums: Sums) -> Stretched:
        """Two Metropolis steps on log s with b integrated out, the four places they may lead to weighed at once."""
        state, layout, rng, every = self.state, self.layout, self.rng, self.every
        size = len(every)
        prior = layout.spread(1.0 / state.hyper.kappa2, layout.panel.n_experts)
        step = 2.0 / np.sqrt(prior + self.twice_count + state.precision * sums.tt)
        first, first_test = step * rng.standard_normal(size), rng.standard_exponential(size)
        second, second_test = step * rng.standard_normal(size), rng.standard_exponential(size)
        places = self.parts[0]
        places[0] = state.log_scale
        np.add(state.log_scale, first, out=places[1])
        np.add(places[:2], second, out=places[2:])
        loss = self._log_loss(sums, prior).ravel()
        came = every + size * (first_test > loss[size : 2 * size] - loss[:size])
        goes = came + 2 * size
        at = np.where(second_test > loss.take(goes) - loss.take(came), goes, came)
        stretched = Stretched(*self.parts.reshape(6, -1).take(at, axis=1))
        state.log_scale = stretched.log_scale
        return stretched

    def _log_loss(self, sums: Sums, prior: FloatArray) -> FloatArray:
        """Fill in what follows from the log scales and return how improbable they are: less log density."""
        state, layout = self.state, self.layout
        log_scale, scale, squares, total, q, known = self.parts
        np.exp(log_scale, out=scale)
        np.multiply(scale, sums.tt, out=squares)
        np.subtract(2.0 * sums.ty, squares, out=squares)
        squares *= scale
        np.subtract(sums.yy, squares, out=squares)
        np.multiply(scale, sums.t, out=total)
        np.subtract(sums.y, total, out=total)
        np.multiply(scale, scale, out=q)
        np.divide(state.precision, q, out=q)
        tight = layout.spread(1.0 / state.hyper.omega2, layout.panel.n_experts)
        np.multiply(q, sums.w, out=known)
        known += tight
        pull = q * total
        pull += tight * state.mean.take(layout.block)
        pull *= pull
        pull /= known
        loss = q * squares
        loss -= pull
        loss += np.log(known)
        gap = log_scale - layout.usual_log_scale
        np.multiply(prior, gap, out=pull)
        pull *= gap
        loss += pull
        loss *= 0.5
        loss += np.multiply(layout.count, log_scale, out=pull)
        return loss

    def _lenience(self, sums: Sums, stretched: Stretched) -> None:
        """Draw the blocks' means with b integrated out, then b."""
        state, layout, total, q = self.state, self.layout, stretched.total, stretched.q
        omega2 = layout.spread(state.hyper.omega2, layout.panel.n_experts)
        weight = 1.0 / (omega2 + 1.0 / (q * sums.w))
        known = layout.by_block(weight)
        weight *= total
        weight /= sums.w
        state.mean = layout.by_block(weight) / known
        state.mean += self.rng.standard_normal(len(known)) / np.sqrt(known)
        centre = q * total
        centre += state.mean.take(layout.block) / omega2
        centre /= stretched.known
        state.lenience = self.rng.standard_normal(len(centre))
        state.lenience /= np.sqrt(stretched.known)
        state.lenience += centre

    def _precision(self, sums: Sums, stretched: Stretched) -> None:
        state, layout = self.state, self.layout
        size, hyper, scale, b = layout.panel.n_experts, state.hyper, stretched.scale, state.lenience
        squares = np.maximum(stretched.squares - b * (2.0 * stretched.total - b * sums.w), 0.0) / (scale * scale)
        shape = layout.spread(hyper.shape, size)
        rate = shape * layout.spread(hyper.sigma2, size) * layout.usual_variance + 0.5 * squares
        drawn = self.rng.standard_gamma(shape + self.half_count) / rate
        least = CONSENSUS if layout.panel.conferred else CLOSEST
        alike = layout.spread(1.0 / (least**2 * hyper.tau2), size)
        state.precision = np.minimum(drawn, np.minimum((scale / layout.panel.floor) ** 2, alike))

    def _given(self) -> Given:
        state, layout, weight, pull = self.state, self.layout, self.weight, self.pull
        slope = state.precision * np.exp(-state.log_scale)
        layout.of_expert(slope, pull)
        pull *= state.y
        pull -= layout.of_expert(slope * state.lenience, self.long)
        layout.of_expert(state.precision, weight)
        weight[state.outlier] *= 1.0 - DROP
        pull[state.outlier] *= 1.0 - DROP
        known = layout.by_declaration(weight) + layout.spread(1.0 / state.hyper.tau2, layout.panel.n_declarations)
        return Given(layout.by_declaration(pull) / known, 1.0 / known, weight, pull)

    def _declarations(self, given: Given) -> None:
        state, layout = self.state, self.layout
        noise = self.rng.standard_normal(len(given.mean))
        noise *= np.sqrt(given.variance)
        noise += given.mean
        state.theta = noise
        if self.known.tau is None:
            squares = layout.totals(state.theta * state.theta)
            state.hyper.tau2 = self.hyper_draws.of_declarations(state.hyper.tau2, squares)

    def _recentre(self, scale: FloatArray) -> None:
        """Fix what the reviews cannot: the declarations of an island average zero, the scales multiply to one."""
        state, layout = self.state, self.layout
        shift = np.bincount(self.island_d, weights=state.theta) / self.island_size
        state.theta -= shift.take(self.island_d)
        state.lenience += scale * shift.take(self.island_e)
        if self.known.tau is not None:
            return
        panel, hyper = layout.panel, state.hyper
        log = layout.totals(state.log_scale) / panel.n_experts
        stretch, squared, shrink = np.exp(STRETCHES * log)
        state.log_scale -= layout.spread(log, panel.n_experts)
        state.theta *= layout.spread(stretch, panel.n_declarations)
        state.precision *= layout.spread(shrink, panel.n_experts)
        hyper.tau2, hyper.sigma2 = hyper.tau2 * squared, hyper.sigma2 * squared

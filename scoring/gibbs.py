"""One sweep of the calibrated model: every unknown drawn given the others, in time linear in the reviews.

y_ij = b_j + s_j (θ_i + e_ij),   e_ij ~ (1 − ε) N(0, σ_j²) + ε N(0, (kσ_j)²)
θ_i ~ N(0, τ²),  b_j ~ N(m_g, ω²),  log s_j ~ N(0, κ²),  σ_j⁻² ~ Gamma(a, a σ0²)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.gibbs_ends import WIDTH, Ends
from scoring.gibbs_hyper import MOST_TAU2, SCALE_TAU, HyperDraws
from scoring.gibbs_state import Known, Layout, State
from scoring.lattice import FloatArray

DROP = 1.0 - 1.0 / WIDTH**2
# Least σ over τ: experts who agree more closely than this have conferred, and who is the closest says nothing of care.
CONSENSUS = 0.1


@dataclass(frozen=True)
class Given:
    """Conditional law of the declarations, given everything else: mean and variance, one long array each."""

    mean: FloatArray
    variance: FloatArray
    weight: FloatArray  # of each review before division by the declaration's precision
    pull: FloatArray  # weight × corrected score of each review


@dataclass(frozen=True)
class Sums:
    """Weighted sums per expert that carry all the reviews say about b, s and σ."""

    w: FloatArray
    t: FloatArray
    tt: FloatArray
    y: FloatArray
    ty: FloatArray
    yy: FloatArray

    def around(self, scale: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return Σ w (y − sθ)² and Σ w (y − sθ)."""
        return self.yy - scale * (2.0 * self.ty - scale * self.tt), self.y - scale * self.t


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
        self.ends = Ends(layout)

    def sweep(self) -> Given:
        """Renew every unknown once and return the conditional law of the declarations on the way."""
        self._outliers()
        sums = self._sums()
        self._scales(sums)
        self._lenience(sums)
        self._precision(sums)
        self.hyper_draws.draw(self.state)
        given = self._given()
        self._declarations(given)
        self._recentre()
        return given

    def _outliers(self) -> None:
        state, layout = self.state, self.layout
        root = np.sqrt(state.precision)
        slope = root * np.exp(-state.log_scale)
        error = slope[layout.jj] * state.y
        error -= (slope * state.lenience)[layout.jj]
        error -= root[layout.jj] * state.theta[layout.ii]
        if layout.panel.half_step:
            error = np.maximum(np.abs(error) - layout.panel.half_step * slope[layout.jj], 0.0)
        error *= error
        error *= -0.5 * DROP
        np.exp(error, out=error)
        if len(self.ends.at):
            error[self.ends.at] = self.ends.likeness(state)
        odds = layout.rows(error)
        odds *= (WIDTH * (1.0 - state.hyper.epsilon) / state.hyper.epsilon)[:, None]
        odds += 1.0
        odds *= self.rng.random(odds.shape)
        state.outlier = np.flatnonzero(error < 1.0)
        if len(self.ends.at):
            self.ends.renew(state, self.rng)

    def _sums(self) -> Sums:
        state, layout = self.state, self.layout
        theta = state.theta[layout.ii]
        t, tt, ty = layout.by_expert(theta), layout.by_expert(theta * theta), layout.by_expert(theta * state.y)
        odd, size = state.outlier, len(layout.count)
        jj, y, theta = layout.jj[odd], state.y[odd], theta[odd]
        terms = (None, theta, theta * theta, y, theta * y, y * y)
        less = [DROP * np.bincount(jj, weights=term, minlength=size) for term in terms]
        full = (layout.count, t, tt, state.y_sum, ty, state.y_square)
        return Sums(*(whole - part for whole, part in zip(full, less, strict=True)))

    def _scales(self, sums: Sums) -> None:
        """Two Metropolis steps on log s with b integrated out."""
        state, layout = self.state, self.layout
        size = layout.panel.n_experts
        prior = layout.spread(1.0 / state.hyper.kappa2, size)
        step = 2.0 / np.sqrt(prior + 2.0 * layout.count + state.precision * sums.tt)
        density = self._log_density(sums, state.log_scale, prior)
        for _ in range(2):
            tried = state.log_scale + step * self.rng.standard_normal(len(step))
            tried_density = self._log_density(sums, tried, prior)
            accepted = tried_density - density > -self.rng.standard_exponential(len(step))
            state.log_scale = np.where(accepted, tried, state.log_scale)
            density = np.where(accepted, tried_density, density)

    def _log_density(self, sums: Sums, log_scale: FloatArray, prior: FloatArray) -> FloatArray:
        state, layout = self.state, self.layout
        scale = np.exp(log_scale)
        squares, total = sums.around(scale)
        q = state.precision / (scale * scale)
        tight = layout.spread(1.0 / state.hyper.omega2, layout.panel.n_experts)
        known = q * sums.w + tight
        pull = q * total + tight * state.mean[layout.block]
        return np.asarray(
            -layout.count * log_scale
            - 0.5 * (q * squares - pull * pull / known + np.log(known) + prior * log_scale * log_scale)
        )

    def _lenience(self, sums: Sums) -> None:
        """Draw the blocks' means with b integrated out, then b."""
        state, layout = self.state, self.layout
        scale = np.exp(state.log_scale)
        total = sums.y - scale * sums.t
        q = state.precision / (scale * scale)
        omega2 = layout.spread(state.hyper.omega2, layout.panel.n_experts)
        weight = 1.0 / (omega2 + 1.0 / (q * sums.w))
        known = layout.by_block(weight)
        state.mean = layout.by_block(weight * total / sums.w) / known
        state.mean += self.rng.standard_normal(len(known)) / np.sqrt(known)
        tight = q * sums.w + 1.0 / omega2
        centre = (q * total + state.mean[layout.block] / omega2) / tight
        state.lenience = centre + self.rng.standard_normal(len(tight)) / np.sqrt(tight)

    def _precision(self, sums: Sums) -> None:
        state, layout = self.state, self.layout
        size, hyper = layout.panel.n_experts, state.hyper
        scale = np.exp(state.log_scale)
        squares, total = sums.around(scale)
        b = state.lenience
        squares = np.maximum(squares - b * (2.0 * total - b * sums.w), 0.0) / (scale * scale)
        shape = layout.spread(hyper.shape, size)
        rate = shape * layout.spread(hyper.sigma2, size) + 0.5 * squares
        drawn = self.rng.standard_gamma(shape + 0.5 * layout.count) / rate
        alike = layout.spread(1.0 / (CONSENSUS**2 * hyper.tau2), size)
        state.precision = np.minimum(drawn, np.minimum((scale / layout.panel.floor) ** 2, alike))

    def _given(self) -> Given:
        state, layout = self.state, self.layout
        slope = state.precision * np.exp(-state.log_scale)
        weight = state.precision[layout.jj]
        pull = slope[layout.jj] * state.y
        pull -= (slope * state.lenience)[layout.jj]
        weight[state.outlier] *= 1.0 - DROP
        pull[state.outlier] *= 1.0 - DROP
        known = layout.by_declaration(weight) + layout.spread(1.0 / state.hyper.tau2, layout.panel.n_declarations)
        return Given(layout.by_declaration(pull) / known, 1.0 / known, weight, pull)

    def _declarations(self, given: Given) -> None:
        state, layout = self.state, self.layout
        noise = self.rng.standard_normal(len(given.mean))
        state.theta = given.mean + noise * np.sqrt(given.variance)
        if self.known.tau is None:
            squares = layout.totals(state.theta**2)
            count = layout.panel.n_declarations
            state.hyper.tau2 = self.hyper_draws.variance(state.hyper.tau2, squares, count, SCALE_TAU, MOST_TAU2)

    def _recentre(self) -> None:
        """Fix what the reviews cannot: the declarations of an island average zero, the scales multiply to one."""
        state, layout = self.state, self.layout
        shift = np.bincount(self.island_d, weights=state.theta) / self.island_size
        state.theta -= shift[self.island_d]
        state.lenience += np.exp(state.log_scale) * shift[self.island_e]
        if self.known.tau is not None:
            return
        panel, hyper = layout.panel, state.hyper
        log = layout.totals(state.log_scale) / panel.n_experts
        state.log_scale -= layout.spread(log, panel.n_experts)
        state.theta *= layout.spread(np.exp(log), panel.n_declarations)
        state.precision *= layout.spread(np.exp(-2.0 * log), panel.n_experts)
        hyper.tau2, hyper.sigma2 = hyper.tau2 * np.exp(2.0 * log), hyper.sigma2 * np.exp(2.0 * log)

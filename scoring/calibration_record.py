"""Running sums over the kept sweeps: posterior means without storing every draw."""

from __future__ import annotations

import numpy as np

from scoring.calibration_panel import ordered_sum
from scoring.gibbs import Given, Sampler
from scoring.gibbs_state import Layout, State
from scoring.lattice import FloatArray


class Record:
    """Sums of what the sweeps show, in standardised units and canonical order.

    Parameters
    ----------
    layout
        The chains.
    n_draws
        Draws of the declarations to keep, over all chains.
    n_sweeps
        Sweeps that will be recorded.
    """

    def __init__(self, layout: Layout, n_draws: int, n_sweeps: int) -> None:
        panel = layout.panel
        self.layout, self.n_sweeps, self.seen = layout, n_sweeps, 0
        kept_at = np.unique(np.linspace(0, n_sweeps - 1, -(-n_draws // layout.n_chains)).astype(np.int64))
        self.draws = np.empty((len(kept_at) * layout.n_chains, panel.n_declarations))
        self.filled, self.kept_at = 0, frozenset(kept_at.tolist())
        size = layout.n_chains * panel.n_declarations
        self.mean, self.square, self.variance, self.short = (np.zeros(size) for _ in range(4))
        self.share, self.pull, self.contamination, self.portion = (np.zeros(len(layout.y)) for _ in range(4))
        self.experts = np.zeros((6, layout.n_chains * panel.n_experts))
        self.habits = np.empty((3, layout.n_chains * panel.n_experts))
        self.hyper = np.zeros((5, layout.n_chains))
        self.level_variance, self.stretch_variance = np.zeros(panel.n_islands), np.zeros(panel.n_islands)
        self.island_experts = np.bincount(panel.island[panel.n_declarations :], minlength=panel.n_islands)
        self.sizes = np.tile(self.island_experts, layout.n_chains)
        self.usual_stretch = ordered_sum(panel.usual_log_scale**2) / panel.n_experts  # of what was known from elsewhere

    def add(self, sampler: Sampler, given: Given) -> None:
        """Take in one sweep."""
        layout, state, hyper = self.layout, sampler.state, sampler.state.hyper
        self.mean += given.mean
        self.square += np.multiply(given.mean, given.mean, out=self.short)
        self.variance += given.variance
        layout.of_declaration(given.variance, self.portion)
        self.share += np.multiply(given.weight, self.portion, out=sampler.long)
        self.pull += np.multiply(given.pull, self.portion, out=sampler.long)
        self.contamination[state.outlier] += 1.0
        self._add_habits(state)
        figures = (hyper.tau2, hyper.omega2, hyper.sigma2, hyper.epsilon, hyper.shape)
        self.hyper += np.concatenate(figures).reshape(5, -1)
        self.level_variance += np.add.reduce(hyper.omega2) / layout.n_chains / self.island_experts
        stretch = np.add.reduce(hyper.kappa2) / layout.n_chains + self.usual_stretch
        self.stretch_variance += stretch / self.island_experts
        if self.seen in self.kept_at:
            self._keep(sampler)
        self.seen += 1

    def _add_habits(self, state: State) -> None:
        """Take in leniency, scale and noise of every expert."""
        habits = self.habits
        habits[0] = state.lenience
        np.exp(state.log_scale, out=habits[1])
        np.sqrt(state.precision, out=habits[2])
        np.divide(habits[1], habits[2], out=habits[2])
        self.experts[::2] += habits
        habits *= habits
        self.experts[1::2] += habits

    def _keep(self, sampler: Sampler) -> None:
        """Store the declarations' draws with their islands' levels.

        The panel is a sample: another one would be milder or stricter, and stretch the scale more or less, as a whole.
        """
        layout, state, sizes = self.layout, sampler.state, self.sizes
        per_island = np.bincount(sampler.island_e, weights=state.lenience)
        noise = sampler.rng.standard_normal((2, len(sizes)))
        spread, stretch = (
            np.sqrt(v.repeat(layout.panel.n_islands) / sizes)
            for v in (state.hyper.omega2, state.hyper.kappa2 + self.usual_stretch)
        )
        levels = per_island / sizes + noise[0] * spread
        draws = self.draws[self.filled : self.filled + layout.n_chains].reshape(-1)
        np.multiply(state.theta, np.exp(noise[1] * stretch).take(sampler.island_d), out=draws)
        draws += levels.take(sampler.island_d)
        self.filled += layout.n_chains

    def averaged(self, sums: FloatArray) -> FloatArray:
        """Average a long array of sums over sweeps and chains."""
        return np.asarray(self.layout.rows(sums).mean(axis=0) / self.seen)

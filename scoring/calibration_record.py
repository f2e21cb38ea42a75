"""Running sums over the kept sweeps: posterior means without storing every draw."""

from __future__ import annotations

import numpy as np

from scoring.gibbs import Given, Sampler
from scoring.gibbs_state import Layout
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
        self.kept_at = np.unique(np.linspace(0, n_sweeps - 1, -(-n_draws // layout.n_chains)).astype(np.int64))
        self.draws = np.empty((len(self.kept_at) * layout.n_chains, panel.n_declarations))
        self.filled = 0
        self.mean, self.square, self.variance = (np.zeros(layout.n_chains * panel.n_declarations) for _ in range(3))
        self.share, self.pull, self.contamination = (np.zeros(len(layout.y)) for _ in range(3))
        self.experts = np.zeros((6, layout.n_chains * panel.n_experts))
        self.hyper = np.zeros((5, layout.n_chains))
        self.level_variance, self.stretch_variance = np.zeros(panel.n_islands), np.zeros(panel.n_islands)
        self.island_experts = np.bincount(panel.island[panel.n_declarations :], minlength=panel.n_islands)

    def add(self, sampler: Sampler, given: Given) -> None:
        """Take in one sweep."""
        layout, state = self.layout, sampler.state
        self.mean += given.mean
        self.square += given.mean**2
        self.variance += given.variance
        portion = given.variance[layout.ii]
        self.share += given.weight * portion
        self.pull += given.pull * portion
        self.contamination[state.outlier] += 1.0
        scale = np.exp(state.log_scale)
        noise = scale / np.sqrt(state.precision)
        for row, value in enumerate((state.lenience, scale, noise)):
            self.experts[2 * row] += value
            self.experts[2 * row + 1] += value * value
        hyper = state.hyper
        self.hyper += np.stack([hyper.tau2, hyper.omega2, hyper.sigma2, hyper.epsilon, hyper.shape])
        self.level_variance += hyper.omega2.mean() / self.island_experts
        self.stretch_variance += hyper.kappa2.mean() / self.island_experts
        if self.filled < len(self.draws) and self.seen == self.kept_at[self.filled // layout.n_chains]:
            self._keep(sampler)
        self.seen += 1

    def _keep(self, sampler: Sampler) -> None:
        """Store the declarations' draws with their islands' levels.

        The panel is a sample: another one would be milder or stricter, and stretch the scale more or less, as a whole.
        """
        layout, state, panel = self.layout, sampler.state, self.layout.panel
        per_island = np.bincount(sampler.island_e, weights=state.lenience)
        sizes = np.tile(self.island_experts, layout.n_chains)
        noise = sampler.rng.standard_normal((2, len(sizes)))
        hyper = state.hyper
        spread, stretch = (np.sqrt(np.repeat(v, panel.n_islands) / sizes) for v in (hyper.omega2, hyper.kappa2))
        levels = per_island / sizes + noise[0] * spread
        theta = state.theta * np.exp(noise[1] * stretch)[sampler.island_d]
        rows = slice(self.filled, self.filled + layout.n_chains)
        self.draws[rows] = layout.rows(theta + levels[sampler.island_d])
        self.filled += layout.n_chains

    def averaged(self, sums: FloatArray) -> FloatArray:
        """Average a long array of sums over sweeps and chains."""
        return np.asarray(self.layout.rows(sums).mean(axis=0) / self.seen)

"""What the sampler carries from sweep to sweep: several chains of one panel, laid end to end."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.calibration_panel import Panel
from scoring.lattice import FloatArray, IntArray


@dataclass(frozen=True)
class Known:
    """Hyperparameters taken as known, standardised; None where they are to be learned.

    Parameters
    ----------
    tau, omega, kappa
        Standard deviations of the declarations, of leniency and of log scale.
    sigma, shape
        Residual variance: precisions are Gamma(shape, rate shape × sigma²).
    epsilon
        Share of contaminated reviews.
    """

    tau: float | None = None
    omega: float | None = None
    kappa: float | None = None
    sigma: float | None = None
    shape: float | None = None
    epsilon: float | None = None


@dataclass(frozen=True)
class Layout:
    """``n_chains`` copies of a panel as one long panel, so that one vector operation advances them all.

    Parameters
    ----------
    panel
        The panel copied.
    n_chains
        Number of copies.
    ii, jj, y
        Declaration, expert and score of every review of every copy, shape (n_chains × n_reviews,).
    block
        Block of every expert of every copy, shape (n_chains × n_experts,).
    count, y_sum, y_square
        Reviews of each expert, their sum and sum of squares, shape (n_chains × n_experts,).
    usual_log_scale, usual_variance
        See `Panel`, shape (n_chains × n_experts,).
    """

    panel: Panel
    n_chains: int
    ii: IntArray
    jj: IntArray
    y: FloatArray
    block: IntArray
    count: FloatArray
    y_sum: FloatArray
    y_square: FloatArray
    usual_log_scale: FloatArray
    usual_variance: FloatArray

    @classmethod
    def of(cls, panel: Panel, n_chains: int) -> Layout:
        """Copy the panel ``n_chains`` times."""
        chains = np.arange(n_chains)[:, None]
        ii = (panel.i + chains * panel.n_declarations).ravel()
        jj = (panel.j + chains * panel.n_experts).ravel()
        y = np.tile(panel.y, n_chains)
        block = (panel.block + chains * panel.n_blocks).ravel()
        size = n_chains * panel.n_experts
        count, total, square = (_sums(jj, y**power, size) for power in range(3))
        usual = (np.tile(known, n_chains) for known in (panel.usual_log_scale, panel.usual_variance))
        return cls(panel, n_chains, ii, jj, y, block, count, total, square, *usual)

    def offsets(self, size: int) -> IntArray:
        """Return where the numbers of each chain begin, where a chain has ``size`` of a thing; shape (n_chains, 1)."""
        return np.asarray(np.arange(self.n_chains)[:, None] * size, dtype=np.int64)

    def by_declaration(self, values: FloatArray) -> FloatArray:
        """Add up a figure of every review by declaration."""
        size = self.n_chains * self.panel.n_declarations
        return _sums(self.ii, values, size)

    def by_expert(self, values: FloatArray) -> FloatArray:
        """Add up a figure of every review by expert."""
        size = self.n_chains * self.panel.n_experts
        return _sums(self.jj, values, size)

    def by_block(self, values: FloatArray) -> FloatArray:
        """Add up a figure of every expert by block."""
        return _sums(self.block, values, self.n_chains * self.panel.n_blocks)

    def rows(self, values: FloatArray) -> FloatArray:
        """View a long array as one row per chain."""
        return values.reshape(self.n_chains, -1)

    def totals(self, values: FloatArray) -> FloatArray:
        """Add up within each chain, shape (n_chains,)."""
        return np.asarray(np.add.reduce(self.rows(values), axis=1))

    def of_declaration(self, values: FloatArray, out: FloatArray) -> FloatArray:
        """Lay a figure of every declaration beside its reviews, in ``out``."""
        return values.take(self.ii, out=out, mode="clip")

    def of_expert(self, values: FloatArray, out: FloatArray) -> FloatArray:
        """Lay a figure of every expert beside the expert's reviews, in ``out``."""
        return values.take(self.jj, out=out, mode="clip")

    def spread(self, per_chain: FloatArray, size: int) -> FloatArray:
        """Make one figure per chain fit for sums with its ``size`` members; that of a single chain fits as it is."""
        return per_chain if self.n_chains == 1 else per_chain.repeat(size)


def _sums(at: IntArray, values: FloatArray, size: int) -> FloatArray:
    return np.asarray(np.bincount(at, weights=values, minlength=size), dtype=np.float64)


@dataclass
class Hyper:
    """Hyperparameters of every chain, shape (n_chains,) each; variances, not deviations."""

    tau2: FloatArray
    omega2: FloatArray
    kappa2: FloatArray
    sigma2: FloatArray
    shape: FloatArray
    epsilon: FloatArray

    @classmethod
    def start(cls, n_chains: int, known: Known) -> Hyper:
        """Begin at round figures, or at what is known."""
        guess = (
            (known.tau, 0.6, 2), (known.omega, 0.3, 2), (known.kappa, 0.1, 2),
            (known.sigma, 0.6, 2), (known.shape, 5.0, 1), (known.epsilon, 0.05, 1),
        )  # fmt: skip
        return cls(*(np.full(n_chains, (default if v is None else v) ** power) for v, default, power in guess))


@dataclass
class State:
    """Every unknown of the model, one long array over all chains.

    Parameters
    ----------
    y, y_sum, y_square
        Scores, those at an end of the scale replaced by what may lie beyond it; their sum and sum of squares by expert.
    theta
        Quality of the declarations, standardised.
    lenience, log_scale, precision
        Per expert: b, log s and 1 / σ² of the model.
    mean
        Mean leniency of each block.
    outlier
        Positions of the contaminated reviews.
    hyper
        See `Hyper`.
    """

    y: FloatArray
    y_sum: FloatArray
    y_square: FloatArray
    theta: FloatArray
    lenience: FloatArray
    log_scale: FloatArray
    precision: FloatArray
    mean: FloatArray
    outlier: NDArray[np.intp]
    hyper: Hyper

    @classmethod
    def start(cls, layout: Layout, known: Known) -> State:
        """Begin with shrunken means of declarations and experts."""
        per_declaration = layout.by_declaration(np.ones(len(layout.y)))
        theta = layout.by_declaration(layout.y) / (per_declaration + 1.0)
        residual = layout.y - theta[layout.ii]
        lenience = layout.by_expert(residual) / (layout.count + 1.0)
        hyper = Hyper.start(layout.n_chains, known)
        size = layout.panel.n_experts
        mean = layout.by_block(lenience) / layout.by_block(np.ones(len(lenience)))
        return cls(
            layout.y.copy(), layout.y_sum, layout.y_square,
            theta, lenience, layout.usual_log_scale.copy(), np.repeat(1.0 / hyper.sigma2, size) / layout.usual_variance,
            mean, np.zeros(0, dtype=np.intp), hyper,
        )  # fmt: skip


def standardised(known: Known, unit: float) -> Known:
    """Return what is known in points of the scale in units of the panel."""
    in_points = {name: getattr(known, name) for name in ("tau", "omega", "sigma")}
    return replace(known, **{name: v / unit for name, v in in_points.items() if v is not None})

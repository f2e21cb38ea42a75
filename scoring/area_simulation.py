"""Panels of several areas with a known truth: qualities, leniency and errors correlate across areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scoring.lattice import FloatArray, IntArray
from scoring.simulation import LEVEL, World, assigned

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class AreaWorld:
    """A kind of panel with areas.

    Parameters
    ----------
    world
        What holds within each area.
    n_areas
        Number of areas.
    quality, leniency, halo
        Correlation across areas of the declarations' quality, of an expert's leniency and of the errors of one review.
    """

    world: World
    n_areas: int = 6
    quality: float = 0.4
    leniency: float = 0.7
    halo: float = 0.4


@dataclass(frozen=True)
class SimulatedAreas:
    """One panel with areas.

    Parameters
    ----------
    truth
        Quality, points, shape (n_declarations, n_areas).
    i, j
        Declaration and expert of each review, shape (n_reviews,).
    y
        Scores, shape (n_reviews, n_areas).
    leniency, noise
        Experts as they are, shape (n_experts, n_areas).
    scale
        Stretch of each expert's scale, shape (n_experts,).
    halo
        Correlation of the errors of one review.
    """

    truth: FloatArray
    i: IntArray
    j: IntArray
    y: FloatArray
    leniency: FloatArray
    noise: FloatArray
    scale: FloatArray
    halo: float

    @property
    def reviews(self) -> pd.DataFrame:
        """The panel as a frame for `scoring.fit_areas`."""
        import pandas as pd

        n_areas = self.y.shape[1]
        return pd.DataFrame(
            {
                "declaration": np.repeat(self.i, n_areas),
                "expert": np.repeat(self.j, n_areas),
                "area": np.tile([f"a{k}" for k in range(n_areas)], len(self.i)),
                "score": self.y.ravel(),
            }
        )


def simulate_areas(kind: AreaWorld, rng: np.random.Generator) -> SimulatedAreas:
    """Draw one panel with areas.

    Examples
    --------
    >>> kind = AreaWorld(World(n_declarations=6, n_experts=4, reviews_each=2))
    >>> panel = simulate_areas(kind, np.random.default_rng(1))
    >>> panel.y.shape
    (12, 6)
    """
    world = kind.world
    n, m, k = world.n_declarations, world.n_experts, kind.n_areas
    quality = world.tau * _correlated(n, k, kind.quality, rng)
    leniency = world.omega * _correlated(m, k, kind.leniency, rng)
    scale = np.exp(world.kappa * rng.standard_normal(m))
    noise = world.sigma / np.sqrt(rng.standard_gamma(world.shape, (m, 1)) / world.shape) * np.ones((1, k))
    i, j = assigned(replace(world, regions=1), np.zeros(n, dtype=np.int64), np.zeros(m, dtype=np.int64), rng)
    error = noise[j] * _correlated(len(i), k, kind.halo, rng)
    y = LEVEL + leniency[j] + scale[j][:, None] * (quality[i] + error)
    if world.rounding:
        y = np.clip(np.rint(y / world.rounding) * world.rounding, 0.0, 100.0)
    return SimulatedAreas(LEVEL + quality, i, j, y, leniency, noise, scale, kind.halo)


def _correlated(n: int, k: int, correlation: float, rng: np.random.Generator) -> FloatArray:
    common = np.sqrt(correlation) * rng.standard_normal((n, 1))
    return np.asarray(common + np.sqrt(1.0 - correlation) * rng.standard_normal((n, k)))

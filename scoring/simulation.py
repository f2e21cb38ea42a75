"""Panels with a known truth: what an estimator must get right before it may judge real declarations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scoring.gibbs_state import Known
from scoring.lattice import FloatArray, IntArray

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 70.0  # points of a middling declaration


@dataclass(frozen=True)
class World:
    """One kind of panel; deviations in points.

    Parameters
    ----------
    n_declarations, n_experts, reviews_each
        Size; every declaration receives ``reviews_each`` scores, loads are even.
    tau
        Standard deviation of the declarations' quality.
    omega
        Standard deviation of leniency.
    kappa
        Standard deviation of the logarithm of scale.
    sigma
        Residual standard deviation.
    shape
        Precisions are Gamma(shape): 2 very unequal, 50 nearly equal experts.
    epsilon, width
        Share of contaminated scores and how many times wider they scatter.
    adversaries
        Share of experts who give their favourite the top of the scale and mark the others down.
    regions, home_share, harshness
        Number of regions, share of reviews within the own region, points by which the harshest region differs from
        the mildest; the harshest has the best declarations.
    rounding
        Step of the scale, 0 for none; scores stay within 0 … 100 where it is not 0.
    """

    n_declarations: int = 200
    n_experts: int = 40
    reviews_each: int = 5
    tau: float = 10.0
    omega: float = 0.0
    kappa: float = 0.0
    sigma: float = 8.0
    shape: float = 1000.0
    epsilon: float = 0.0
    width: float = 5.0
    adversaries: float = 0.0
    regions: int = 1
    home_share: float = 0.8
    harshness: float = 0.0
    rounding: float = 1.0


@dataclass(frozen=True)
class Simulated:
    """One panel drawn from a world.

    Parameters
    ----------
    truth
        Quality in points, shape (n_declarations,).
    i, j, y
        Declaration, expert, score of each review, shape (n_reviews,).
    group
        Region of each expert, shape (n_experts,).
    leniency, scale, noise
        The experts as they are, shape (n_experts,).
    world
        What it was drawn from.
    """

    truth: FloatArray
    i: IntArray
    j: IntArray
    y: FloatArray
    group: IntArray
    leniency: FloatArray
    scale: FloatArray
    noise: FloatArray
    world: World

    @property
    def reviews(self) -> pd.DataFrame:
        """The panel as a frame for `scoring.fit`."""
        import pandas as pd

        frame = pd.DataFrame({"declaration": self.i, "expert": self.j, "score": self.y})
        return frame if self.world.regions == 1 else frame.assign(group=self.group[self.j])


ALL_THREE = World(omega=6.0, kappa=0.25, shape=3.0)
KINDS = {
    "equal": World(),
    "lenient": World(omega=6.0),
    "strongly lenient": World(omega=12.0),
    "scales": World(omega=4.0, kappa=0.35),
    "reliabilities": World(omega=4.0, shape=1.5),
    "all three": ALL_THREE,
    "few scores": replace(ALL_THREE, reviews_each=3),
    "harsh regions": replace(ALL_THREE, regions=4, harshness=16.0),
    "adversaries": replace(ALL_THREE, adversaries=0.05),
}


def variances(world: World) -> Known:
    """Return what an oracle knows: every variance, none of the experts."""
    return Known(
        tau=world.tau,
        omega=max(world.omega, 0.01),
        kappa=max(world.kappa, 0.001),
        sigma=world.sigma,
        shape=world.shape,
        epsilon=max(world.epsilon, 1e-6),
    )


def random_world(rng: np.random.Generator) -> World:
    """Draw a world: sizes, effects and contamination over the range of real panels."""
    n_declarations = int(rng.integers(40, 301))
    return World(
        n_declarations=n_declarations,
        n_experts=int(np.clip(n_declarations * rng.uniform(0.1, 0.4), 8, 80)),
        reviews_each=int(rng.integers(3, 8)),
        omega=float(rng.uniform(0.0, 12.0)),
        kappa=float(rng.uniform(0.0, 0.4)),
        sigma=float(rng.uniform(4.0, 12.0)),
        shape=float(1.0 / rng.uniform(0.05, 0.9) ** 2),
        epsilon=float(rng.choice([0.0, rng.uniform(0.0, 0.1)])),
    )


def simulate(world: World, rng: np.random.Generator) -> Simulated:
    """Draw one panel from a world.

    Parameters
    ----------
    world
        Kind of panel.
    rng
        Source of chance.

    Returns
    -------
    Simulated
        The panel with its truth.

    Examples
    --------
    >>> panel = simulate(World(n_declarations=6, n_experts=4, reviews_each=2), np.random.default_rng(1))
    >>> len(panel.y), panel.truth.shape
    (12, (6,))
    """
    n, m = world.n_declarations, world.n_experts
    home, group = rng.integers(0, world.regions, n), np.arange(m) % world.regions
    ladder = np.linspace(-0.5, 0.5, world.regions) if world.regions > 1 else np.zeros(1)
    quality = world.tau * rng.standard_normal(n) + 0.5 * world.harshness * ladder[home]
    leniency = world.omega * rng.standard_normal(m) - world.harshness * ladder[group]
    scale = np.exp(world.kappa * rng.standard_normal(m))
    noise = world.sigma / np.sqrt(rng.standard_gamma(world.shape, m) / world.shape)
    i, j = assigned(world, home, group, rng)
    error = noise[j] * rng.standard_normal(len(i)) * np.where(rng.random(len(i)) < world.epsilon, world.width, 1.0)
    y = LEVEL + leniency[j] + scale[j] * (quality[i] + error)
    y = _lobbied(world, y, i, j, rng)
    if world.rounding:
        y = np.clip(np.rint(y / world.rounding) * world.rounding, 0.0, 100.0)
    return Simulated(LEVEL + quality, i, j, y, group, leniency, scale, noise, world)


def assigned(world: World, home: IntArray, group: IntArray, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Give every declaration its experts, the least loaded first, mostly from its own region."""
    load = np.zeros(world.n_experts)
    experts = []
    for region in home:
        near = (rng.random() < world.home_share) & (group == region) if world.regions > 1 else group == group
        order = load + rng.random(world.n_experts) + np.where(near, 0.0, 3.0 if world.regions > 1 else 0.0)
        chosen = np.argsort(order)[: world.reviews_each]
        if world.regions > 1:
            stranger = rng.random(world.reviews_each) > world.home_share
            chosen = _mingled(chosen, stranger, load, rng)
        load[chosen] += 1.0
        experts.append(chosen)
    i = np.repeat(np.arange(world.n_declarations), world.reviews_each)
    return i.astype(np.int64), np.concatenate(experts).astype(np.int64)


def _mingled(
    chosen: IntArray, stranger: np.ndarray[tuple[int], np.dtype[np.bool_]], load: FloatArray, rng: np.random.Generator
) -> IntArray:
    """Replace some of the chosen by the least loaded of all the others."""
    others = np.setdiff1d(np.argsort(load + rng.random(len(load))), chosen, assume_unique=True)
    replaced = chosen.copy()
    replaced[stranger] = rng.permutation(others)[: int(stranger.sum())]
    return replaced


def _lobbied(world: World, y: FloatArray, i: IntArray, j: IntArray, rng: np.random.Generator) -> FloatArray:
    lobbied = y.copy()
    for expert in rng.permutation(world.n_experts)[: round(world.adversaries * world.n_experts)]:
        own = np.flatnonzero(j == expert)
        lobbied[own] -= 15.0
        lobbied[rng.choice(own)] = 100.0
    return lobbied


def shortlist_loss(truth: FloatArray, estimate: FloatArray, places: int) -> float:
    """Return the true quality given away per place, in points.

    Examples
    --------
    >>> shortlist_loss(np.array([3.0, 2.0, 1.0]), np.array([9.0, 7.0, 8.0]), places=2)
    0.5
    """
    best = np.sort(truth)[::-1][:places].mean()
    chosen = np.argsort(-estimate, kind="stable")[:places]
    return float(best - truth[chosen].mean())

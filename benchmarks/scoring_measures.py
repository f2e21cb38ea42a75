"""What the benchmarks of the scoring engine measure, and panels fitted for it."""

import numpy as np

from scoring.calibration import calibrate
from scoring.calibration_posterior import Posterior
from scoring.gibbs_state import Known
from scoring.simulation import Simulated

LEARN_ALL = Known()


def fitted(
    panel: Simulated, y: np.ndarray | None = None, known: Known = LEARN_ALL, sweeps: int | None = None
) -> Posterior:
    world = panel.world
    scores = panel.y if y is None else y
    group = panel.group if world.regions > 1 else None
    return calibrate(
        panel.i, panel.j, scores, world.n_declarations, world.n_experts,
        places=world.n_declarations // 5, group=group, known=known, sweeps=sweeps,
    )  # fmt: skip


def means(panel: Simulated, y: np.ndarray | None = None) -> np.ndarray:
    scores = panel.y if y is None else y
    return np.bincount(panel.i, weights=scores) / np.bincount(panel.i)


def squared_error(truth: np.ndarray, estimate: np.ndarray) -> float:
    """Mean squared error once both are centred: no panel can tell its own level."""
    return float(np.var(truth - estimate))


def coverage(posterior: Posterior, truth: np.ndarray) -> tuple[float, float]:
    """Share of the truth inside the intervals: as it stands, and once the panel's own level is granted."""
    shift = np.mean(truth - posterior.estimate)
    inside = [(posterior.lo + s <= truth) & (truth <= posterior.hi + s) for s in (0.0, shift)]
    return float(inside[0].mean()), float(inside[1].mean())


def ranks(estimate: np.ndarray) -> np.ndarray:
    """Rank from 0 for the best."""
    return np.argsort(np.argsort(-estimate, kind="stable"), kind="stable")


def calibration_error(chance: np.ndarray, chosen: np.ndarray) -> float:
    """Expected calibration error over ten bins of probability."""
    bins = np.minimum((chance * 10).astype(int), 9)
    parts = [abs(chance[bins == b].mean() - chosen[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(np.sum(parts))


def area_under_curve(suspicion: np.ndarray, guilty: np.ndarray) -> float:
    order = np.argsort(suspicion, kind="stable")
    ordered = suspicion[order]
    first, count = np.unique(ordered, return_index=True, return_counts=True)[1:]
    rank = np.empty(len(suspicion))
    rank[order] = np.repeat(first + 0.5 * (count + 1), count)
    n = int(guilty.sum())
    return float((rank[guilty].sum() - n * (n + 1) / 2) / (n * (len(guilty) - n)))

"""Six areas: loss against the oracle that knows every expert, coverage, and the same from totals alone.

python -m benchmarks.bench_scoring_areas --panels 8
"""

import argparse
from dataclasses import replace

import numpy as np

import scoring
from benchmarks.scoring_measures import squared_error
from scoring.area_simulation import AreaWorld, SimulatedAreas, simulate_areas
from scoring.calibration import calibrate
from scoring.simulation import ALL_THREE, LEVEL, World, shortlist_loss

WEIGHTS = {"a0": 0.25, "a1": 0.2, "a2": 0.15, "a3": 0.15, "a4": 0.15, "a5": 0.1}
KINDS = {
    "all three": AreaWorld(ALL_THREE),
    "lenient": AreaWorld(World(omega=6.0)),
    "loosely tied areas": AreaWorld(ALL_THREE, quality=0.1, halo=0.1, leniency=0.3),
    "closely tied areas": AreaWorld(ALL_THREE, quality=0.7, halo=0.7, leniency=0.9),
    "40 × 12": AreaWorld(replace(ALL_THREE, n_declarations=40, n_experts=12)),
}


def oracle(panel: SimulatedAreas, kind: AreaWorld) -> np.ndarray:
    """Best prediction of all areas for one who knows every expert."""
    n, k = panel.truth.shape
    corrected = (panel.y - LEVEL - panel.leniency[panel.j]) / panel.scale[panel.j][:, None]
    weight = panel.noise[panel.j] ** -2.0
    known = np.column_stack([np.bincount(panel.i, weights=weight[:, a]) for a in range(k)])
    summed = np.column_stack([np.bincount(panel.i, weights=weight[:, a] * corrected[:, a]) for a in range(k)])
    ties = [(1.0 - tie) * np.eye(k) + tie for tie in (kind.quality, kind.halo)]
    prior, root = kind.world.tau**2 * ties[0], known**-0.5
    noise = ties[1] * root[:, :, None] * root[:, None, :]
    gain = np.linalg.solve(prior + noise, np.broadcast_to(prior, (n, k, k))).transpose(0, 2, 1)
    return LEVEL + (gain @ (summed / known)[:, :, None])[:, :, 0]


def measure(name: str, kind: AreaWorld, count: int) -> None:
    w, rows = np.array(list(WEIGHTS.values())), []
    n, m = kind.world.n_declarations, kind.world.n_experts
    for seed in range(count):
        panel = simulate_areas(kind, np.random.default_rng([seed, 4]))
        truth, total = panel.truth @ w, panel.y @ w
        table = scoring.fit_areas(panel.reviews, WEIGHTS, n // 5).sort_values("declaration")
        alone = calibrate(panel.i, panel.j, total, n, m, places=n // 5).estimate
        mean = np.bincount(panel.i, weights=total) / np.bincount(panel.i)
        estimates = (table["estimate"].to_numpy(), alone, mean, oracle(panel, kind) @ w)
        inside = np.mean((table["lo"].to_numpy() <= truth) & (truth <= table["hi"].to_numpy()))
        rows.append(
            [
                *(shortlist_loss(truth, e, n // 5) for e in estimates),
                *(squared_error(truth, e) for e in estimates),
                inside,
            ]
        )
    figures = np.mean(rows, axis=0)
    losses, errors = figures[:3] / figures[3], np.sqrt(figures[4:7] / figures[7])
    print(
        f"{name:20s} loss: areas {losses[0]:.2f}, total alone {losses[1]:.2f}, mean {losses[2]:.2f};"
        f" rmse {errors[0]:.3f}, {errors[1]:.3f}, {errors[2]:.3f}; coverage {figures[8]:.3f}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--panels", type=int, default=8)
    parser.add_argument("--kinds", default=",".join(KINDS))
    given = parser.parse_args()
    for chosen in given.kinds.split(","):
        measure(chosen, KINDS[chosen], given.panels)

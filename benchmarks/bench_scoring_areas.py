"""Six areas: loss against the oracle that knows every expert, coverage, and the same from totals alone.

python -m benchmarks.bench_scoring_areas --panels 8 [--first 20] [--kinds "all three,lenient"]
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


def losses(truth: np.ndarray, estimate: np.ndarray) -> tuple[float, float]:
    """Loss of a list of a fifth, and the mean over lists of a tenth to a half, which chance moves far less."""
    n = len(truth)
    lines = range(n // 10, n // 2 + 1, max(n // 40, 1))
    return shortlist_loss(truth, estimate, n // 5), float(np.mean([shortlist_loss(truth, estimate, k) for k in lines]))


def measure(name: str, kind: AreaWorld, seeds: range) -> None:
    w, rows, inside = np.array(list(WEIGHTS.values())), [], []
    n, m = kind.world.n_declarations, kind.world.n_experts
    for seed in seeds:
        panel = simulate_areas(kind, np.random.default_rng([seed, 4]))
        truth, total = panel.truth @ w, panel.y @ w
        table = scoring.fit_areas(panel.reviews, WEIGHTS, n // 5).sort_values("declaration")
        alone = calibrate(panel.i, panel.j, total, n, m, places=n // 5).estimate
        mean = np.bincount(panel.i, weights=total) / np.bincount(panel.i)
        estimates = (table["estimate"].to_numpy(), alone, mean, oracle(panel, kind) @ w)
        rows.append([(*losses(truth, e), squared_error(truth, e)) for e in estimates])
        inside.append(np.mean((table["lo"].to_numpy() <= truth) & (truth <= table["hi"].to_numpy())))
    figures = np.array(rows)
    of_oracle = figures[:, -1].mean(axis=0)
    share, less = figures.mean(axis=0) / of_oracle, (figures[:, 0] - figures[:, 1]) / of_oracle
    error = less.std(axis=0, ddof=1) / np.sqrt(len(less))
    print(
        f"{name}, {len(rows)} panels, areas, total alone, mean, in parts of the oracle's; covers {np.mean(inside):.3f}"
    )
    for at, what in enumerate(("loss", "loss of lists of a tenth to a half", "squared error")):
        shown = ", ".join(f"{share[k, at]:.3f}" for k in range(3))
        print(f"  {what}: {shown}; areas less total {less[:, at].mean():+.3f} ± {error[at]:.3f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--panels", type=int, default=8)
    parser.add_argument("--first", type=int, default=0, help="number of the first panel: others than before")
    parser.add_argument("--kinds", default=",".join(KINDS))
    given = parser.parse_args()
    for chosen in given.kinds.split(","):
        measure(chosen, KINDS[chosen], range(given.first, given.first + given.panels))

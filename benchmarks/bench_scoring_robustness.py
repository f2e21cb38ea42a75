"""How many ranks one expert can move one declaration: 100 declarations, 20 experts, five scores each.

python -m benchmarks.bench_scoring_robustness --panels 12 [--worlds "lenient;close, equal"] [--first 12]
"""

import argparse
from dataclasses import replace

import numpy as np

from benchmarks.scoring_measures import fitted, means, ranks
from scoring.simulation import ALL_THREE, Simulated, World, simulate

WORLDS = {
    "all three": replace(ALL_THREE, n_declarations=100, n_experts=20),
    "lenient": World(n_declarations=100, n_experts=20, omega=5.0),
    "moderate": World(n_declarations=100, n_experts=20, omega=5.0, kappa=0.15, shape=6.0, tau=8.0, sigma=6.0),
    "close, unequal": World(n_declarations=100, n_experts=20, tau=6.0, sigma=6.0, omega=4.0, kappa=0.15, shape=4.0),
    "close, equal": World(n_declarations=100, n_experts=20, tau=6.0, sigma=7.0, omega=4.0),
}
MARKED_DOWN = 20.0


def attacks(panel: Simulated, review: int) -> dict[str, np.ndarray]:
    """Scores after one expert pushed or sank the declaration of one review."""
    pushed, sunk = panel.y.copy(), panel.y.copy()
    pushed[review], sunk[review] = 100.0, 0.0
    against_all = pushed.copy()
    others = (panel.j == panel.j[review]) & (panel.i != panel.i[review])
    against_all[others] = np.maximum(against_all[others] - MARKED_DOWN, 0.0)
    return {"push": pushed, "zero": sunk, "push and mark down": against_all}


def moved(panel: Simulated, rng: np.random.Generator) -> list[tuple[str, int, int]]:
    """Ranks moved by each attack under the default method and under the mean: bench is pushed, list is sunk."""
    ours, mean = ranks(fitted(panel, sweeps=250).estimate), ranks(means(panel))
    found = []
    for low, high, kinds in ((20, 50, ("push", "push and mark down")), (0, 20, ("zero",))):
        target = rng.choice(np.flatnonzero((ours >= low) & (ours < high)))
        review = rng.choice(np.flatnonzero(panel.i == target))
        for kind, scores in attacks(panel, review).items():
            if kind in kinds:
                after, mean_after = ranks(fitted(panel, scores, sweeps=250).estimate), ranks(means(panel, scores))
                found.append((kind, abs(ours[target] - after[target]), abs(mean[target] - mean_after[target])))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--panels", type=int, default=12)
    parser.add_argument("--worlds", default=";".join(WORLDS))
    parser.add_argument("--first", type=int, default=0, help="number of the first panel: others than before")
    given = parser.parse_args()
    for name in given.worlds.split(";"):
        world, rows = WORLDS[name], []
        for seed in range(given.first, given.first + given.panels):
            rng = np.random.default_rng([seed, 9])
            panel = simulate(world, rng)
            rows += [row for _ in range(5) for row in moved(panel, rng)]
        for kind in ("push", "zero", "push and mark down"):
            shifts = np.array([row[1:] for row in rows if row[0] == kind])
            average = shifts.mean(axis=0)
            print(
                f"{name:14s} {kind:18s} {average[0]:.1f} ranks, at most {shifts[:, 0].max()};"
                f" the mean {average[1]:.1f}",
                flush=True,
            )

"""Ten per cent more reviews: how far the loss falls when they are placed, and when they are spread evenly.

python -m benchmarks.bench_scoring_extra_reviews --panels 16
"""

import argparse

import numpy as np

from benchmarks.scoring_measures import fitted
from scoring.calibration import calibrate
from scoring.extra_reviews import placements
from scoring.simulation import ALL_THREE, LEVEL, Simulated, World, shortlist_loss, simulate

WORLDS = {"all three": ALL_THREE, "lenient": World(omega=6.0), "equal": World()}


def loss_with(panel: Simulated, pairs: list[tuple[int, int]], rng: np.random.Generator) -> float:
    i, j = (np.array(column) for column in zip(*pairs, strict=True))
    error = panel.noise[j] * rng.standard_normal(len(i))
    score = LEVEL + panel.leniency[j] + panel.scale[j] * (panel.truth[i] - LEVEL + error)
    y = np.append(panel.y, np.clip(np.rint(score), 0.0, 100.0))
    world = panel.world
    posterior = calibrate(
        np.append(panel.i, i), np.append(panel.j, j), y, world.n_declarations, world.n_experts,
        places=world.n_declarations // 5, sweeps=400,
    )  # fmt: skip
    return shortlist_loss(panel.truth, posterior.estimate, world.n_declarations // 5)


def losses(panel: Simulated, rng: np.random.Generator) -> list[float]:
    world = panel.world
    places, extra = world.n_declarations // 5, len(panel.y) // 10
    posterior = fitted(panel, sweeps=400)
    chosen = placements(posterior, panel.i, panel.j, places, extra)
    spread = rng.permutation(world.n_declarations)[:extra]
    experts = np.arange(world.n_experts)
    even = [(int(i), int(rng.choice(np.setdiff1d(experts, panel.j[panel.i == i])))) for i in spread]
    now = shortlist_loss(panel.truth, posterior.estimate, places)
    return [now, loss_with(panel, [(i, j) for i, j, _ in chosen], rng), loss_with(panel, even, rng)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--panels", type=int, default=16)
    count = parser.parse_args().panels
    for name, world in WORLDS.items():
        rows = []
        for seed in range(count):
            rng = np.random.default_rng([seed, 8])
            rows.append(losses(simulate(world, rng), rng))
        now, placed, even = np.mean(rows, axis=0)
        print(f"{name:10s} loss {now:.3f}; falls by {now - placed:.3f} placed, {now - even:.3f} even:"
              f" {(now - placed) / (now - even):.1f} times", flush=True)  # fmt: skip

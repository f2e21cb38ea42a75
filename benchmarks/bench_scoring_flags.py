"""Area under the curve of the flags for lobbied reviews, careless and reversed experts.

python -m benchmarks.bench_scoring_flags --panels 8
"""

import argparse

import numpy as np

from benchmarks.scoring_measures import area_under_curve, fitted, means, ranks
from scoring.simulation import ALL_THREE, Simulated, World, simulate
from scoring.suspicion import expert_suspicion, review_suspicion

WORLDS = {
    "all three": ALL_THREE,
    "lenient": World(omega=6.0),
    "close declarations": World(tau=6.0, sigma=6.0, omega=4.0, kappa=0.15, shape=4.0),
}
BENCH = (40, 100)  # ranks just below the list: whom it pays to push


def lobbied(panel: Simulated, gift: float, rng: np.random.Generator) -> float:
    """Two reviews in a hundred raised by a gift, or to the top of the scale."""
    guilty = np.zeros(len(panel.y), dtype=bool)
    guilty[rng.choice(len(panel.y), len(panel.y) // 50, replace=False)] = True
    scores = np.where(guilty, np.minimum(panel.y + gift, 100.0), panel.y)
    return area_under_curve(review_suspicion(fitted(panel, scores, sweeps=400), panel.i, panel.j), guilty)


def pushed_from_the_bench(panel: Simulated, rng: np.random.Generator) -> float:
    """Two reviews in a hundred of declarations below the list raised to the top of the scale."""
    place = ranks(means(panel))[panel.i]
    guilty = np.zeros(len(panel.y), dtype=bool)
    guilty[rng.choice(np.flatnonzero((place >= BENCH[0]) & (place < BENCH[1])), len(panel.y) // 50, replace=False)] = (
        True
    )
    scores = np.where(guilty, 100.0, panel.y)
    return area_under_curve(review_suspicion(fitted(panel, scores, sweeps=400), panel.i, panel.j), guilty)


def spoiled(panel: Simulated, kind: str, rng: np.random.Generator) -> float:
    """Two experts in forty score at random, or the wrong way round."""
    guilty = np.zeros(panel.world.n_experts, dtype=bool)
    guilty[rng.choice(len(guilty), max(2, len(guilty) // 20), replace=False)] = True
    random = np.clip(np.rint(rng.normal(70.0, 12.0, len(panel.y))), 0.0, 100.0)
    scores = np.where(guilty[panel.j], random if kind == "careless" else 140.0 - panel.y, panel.y)
    return area_under_curve(expert_suspicion(fitted(panel, scores, sweeps=400), panel.i, panel.j, scores), guilty)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--panels", type=int, default=8)
    count = parser.parse_args().panels
    for name, world in WORLDS.items():
        found: dict[str, list[float]] = {}
        for seed in range(count):
            rng = np.random.default_rng([seed, 6])
            panel = simulate(world, rng)
            found.setdefault("bench to 100", []).append(pushed_from_the_bench(panel, rng))
            for gift in (20.0, 30.0, 100.0):
                found.setdefault(f"lobbied by {gift:.0f}", []).append(lobbied(panel, gift, rng))
            for kind in ("careless", "reversed"):
                found.setdefault(kind, []).append(spoiled(panel, kind, rng))
        print(name, {kind: round(float(np.mean(areas)), 3) for kind, areas in found.items()}, flush=True)

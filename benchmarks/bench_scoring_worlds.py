"""Loss, error, coverage and calibration of the default method against the oracle that knows every variance.

python -m benchmarks.bench_scoring_worlds --worlds 30 [--kinds "lenient,all three"] [--random 80] [--small 60]
    [--first 34]
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.scoring_measures import calibration_error, coverage, fitted, means, ranks, squared_error
from scoring.simulation import ALL_THREE, KINDS, Simulated, World, random_world, shortlist_loss, simulate, variances

DRAWINGS = 12  # of the truth from each posterior: what calibration error a perfectly calibrated method would show
SMALL = {
    "30 × 10, equal": World(n_declarations=30, n_experts=10),
    "30 × 10, all three": replace(ALL_THREE, n_declarations=30, n_experts=10),
    "15 × 5, three each": replace(ALL_THREE, n_declarations=15, n_experts=5, reviews_each=3),
    "40 × 12, three each": replace(ALL_THREE, n_declarations=40, n_experts=12, reviews_each=3),
    "40 × 15, strong": World(n_declarations=40, n_experts=15, omega=12.0),
}


def panels(name: str, count: int, first: int) -> Iterator[Simulated]:
    kinds = KINDS | SMALL
    for seed in range(first, first + count):
        rng = np.random.default_rng([seed, 77 if name == "random" else list(kinds).index(name)])
        yield simulate(random_world(rng) if name == "random" else kinds[name], rng)


def measure(name: str, count: int, first: int = 0) -> tuple[float, float]:
    rows, chances, chosen, drawn = [], [], [], []
    rng = np.random.default_rng(12)
    for panel in panels(name, count, first):
        truth, world = panel.truth, panel.world
        places = world.n_declarations // 5
        ours, oracle = fitted(panel), fitted(panel, known=variances(world))
        losses = [shortlist_loss(truth, e, places) for e in (ours.estimate, oracle.estimate, means(panel))]
        errors = [squared_error(truth, e) / world.tau**2 for e in (ours.estimate, oracle.estimate)]
        rows.append([*losses, *errors, *coverage(ours, truth)])
        chances.append(ours.p_top_k)
        chosen.append(ranks(truth) < places)
        drawn.append([ranks(ours.draws[k]) < places for k in rng.integers(0, len(ours.draws), DRAWINGS)])
    loss, best, mean, error, least, raw, centred = np.mean(rows, axis=0)
    gap = np.std([row[0] - row[1] for row in rows]) / np.sqrt(count) / best
    ece = calibration_error(np.concatenate(chances), np.concatenate(chosen))
    noise = np.mean([calibration_error(np.concatenate(chances), np.concatenate(d)) for d in zip(*drawn, strict=True)])
    print(
        f"{name:20s} loss / oracle {loss / best:.3f} (± {gap:.3f})  mean {mean / best:.2f}"
        f"  rmse {np.sqrt(error / least):.3f}  coverage {raw:.3f} centred {centred:.3f}  ece {ece:.4f}"
        f" noise {noise:.4f}",
        flush=True,
    )
    return loss / best, float(np.sqrt(error / least))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=0)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--small", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first panel: others than before")
    given = parser.parse_args()
    found = [measure(kind, given.worlds, given.first) for kind in given.kinds.split(",") if given.worlds]
    if found:
        print("average and worst loss, average error:", np.mean(found, axis=0)[0], np.max(found, axis=0)[0],
              np.mean(found, axis=0)[1])  # fmt: skip
    if given.random:
        measure("random", given.random, given.first)
    for small in SMALL if given.small else ():
        measure(small, given.small, given.first)

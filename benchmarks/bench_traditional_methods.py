"""Time every method but the sampled one on rounds of growing size; CPU seconds, best of three.

OMP_NUM_THREADS=1 python benchmarks/bench_traditional_methods.py
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from scoring.ranking import rank
from scoring.ratings import Ratings
from scoring.registry import METHODS

SIZES = ((100, 20), (1_000, 200), (10_000, 2_000), (100_000, 20_000))
EACH = 5
SKIPPED = {"calibrated"}
SLOW = {"ordinal", "mixed"}


def round_of(n: int, m: int, seed: int = 0) -> pd.DataFrame:
    """Return a round of n declarations with five scores each by m experts, whole points, labels as text."""
    rng = np.random.default_rng(seed)
    j = rng.permutation(np.tile(np.arange(m), n * EACH // m))
    i = np.repeat(np.arange(n), EACH)
    score = np.clip(np.round(rng.normal(75, 8, n)[i] + rng.normal(0, 4, m)[j] + rng.normal(0, 5, len(i))), 0, 100)
    frame = pd.DataFrame({"declaration": i, "expert": j, "score": score}).drop_duplicates(["declaration", "expert"])
    return frame.assign(declaration="d" + frame["declaration"].astype(str), expert="e" + frame["expert"].astype(str))


def best_of_three(work: Callable[[], object]) -> float:
    """Return the least processor time of three runs, seconds."""
    seconds = []
    for _ in range(3):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return min(seconds)


def main() -> None:
    """Print one table: rows are methods, columns sizes; the first row is reading and checking the frame."""
    frames = {size: round_of(*size) for size in SIZES}
    print("| | " + " | ".join(f"{n:,} × {m:,}" for n, m in SIZES) + " |")
    print("| --- " * (len(SIZES) + 1) + "|")
    built = [best_of_three(lambda size=size: Ratings.from_frame(frames[size])) for size in SIZES]
    print("| reading and checking | " + " | ".join(f"{seconds:.3f}" for seconds in built) + " |")
    for name in METHODS:
        if name in SKIPPED:
            continue
        cells = []
        for size in SIZES:
            if name in SLOW and size == SIZES[-1]:
                cells.append("–")
                continue
            ratings, places = Ratings.from_frame(frames[size]), size[0] // 5
            cells.append(f"{best_of_three(lambda r=ratings, k=places, n=name: rank(r, method=n, places=k)):.3f}")
        print(f"| `{name}` | " + " | ".join(cells) + " |")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()

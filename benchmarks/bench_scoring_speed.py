"""CPU seconds and peak memory of `scoring.fit`, five scores each, every size in its own process.

OMP_NUM_THREADS=1 python -m benchmarks.bench_scoring_speed [n_declarations n_experts]
"""

import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd

import scoring

SIZES = ((100, 20), (1_000, 200), (10_000, 2_000), (100_000, 20_000))


def panel(n: int, m: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    i = np.repeat(np.arange(n), 5)
    j = (np.arange(5 * n) + np.repeat(rng.integers(0, m, n), 5)) % m
    quality, leniency, scale = 10 * rng.standard_normal(n), 6 * rng.standard_normal(m), np.exp(rng.normal(0, 0.2, m))
    y = np.rint(70 + leniency[j] + scale[j] * (quality[i] + 8 * rng.standard_normal(len(i))))
    return pd.DataFrame({"declaration": i, "expert": j, "score": y})


def measure(n: int, m: int) -> None:
    reviews = panel(n, m)
    start = time.process_time()
    scoring.fit(reviews, n // 5)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{n} × {m}: {seconds:.2f} s, peak {peak:.2f} GiB", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(int(sys.argv[1]), int(sys.argv[2]))
    else:
        for size in SIZES:
            subprocess.run([sys.executable, "-m", "benchmarks.bench_scoring_speed", *map(str, size)], check=True)

"""Invented panels like a real one: what recovering the full panel's means says of recovering the quality itself.

python -m benchmarks.bench_scoring_alike --set wine --panels 24 --draws 8 [--tau 1.2]

A fully crossed real panel lends its size, its judges' means and each judge's own scatter, and the variance between its
declarations (analysis of variance, or ``--tau``); qualities and errors are drawn anew, scores rounded as there. Each is
thinned as in `bench_scoring_real`. Printed: correlation of each method's estimate with the full panel's means, with the
means left out and with the quality, of the others less the default method's, ± one standard error over panels; behind
it the deviation of that difference from one panel to the next, each an average over its draws.
"""

import argparse
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.bench_scoring_real import DEFAULT, SETS, correlation, estimates, panels
from scoring.lattice import FloatArray

LEAST_SHARE = 0.1  # of a judge's variance that is error, however much the panel's qualities explain


def variance_between(table: FloatArray) -> float:
    """Variance of the declarations of a crossed table, by moments."""
    n, m = table.shape
    centred = table - table.mean(axis=0)
    own = centred.mean(axis=1)
    error = ((centred - own[:, None]) ** 2).sum() / ((n - 1) * (m - 1))
    return max(float(own.var(ddof=1) - error / m), 0.0)


def invented(table: FloatArray, tau: float, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Draw the qualities and the scores of one panel like the given one."""
    n, m = table.shape
    variance = table.var(axis=0, ddof=1)
    noise = np.sqrt(np.maximum(variance - tau**2, LEAST_SHARE * variance))
    quality = tau * rng.standard_normal(n)
    scores = table.mean(axis=0) + quality[:, None] + noise * rng.standard_normal((n, m))
    return quality, np.clip(np.rint(2.0 * scores) / 2.0, 0.0, np.ceil(table.max() / 10.0) * 10.0)


def thinned(scores: FloatArray, reviews: int, rng: np.random.Generator) -> tuple[pd.DataFrame, FloatArray]:
    """Keep some reviews of each declaration; return them and the means of those left out."""
    n, m = scores.shape
    kept = np.argsort(rng.random((n, m)), axis=1)[:, :reviews]
    i = np.repeat(np.arange(n), reviews)
    values = scores[i, kept.ravel()]
    left_out = (scores.sum(axis=1) - values.reshape(n, reviews).sum(axis=1)) / (m - reviews)
    return pd.DataFrame({"declaration": i, "expert": kept.ravel(), "score": values}), left_out


def rows(given: argparse.Namespace, table: FloatArray, methods: list[str]) -> Iterator[list[list[float]]]:
    """One table of methods × references per panel, averaged over its draws."""
    tau = np.sqrt(variance_between(table)) if given.tau is None else given.tau
    for panel in range(given.panels):
        rng = np.random.default_rng([panel, 5])
        quality, scores = invented(table, tau, rng)
        draws = []
        for _ in range(given.draws):
            thin, left_out = thinned(scores, given.reviews, rng)
            references = [pd.Series(v) for v in (scores.mean(axis=1), left_out, quality)]
            found = [estimates(method, thin, given.sweeps) for method in methods]
            draws.append([[correlation(estimate, reference) for reference in references] for estimate in found])
        yield np.mean(draws, axis=0).tolist()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", default="wine", choices=("wine", "diving"))
    parser.add_argument("--panels", type=int, default=24)
    parser.add_argument("--draws", type=int, default=8)
    parser.add_argument("--reviews", type=int, default=3)
    parser.add_argument("--sweeps", type=int, default=60)
    parser.add_argument("--tau", type=float, default=None, help="deviation of the qualities, points")
    parser.add_argument("--methods", default=f"{DEFAULT},mean,additive,mixed")
    arguments = parser.parse_args()
    names = arguments.methods.split(",")
    reviews = panels(*SETS[arguments.set])[0]
    crossed = reviews.pivot(index="declaration", columns="expert", values="score").to_numpy()
    result = np.array(list(rows(arguments, crossed, names)))
    for at, method in enumerate(names):
        less = result[:, at] - (result[:, 0] if at else 0.0)
        spread = less.std(axis=0, ddof=1)
        cells = zip(("full panel", "left out", "quality"), less.mean(axis=0), spread, strict=True)
        print(
            f"{method:13s}",
            ", ".join(f"{name} {m:+.3f} ± {s / len(result) ** 0.5:.3f} (panels {s:.3f})" for name, m, s in cells),
            flush=True,
        )

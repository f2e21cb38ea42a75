"""Real panels, thinned to few reviews each: how well every method recovers the full panel's means.

python -m benchmarks.bench_scoring_real --draws 10 [--sets aibs,snsf,skating] [--reviews 3]
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

import scoring

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
METHODS = ("calibrated", "mean", "trimmed_mean", "median", "z_score", "min_max", "rank", "additive", "mixed", "ordinal")
SETS = {"aibs": ("aibs_grants.csv", -1.0), "snsf": ("snsf_mint.csv", 1.0), "skating": ("skating_components.csv", 1.0)}


def compare(method: str, full: pd.Series, thin: pd.DataFrame) -> tuple[float, float]:
    """Mean of the full panel given away per place, and correlation with it."""
    places = len(full) // 5
    estimate = scoring.fit(thin, places, method=method).set_index("declaration")["estimate"]
    chosen = full[estimate.sort_values(ascending=False, kind="stable").index[:places]].mean()
    return full.nlargest(places).mean() - chosen, estimate.loc[full.index].corr(full)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--reviews", type=int, default=3)
    given = parser.parse_args()
    for name in given.sets.split(","):
        file, sign = SETS[name]
        reviews = pd.read_csv(SHARED / file)[["declaration", "expert", "score"]]
        reviews["score"] *= sign
        full = reviews.groupby("declaration")["score"].mean()
        for method in METHODS:
            rows = []
            for seed in range(given.draws):
                shuffled = reviews.sample(frac=1.0, random_state=seed)
                thin = shuffled[shuffled.groupby("declaration").cumcount() < given.reviews]
                rows.append(compare(method, full, thin))
            loss, correlation = np.mean(rows, axis=0)
            print(f"{name:8s} {method:13s} loss {loss / full.std():.4f} of a deviation, correlation {correlation:.4f}")

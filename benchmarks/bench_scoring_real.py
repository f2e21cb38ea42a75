"""Real panels, thinned to few reviews each: how well every method recovers the full panel, with standard errors.

python -m benchmarks.bench_scoring_real --draws 40 [--sets grants,votes,skating,diving,wine] [--reviews 3]
    [--sweeps 100] [--essays FILE]

Every draw keeps ``--reviews`` reviews of each declaration at random and fits every method on what is left. References:
the full panel's means, the means of the reviews left out, which share no error with what was fitted, and what the same
method makes of the full panel (``own``), which says how steady a method is, not how right. ``pairs``: of the pairs the
full panel's means tell apart, the share in the right order, a tie counting half, as a drawn lot would; Spearman and
Kendall reward a method for tying whom the reference ties. A set of several events or sub-panels is posed event by event
(``skating_whole`` and ``votes_whole`` pose all as one table). ± is over the reviews kept, not over declarations or
judges; `bench_scoring_alike` says how much one panel is worth.
Printed: each figure of the default method, and of the others less it, paired, ± one standard error.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

import scoring
from scoring.calibration import calibrate

ABOVE = Path(__file__).resolve().parents
SHARED = next((at / "shared" / "data" for at in ABOVE if (at / "shared" / "data").exists()), Path("../shared/data"))
HERE = ABOVE[0] / "panels"
DEFAULT = "calibrated"
METHODS = f"{DEFAULT},mean,trimmed_mean,median,weighted,z_score,min_max,rank,additive,mixed"
SETS = {  # file, sign of the scores, column that tells the panels of a set apart
    "grants": (SHARED / "aibs_grants.csv", -1.0, None),
    "votes": (SHARED / "snsf_mint.csv", 1.0, "section"),
    "votes_whole": (SHARED / "snsf_mint.csv", 1.0, None),
    "skating": (SHARED / "skating_components.csv", 1.0, "segment_id"),
    "skating_whole": (SHARED / "skating_components.csv", 1.0, None),
    "diving": (HERE / "diving.csv", 1.0, None),
    "wine": (HERE / "wine.csv", 1.0, None),
}
MEASURES = (
    "pearson", "spearman", "kendall", "pairs", "rmse", "places off", "loss",
    "left-out pearson", "left-out spearman", "own pearson", "own spearman",
)  # fmt: skip


def panels(file: Path, sign: float, column: str | None) -> list[pd.DataFrame]:
    reviews = pd.read_csv(file)
    reviews["score"] *= sign
    parts = [reviews] if column is None else [part for _, part in reviews.groupby(column)]
    return [part[["declaration", "expert", "score"]] for part in parts]


def estimates(method: str, thin: pd.DataFrame, sweeps: int | None) -> pd.Series:
    places = max(1, thin["declaration"].nunique() // 5)
    if method != DEFAULT or sweeps is None:
        return scoring.fit(thin, places, method=method).set_index("declaration")["estimate"]
    (i, declarations), (j, experts) = (pd.factorize(thin[name], sort=True) for name in ("declaration", "expert"))
    scores = thin["score"].to_numpy(float)
    fitted = calibrate(i, j, scores, len(declarations), len(experts), places=places, sweeps=sweeps)
    return pd.Series(fitted.estimate, declarations)


def correlation(left: pd.Series, right: pd.Series) -> float:
    """Pearson's, 0 where one side does not tell anything apart."""
    return float(left.corr(right)) if min(left.std(), right.std()) > 1e-9 else 0.0


def pairs_in_order(estimate: pd.Series, full: pd.Series) -> float:
    """Share of the pairs the full panel tells apart that the estimate puts in the same order, a tie counting half."""
    ours, theirs = (np.sign(np.subtract.outer(v, v)) for v in (estimate.to_numpy(), full.to_numpy().round(9)))
    return float(0.5 + 0.5 * (ours * theirs).sum() / np.abs(theirs).sum())


def worth_of_list(estimate: pd.Series, full: pd.Series, places: int) -> float:
    """Mean of the full panel over the list; who ties at its line shares the places left, as under a drawn lot."""
    line = estimate.nlargest(places).min()
    tied = (estimate - line).abs() < 1e-9
    above = full[(estimate > line) & ~tied]
    return float((above.sum() + (places - len(above)) * full[tied].mean()) / places)


def measures(estimate: pd.Series, full: pd.Series, left_out: pd.Series, own: pd.Series) -> list[float]:
    places = max(1, len(full) // 5)
    given_away = (full.nlargest(places).mean() - worth_of_list(estimate, full, places)) / full.std()
    of_estimate, of_full = estimate.rank(), full.rank()
    pearson = correlation(estimate, full)
    kendall = float(estimate.corr(full, method="kendall")) if estimate.std() > 1e-9 else 0.0
    return [
        pearson, correlation(of_estimate, of_full), kendall, pairs_in_order(estimate, full),
        float(np.sqrt(2.0 - 2.0 * pearson)), float((of_estimate - of_full).abs().mean()), given_away,
        correlation(estimate, left_out), correlation(of_estimate, left_out.rank()),
        correlation(estimate, own), correlation(of_estimate, own.rank()),
    ]  # fmt: skip


def rows(given: argparse.Namespace, parts: list[pd.DataFrame], methods: list[str]) -> Iterator[list[list[float]]]:
    """One table of methods × measures per draw and panel."""
    whole = [[estimates(method, reviews, given.sweeps) for method in methods] for reviews in parts]
    for draw in range(given.draws):
        for number, reviews in enumerate(parts):
            rng = np.random.default_rng([draw, number])
            shuffled = reviews.iloc[rng.permutation(len(reviews))]
            kept = (shuffled.groupby("declaration").cumcount() < given.reviews).to_numpy()
            thin, rest = shuffled[kept], shuffled[~kept]
            full = reviews.groupby("declaration")["score"].mean()
            left_out = rest.groupby("declaration")["score"].mean().reindex(full.index).fillna(full)
            found = [estimates(method, thin, given.sweeps)[full.index] for method in methods]
            own = [fitted[full.index] for fitted in whole[number]]
            yield [measures(estimate, full, left_out, it) for estimate, it in zip(found, own, strict=True)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=20, help="of a set of one panel; a tenth for others")
    parser.add_argument("--sets", default="grants,votes,skating,diving,wine")
    parser.add_argument("--reviews", type=int, default=3)
    parser.add_argument("--sweeps", type=int, default=None, help="of the default method, else as the product does")
    parser.add_argument("--methods", default=METHODS)
    parser.add_argument("--essays", type=Path, help="a file of declaration, expert, score, measured as one more panel")
    arguments = parser.parse_args()
    sets = {name: SETS[name] for name in arguments.sets.split(",") if name}
    if arguments.essays:
        sets["essays"] = (arguments.essays, 1.0, None)
    names, asked = arguments.methods.split(","), arguments.draws
    for name, source in sets.items():
        parts = panels(*source)
        arguments.draws = asked if len(parts) == 1 else max(2, asked // 10)
        table = np.array(list(rows(arguments, parts, names)))
        print(f"{name}: {len(table)} thinned panels of {arguments.reviews} reviews each")
        for at, method in enumerate(names):
            less = table[:, at] - table[:, 0]
            error = less.std(axis=0, ddof=1) / np.sqrt(len(table))
            shown = table[:, 0] if at == 0 else less
            cells = zip(MEASURES, shown.mean(axis=0), error, strict=True)
            figures = (f"{measure} {mean:+.4f}" + ("" if at == 0 else f" ± {se:.4f}") for measure, mean, se in cells)
            print(f"  {method:13s}", ", ".join(figures), flush=True)

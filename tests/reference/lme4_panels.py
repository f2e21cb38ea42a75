"""Nine panels whose variance components R's lme4 has estimated: three real ones, six rebuilt from fixed seeds.

`python -m tests.reference.lme4_panels FOLDER` writes them as files for ``lme4_components.R``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL = {
    "swiss_votes": "snsf_mint.csv",
    "biomedical_grants": "aibs_grants.csv",
    "skating_components": "skating_components.csv",
}
COLUMNS = ["declaration", "expert", "score"]


@dataclass(frozen=True)
class Recipe:
    """How a simulated panel is made; deviations in points, ``each`` experts per declaration."""

    seed: int
    n: int
    m: int
    each: int
    tau: float
    omega: float
    sigma: float
    step: float
    pieces: int = 1


SIMULATED = {
    "fully_crossed": Recipe(seed=1, n=30, m=8, each=8, tau=9.0, omega=5.0, sigma=6.0, step=1.0),
    "five_each": Recipe(seed=2, n=200, m=40, each=5, tau=10.0, omega=6.0, sigma=8.0, step=1.0),
    "two_each": Recipe(seed=3, n=150, m=30, each=2, tau=6.0, omega=9.0, sigma=5.0, step=0.5),
    "no_leniency": Recipe(seed=8, n=60, m=12, each=4, tau=8.0, omega=0.0, sigma=7.0, step=1.0),
    "coarse_grades_in_islands": Recipe(seed=5, n=90, m=24, each=4, tau=1.2, omega=0.5, sigma=0.6, step=1.0, pieces=3),
    "many_graders": Recipe(seed=6, n=400, m=380, each=4, tau=5.0, omega=7.0, sigma=9.0, step=1.0),
}


def panel(name: str) -> pd.DataFrame | None:
    """Return a panel as ``[declaration, expert, score]``; None where a real one is not beside this checkout."""
    if name in SIMULATED:
        return simulated(SIMULATED[name])
    path = SHARED / REAL[name]
    return pd.read_csv(path)[COLUMNS] if path.exists() else None


def simulated(recipe: Recipe) -> pd.DataFrame:
    """Make a panel with the frozen generator of NumPy, whose stream no release changes."""
    chance = np.random.RandomState(recipe.seed)
    quality, leniency = recipe.tau * chance.randn(recipe.n), recipe.omega * chance.randn(recipe.m)
    rows = []
    for i in range(recipe.n):
        own = np.flatnonzero(np.arange(recipe.m) % recipe.pieces == i % recipe.pieces)
        rows += [(i, j) for j in np.sort(chance.permutation(own)[: recipe.each])]
    i, j = np.array(rows).T
    score = 70.0 + quality[i] + leniency[j] + recipe.sigma * chance.randn(len(i))
    score = np.round(score / recipe.step) * recipe.step
    return pd.DataFrame({"declaration": i, "expert": j, "score": score})


if __name__ == "__main__":
    for name in (*REAL, *SIMULATED):
        table = panel(name)
        if table is not None:
            table.to_csv(Path(sys.argv[1]) / f"{name}.csv", index=False)

"""How the experts of a plan hang together: how many declarations each two share, and where it hangs by one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reviewers.assignment.islands import Panels

SHOWN = 30
TRIED = 80


@dataclass(frozen=True)
class PlanLinks:
    """Links of a plan.

    ``shared`` is a square table by expert, empty for large panels; ``n_pairs_by_shared`` counts pairs of experts by how
    many declarations they share; without one of the ``pivots`` the plan would fall apart.
    """

    experts: tuple[str, ...]
    shared: tuple[tuple[int, ...], ...]
    n_pairs_by_shared: tuple[tuple[int, int], ...]
    n_islands: int
    pivots: tuple[str, ...]
    loosest: tuple[tuple[str, int], ...]


def links_of(problem: Mapping[str, Any], rows: Sequence[Sequence[int]]) -> PlanLinks:
    """Count what the experts share and look for the places where a plan would break."""
    names = tuple(problem["experts"])
    n, m = len(problem["declarations"]), len(names)
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    seen = np.zeros((n, m), dtype=np.float32)  # whole numbers below 2²⁴ are exact, and such products are quick
    seen[pairs[:, 0], pairs[:, 1]] = 1
    shared = (seen.T @ seen).astype(np.int64)
    busy = np.flatnonzero(seen.any(axis=0))
    upper = shared[np.ix_(busy, busy)][np.triu_indices(busy.size, 1)]
    kinds, counts = np.unique(upper, return_counts=True)
    others = shared[busy].sum(axis=1) - shared[busy, busy]
    order = np.argsort(others, kind="stable")[:5]
    whole = Panels(pairs[:, 0], pairs[:, 1], n, m).n_islands()
    return PlanLinks(
        names,
        tuple(tuple(line) for line in shared.tolist()) if m <= SHOWN else (),
        tuple(zip(kinds.tolist(), counts.tolist(), strict=True)),
        whole,
        tuple(names[j] for j in busy.tolist() if breaks_without(pairs, j, n, m, whole)) if m <= TRIED else (),
        tuple((names[busy[at]], int(others[at])) for at in order.tolist()),
    )


def breaks_without(pairs: "np.ndarray[Any, np.dtype[np.int64]]", expert: int, n: int, m: int, whole: int) -> bool:
    """Whether the plan has more islands when the expert's work is missing."""
    rest = pairs[pairs[:, 1] != expert]
    return bool(rest.size) and Panels(rest[:, 0], rest[:, 1], n, m).n_islands() > whole

"""Whether the panel hangs together: islands, and the experts on whom the connection rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scoring.lattice import IntArray
from scoring.ratings import Ratings


@dataclass(frozen=True)
class Connectedness:
    """The shape of the panel.

    Attributes
    ----------
    islands
        Declarations and experts of each connected piece, the largest first.
    weak_links
        Experts without whom an island falls apart (leaving out those who stand alone with one declaration).
    mean_shared
        Declarations that two experts who share any have in common, on average.
    """

    islands: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    weak_links: tuple[str, ...]
    mean_shared: float


def connectedness(ratings: Ratings) -> Connectedness:
    """Describe how declarations and experts hang together; O(n) plus the pairs within panels.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("abbc"), "expert": list("xxyy"), "score": [1, 2, 3, 4]})
    >>> connectedness(Ratings.from_frame(frame)).weak_links  # without x, a is judged by nobody: that is no split
    ()
    """
    n, pieces = ratings.n_declarations, []
    for piece in range(int(ratings.island.max()) + 1):
        members = np.flatnonzero(ratings.island == piece)
        declarations = tuple(str(label) for label in ratings.declarations[members[members < n]])
        experts = tuple(str(label) for label in ratings.experts[members[members >= n] - n])
        pieces.append((declarations, experts))
    pieces.sort(key=lambda piece: -len(piece[0]))
    weak = tuple(str(ratings.experts[j]) for j in sorted(_cut_experts(ratings)))
    return Connectedness(tuple(pieces), weak, _mean_shared(ratings))


def _mean_shared(ratings: Ratings) -> float:
    n, most = ratings.reviews_per_declaration, int(ratings.reviews_per_declaration.max())
    pairs: list[IntArray] = []
    for gap in range(1, most):
        rows = np.arange(len(ratings.i) - gap)
        rows = rows[ratings.i[rows] == ratings.i[rows + gap]]
        pairs.append(ratings.j[rows] * ratings.n_experts + ratings.j[rows + gap])
    met = np.concatenate(pairs) if pairs else np.zeros(0, dtype=np.int64)
    return float(len(met) / len(np.unique(met))) if len(met) and n.max() > 1 else 0.0


def _cut_experts(ratings: Ratings) -> set[int]:
    """Find experts whose removal splits the declarations that have other experts too (Hopcroft and Tarjan 1973)."""
    n = ratings.n_declarations
    shared = ratings.reviews_per_declaration[ratings.i] > 1
    neighbours = _neighbours(ratings.i[shared], ratings.j[shared] + n, n + ratings.n_experts)
    entered, low = [0] * len(neighbours), [0] * len(neighbours)
    clock, cuts = 0, set[int]()
    for root in range(len(neighbours)):
        if entered[root] or not neighbours[root]:
            continue
        clock += 1
        entered[root] = low[root] = clock
        branches = 0
        path: list[tuple[int, int, Iterator[int]]] = [(root, -1, iter(neighbours[root]))]
        while path:
            node, parent, rest = path[-1]
            for other in rest:
                if entered[other]:
                    if other != parent:
                        low[node] = min(low[node], entered[other])
                    continue
                clock += 1
                entered[other] = low[other] = clock
                path.append((other, node, iter(neighbours[other])))
                break
            else:
                path.pop()
                if parent >= 0:
                    low[parent] = min(low[parent], low[node])
                    branches += parent == root
                    if parent != root and low[node] >= entered[parent]:
                        cuts.add(parent)
        if branches > 1:
            cuts.add(root)
    return {node - n for node in cuts if node >= n}


def _neighbours(left: IntArray, right: IntArray, size: int) -> list[list[int]]:
    lists: list[list[int]] = [[] for _ in range(size)]
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        lists[a].append(b)
        lists[b].append(a)
    return lists

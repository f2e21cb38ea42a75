"""The best few candidates of every declaration: enough to optimise over, and many times fewer than all pairs."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.network import Network
from reviewers.assignment.problem import Floats, Ints

PADDED, FEW_COUNTS = 3, 8


def best_of_each(candidates: Candidates, worth: Floats, count: Ints) -> npt.NDArray[np.bool_]:
    """Mark the ``count[i]`` candidates of declaration ``i`` with the largest ``worth``; of equals, those listed first.

    Cost: linear where declarations have about as many candidates each and ask for few different counts.
    """
    owner = candidates.declaration
    size = np.bincount(owner, minlength=candidates.n_declarations)
    width, is_sorted = int(size.max(initial=0)), not bool((np.diff(owner) < 0).any())
    wanted = np.unique(np.minimum(count, width))
    if not width or wanted.size > FEW_COUNTS or size.size * width > PADDED * owner.size:
        return _best_by_sorting(candidates, worth, count)
    if is_sorted and owner.size == size.size * width:
        return _best_of_rows(worth.reshape(size.size, width), np.minimum(count, width), wanted).ravel()
    small = np.uint16 if size.size <= 1 << 16 else np.int64  # few bits are sorted without comparing
    order = np.arange(owner.size) if is_sorted else np.argsort(owner.astype(small), kind="stable")
    column = np.arange(owner.size) - np.repeat(np.cumsum(size) - size, size)
    table = np.full((size.size, width), -np.inf)
    table[owner[order], column] = worth[order]
    chosen = np.zeros(owner.size, dtype=np.bool_)
    chosen[order] = _best_of_rows(table, np.minimum(count, width), wanted)[owner[order], column]
    return chosen


def _best_of_rows(table: Floats, count: Ints, wanted: Ints) -> npt.NDArray[np.bool_]:
    """Mark the ``count[i]`` largest of row ``i``, the first of equals; ``wanted`` lists the counts that occur."""
    width = table.shape[1]
    places = (width - wanted[wanted > 0]).tolist()
    least = np.full(count.size, np.inf)
    if places:
        rows = np.flatnonzero(count > 0)
        least[rows] = np.partition(table, places, axis=1)[rows, width - count[rows]]
    best: npt.NDArray[np.bool_] = table > least[:, None]
    equal = table == least[:, None]
    missing = count - best.sum(axis=1)
    if bool((equal.sum(axis=1) > missing).any()):
        equal &= np.cumsum(equal, axis=1) <= missing[:, None]
    best |= equal
    return best


def _best_by_sorting(candidates: Candidates, worth: Floats, count: Ints) -> npt.NDArray[np.bool_]:
    order = np.lexsort((-worth, candidates.declaration))
    size = np.bincount(candidates.declaration, minlength=candidates.n_declarations)
    rank = np.arange(order.size) - np.repeat(np.cumsum(size) - size, size)
    chosen = np.zeros(order.size, dtype=np.bool_)
    chosen[order] = rank < np.repeat(count, size)
    return chosen


def only_pairs(network: Network, kept: npt.NDArray[np.bool_]) -> Network:
    """The network with only the ``kept`` pairs; nodes keep their numbers, so prices fit both."""
    mask = np.ones(network.tail.size, dtype=np.bool_)
    mask[: network.n_pairs] = kept
    return replace(
        network,
        tail=network.tail[mask],
        head=network.head[mask],
        capacity=network.capacity[mask],
        n_pairs=int(kept.sum()),
    )


def only_candidates(candidates: Candidates, kept: npt.NDArray[np.bool_]) -> Candidates:
    """The candidates with only the ``kept`` pairs."""
    return replace(
        candidates,
        declaration=candidates.declaration[kept],
        expert=candidates.expert[kept],
        fit=candidates.fit[kept],
        position=candidates.position[kept],
        quota=candidates.quota[kept],
    )

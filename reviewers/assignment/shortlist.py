"""The best few candidates of every declaration: enough to optimise over, and many times fewer than all pairs."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.network import Network
from reviewers.assignment.problem import Floats, Ints


def best_of_each(candidates: Candidates, worth: Floats, count: Ints) -> npt.NDArray[np.bool_]:
    """Mark the ``count[i]`` candidates of declaration ``i`` with the largest ``worth``."""
    order = np.argsort(_packed(candidates.declaration, worth), kind="stable")
    size = np.bincount(candidates.declaration, minlength=candidates.n_declarations)
    start = np.cumsum(size) - size
    rank = np.arange(order.size) - np.repeat(start, size)
    chosen = np.zeros(order.size, dtype=np.bool_)
    chosen[order] = rank < np.repeat(count, size)
    return chosen


def _packed(declaration: Ints, worth: Floats) -> Ints:
    """One sortable number per pair: the declaration first, then the best worth, to 40 bits."""
    best, least = float(worth.max(initial=-np.inf)), float(worth.min(initial=np.inf))
    step = (2.0**40 - 1) / (best - least) if best > least else 0.0
    return (declaration << 40) + np.rint((best - worth) * step).astype(np.int64)


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

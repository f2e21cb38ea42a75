"""Join the islands of a plan by exchanges that keep every load and every rule."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.islands import Panels
from reviewers.assignment.network import Network
from reviewers.assignment.problem import Ints, Problem

MOST_TRIED = 400
MOST_JOINED = 200


def joined(problem: Problem, candidates: Candidates, network: Network, chosen: Ints) -> Ints:
    """Join as many islands as exchanges of two experts, or of one for a free seat, can."""
    on = np.zeros(candidates.fit.size, dtype=np.bool_)
    on[chosen] = True
    fixed = np.asarray(problem.fixed)
    for _ in range(MOST_JOINED):
        label, count = _islands(problem, candidates, on, fixed)
        if count <= 1 or not _join_one(problem, candidates, network, on, label, count, fixed):
            break
    return np.flatnonzero(on)


def _islands(problem: Problem, candidates: Candidates, on: npt.NDArray[np.bool_], fixed: Ints) -> tuple[Ints, int]:
    panels = Panels(
        np.concatenate([candidates.declaration[on], fixed[:, 0]]),
        np.concatenate([candidates.expert[on], fixed[:, 1]]),
        *problem.shape,
    )
    label = panels.islands()
    return label, int(np.unique(label[panels.declaration]).size)


def _join_one(
    problem: Problem,
    candidates: Candidates,
    network: Network,
    on: npt.NDArray[np.bool_],
    label: Ints,
    count: int,
    fixed: Ints,
) -> bool:
    """Try exchanges across islands, the best fit first, until the islands are fewer."""
    across = ~on & (label[candidates.declaration] != label[problem.n_declarations + candidates.expert])
    taken = np.flatnonzero(across)
    load = np.bincount(candidates.expert[on], minlength=problem.n_experts)
    tried = 0
    for pair in taken[np.argsort(-candidates.fit[taken], kind="stable")].tolist():
        for exchange in _exchanges(candidates, on, load, pair):
            before, after = exchange
            on[before], on[after] = False, True
            if _keeps_units(candidates, network, on, after) and _islands(problem, candidates, on, fixed)[1] < count:
                return True
            on[after], on[before] = False, True
            tried += 1
            if tried >= MOST_TRIED:
                return False
    return False


def _exchanges(
    candidates: Candidates, on: npt.NDArray[np.bool_], load: Ints, pair: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Ways for a declaration to take the expert of ``pair``: for a free seat, or against one of its own experts."""
    i, j = int(candidates.declaration[pair]), int(candidates.expert[pair])
    mine = np.flatnonzero(on & (candidates.declaration == i)).tolist()
    theirs = np.flatnonzero(on & (candidates.expert == j)).tolist()
    for given in mine:
        own = int(candidates.expert[given])
        if candidates.quota[given] != candidates.quota[pair]:
            continue
        if load[j] < candidates.max_load[j] and load[own] > candidates.min_load[own]:
            yield [given], [pair]
        for other in theirs:
            swap = np.flatnonzero(
                ~on & (candidates.declaration == candidates.declaration[other]) & (candidates.expert == own)
            )
            if swap.size and candidates.quota[other] == candidates.quota[swap[0]]:
                yield [given, other], [pair, int(swap[0])]


def _keeps_units(candidates: Candidates, network: Network, on: npt.NDArray[np.bool_], after: list[int]) -> bool:
    """Whether no unit of several candidates now has two experts on one of the panels touched."""
    for pair in after:
        unit = network.tail[pair]
        if unit >= network.first_unit and on[: network.n_pairs][network.tail[: network.n_pairs] == unit].sum() > 1:
            return False
    return True

"""The pairs still free to choose, and what they must still fill, once conflicts and hand-made pairs are taken off."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewers.assignment.composition import quota_classes
from reviewers.assignment.problem import Floats, Ints, Problem

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Free pairs sorted by declaration, then expert, with the seats left after the fixed pairs.

    ``quota`` is the rule of composition each pair counts towards, −1 for none; ``least`` (n_quotas × n_declarations) is
    what each rule still asks for.
    """

    declaration: Ints
    expert: Ints
    fit: Floats
    position: Ints
    demand: Ints
    min_load: Ints
    max_load: Ints
    quota: Ints
    least: Ints

    @property
    def n_declarations(self) -> int:
        """Declarations, those already complete included."""
        return self.demand.size

    @property
    def n_experts(self) -> int:
        """Experts, those already full included."""
        return self.max_load.size


def free_candidates(problem: Problem) -> Candidates:
    """Take conflicts, forbidden and fixed pairs, and the units of fixed experts, off the candidates of ``problem``."""
    declaration = np.repeat(np.arange(problem.n_declarations), np.diff(problem.indptr))
    free = ~is_member(declaration * problem.n_experts + problem.indices, taken_keys(problem))
    fixed = np.asarray(problem.fixed)
    if problem.group is not None and fixed.size:
        free &= ~_shares_unit_with_fixed(problem, declaration, fixed)
    position = np.flatnonzero(free)
    declaration, expert = declaration[position], problem.indices[position]
    load = np.bincount(fixed[:, 1], minlength=problem.n_experts)
    return Candidates(
        declaration,
        expert,
        problem.data[position],
        position,
        problem.demand - np.bincount(fixed[:, 0], minlength=problem.n_declarations),
        np.maximum(problem.min_load - load, 0),
        problem.max_load - load,
        quota_classes(problem.composition, declaration, expert),
        least_of(problem, fixed),
    )


def least_of(problem: Problem, fixed: Ints) -> Ints:
    """What each rule of composition still asks of each declaration once the fixed pairs are counted."""
    rows = [np.zeros((0, problem.n_declarations), dtype=np.int64)]
    for quota in problem.composition:
        counted = fixed[:, 0][quota.counts(fixed[:, 0], fixed[:, 1])]
        rows.append(np.maximum(quota.least - np.bincount(counted, minlength=problem.n_declarations), 0)[None])
    return np.concatenate(rows)


def taken_keys(problem: Problem) -> Ints:
    """Keys (declaration × n_experts + expert), sorted, of pairs that are not free to choose."""
    return np.unique(np.concatenate([conflict_keys(problem), pair_keys(problem, np.asarray(problem.fixed))]))


def conflict_keys(problem: Problem) -> Ints:
    """Keys of the pairs that must not meet: conflicts and pairs forbidden by hand."""
    forbidden = pair_keys(problem, np.asarray(problem.forbidden))
    if problem.conflict_indptr is None or problem.conflict_indices is None:
        return np.unique(forbidden)
    row = np.repeat(np.arange(problem.n_declarations), np.diff(problem.conflict_indptr))
    return np.unique(np.concatenate([row * problem.n_experts + problem.conflict_indices, forbidden]))


def pair_keys(problem: Problem, pairs: Ints) -> Ints:
    """Number pairs by row, then column."""
    return np.asarray(pairs[:, 0] * problem.n_experts + pairs[:, 1], dtype=np.int64)


def is_member(keys: Ints, sorted_keys: Ints) -> Bools:
    """Say which of ``keys`` occur in ``sorted_keys``."""
    if not sorted_keys.size:
        return np.zeros(keys.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(sorted_keys, keys), sorted_keys.size - 1)
    return np.asarray(sorted_keys[place] == keys, dtype=np.bool_)


def _shares_unit_with_fixed(problem: Problem, declaration: Ints, fixed: Ints) -> Bools:
    group = np.asarray(problem.group)
    n_groups = int(group.max(initial=0)) + 1
    taken = group[fixed[:, 1]]
    keys = np.unique((fixed[:, 0] * n_groups + taken)[taken >= 0])
    own = group[problem.indices]
    return (own >= 0) & is_member(declaration * n_groups + own, keys)

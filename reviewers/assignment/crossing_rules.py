"""Where rules of composition cross, and the fewest demands to drop so that none does."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from reviewers.assignment.composition import Quota
from reviewers.assignment.diagnosis import Change
from reviewers.assignment.problem import Problem

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def crossing_declarations(problem: Problem, rules: Sequence[Quota]) -> Bools:
    """Declarations where two rules share a candidate, or a unit spans two rules: no network holds their panels."""
    declaration = np.repeat(np.arange(problem.n_declarations), np.diff(problem.indptr))
    return crossing_among(problem, rules, declaration, problem.indices)


def crossing_among(problem: Problem, rules: Sequence[Quota], declaration: Ints, expert: Ints) -> Bools:
    """The same for any list of pairs."""
    found, crossing = np.full(declaration.size, -1, dtype=np.int64), np.zeros(problem.n_declarations, dtype=np.bool_)
    for number, rule in enumerate(rules):
        counted = rule.counts(declaration, expert) & (rule.least[declaration] > 0)
        crossing[declaration[counted & (found >= 0)]] = True
        found[counted] = number
    if problem.group is not None and rules:
        unit = problem.group[expert]
        rows = np.unique(np.stack([declaration, unit, found])[:, unit >= 0], axis=1)
        spans = (np.diff(rows[0]) == 0) & (np.diff(rows[1]) == 0)
        crossing[rows[0, 1:][spans]] = True
    return crossing


def fewest_dropped(problem: Problem) -> dict[int, tuple[Change, ...]]:
    """By number of rule, which declarations must give it up so that no rules cross, with the fewest experts in all.

    Notes
    -----
    Declarations do not depend on each other, so the least of each is the least of all. Cost: O(2^rules · pairs).
    """
    rules = problem.composition
    cost = np.full(problem.n_declarations, np.iinfo(np.int64).max)
    choice: list[tuple[int, ...]] = [()] * problem.n_declarations
    for many in range(len(rules) + 1):
        for dropped in combinations(range(len(rules)), many):
            kept = [rule for number, rule in enumerate(rules) if number not in dropped]
            price = np.sum([rules[number].least for number in dropped], axis=0, initial=0)
            better = ~crossing_declarations(problem, kept) & (price < cost)
            cost = np.where(better, price, cost)
            for i in np.flatnonzero(better).tolist():
                choice[i] = dropped
    lost = {
        number: tuple(
            Change(i, None, -int(rule.least[i]), number)
            for i in range(len(choice))
            if number in choice[i] and rule.least[i]
        )
        for number, rule in enumerate(rules)
    }
    return {number: changes for number, changes in lost.items() if changes}

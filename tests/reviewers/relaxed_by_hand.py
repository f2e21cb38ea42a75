"""An independent model of impossible problems: every rule a row of an integer programme with its own slack."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from reviewers import Problem
from reviewers.assignment.diagnosis import Change

KINDS = ("max_load", "demand", "min_load", "conflict", "group", "composition", "fixed", "candidate")
Key = tuple[str, int, int]


@dataclass(frozen=True)
class Row:
    """``low`` ≤ Σ x over ``cells`` + Σ sign · slack ≤ ``high``."""

    cells: np.ndarray
    low: float
    high: float
    slacks: tuple[tuple[Key, int], ...] = ()


def dense(indptr: np.ndarray | None, indices: np.ndarray | None, shape: tuple[int, int]) -> np.ndarray:
    """A sparse pattern as a table of booleans."""
    table = np.zeros(shape, dtype=bool)
    if indptr is not None and indices is not None:
        table[np.repeat(np.arange(shape[0]), np.diff(indptr)), indices] = True
    return table


def rows_of(problem: Problem) -> list[Row]:
    """Every rule of the problem over the table declarations × experts."""
    n, m = problem.shape
    cells = np.arange(n * m).reshape(n, m)
    known = dense(problem.indptr, problem.indices, (n, m))
    conflict = dense(problem.conflict_indptr, problem.conflict_indices, (n, m))
    fixed = np.zeros((n, m), dtype=bool)
    for i, j in np.asarray(problem.forbidden).tolist():
        conflict[i, j] = True
    for i, j in np.asarray(problem.fixed).tolist():
        fixed[i, j] = True
    rows = [row for i in range(n) for j in range(m) for row in _pair(cells, known, conflict, fixed, i, j)]
    for i in range(n):
        rows.append(Row(cells[i], problem.demand[i], problem.demand[i], ((("demand", i, -1), 1),)))
        for unit in () if problem.group is None else np.unique(problem.group[problem.group >= 0]):
            rows.append(Row(cells[i, problem.group == unit], 0, 1, ((("group", i, int(unit)), -1),)))
        for number, quota in enumerate(problem.composition):
            counted = quota.counts(np.full(m, i), np.arange(m))
            rows.append(Row(cells[i, counted], quota.least[i], np.inf, ((("composition", i, number), 1),)))
    for j in range(m):
        rows.append(Row(cells[:, j], -np.inf, problem.max_load[j], ((("max_load", -1, j), -1),)))
        rows.append(Row(cells[:, j], problem.min_load[j], np.inf, ((("min_load", -1, j), 1),)))
    return rows


def _pair(cells: np.ndarray, known: np.ndarray, conflict: np.ndarray, fixed: np.ndarray, i: int, j: int) -> list[Row]:
    cell, found = cells[i, j : j + 1], []
    if fixed[i, j]:
        found.append(Row(cell, 1, 1, ((("fixed", i, j), 1),)))
    elif not known[i, j]:
        free = () if conflict[i, j] else ((("candidate", i, j), -1),)
        found.append(Row(cell, 0, 0, free))
    if conflict[i, j]:
        found.append(Row(cell, 0, 0, ((("conflict", i, j), -1),)))
    return found


def fewest_changes(problem: Problem, kinds: Collection[str], made: Mapping[Key, int] | None = None) -> int | None:
    """Smallest number of units of ``kinds`` to change, after the changes already ``made``; ``None`` where none do."""
    rows = rows_of(problem)
    n_cells = problem.n_declarations * problem.n_experts
    keys = list(dict.fromkeys(key for row in rows for key, _ in row.slacks))
    place = {key: n_cells + number for number, key in enumerate(keys)}
    table = np.zeros((len(rows), n_cells + len(keys)))
    for number, row in enumerate(rows):
        table[number, row.cells] = 1
        for key, sign in row.slacks:
            table[number, place[key]] = sign
    given = made or {}
    assert set(given) <= set(keys), set(given) - set(keys)
    least = np.array([0] * n_cells + [given.get(key, 0) for key in keys], dtype=float)
    most = np.array([1] * n_cells + [np.inf if key[0] in kinds else given.get(key, 0) for key in keys], dtype=float)
    cost = np.array([0] * n_cells + [1] * len(keys))
    limits = LinearConstraint(table, [row.low for row in rows], [row.high for row in rows])
    found = milp(cost, constraints=limits, bounds=Bounds(least, most), integrality=np.ones(cost.size))
    return None if found.x is None else round(found.fun)


def made_by(problem: Problem, changes: Mapping[str, Sequence[Change]]) -> dict[Key, int]:
    """The changes of a relaxation as slacks of the model."""
    made: dict[Key, int] = {}
    for rule, moved in changes.items():
        for change in moved:
            i = -1 if change.declaration is None else change.declaration
            j = -1 if change.expert is None else change.expert
            if rule == "group":
                assert problem.group is not None
                j = int(problem.group[j])
            if rule == "composition":
                assert change.quota is not None
                j = change.quota
            made[rule, i, j] = made.get((rule, i, j), 0) + abs(change.by)
    return made

"""Rules of composition that cross (a unit with two specialities, a speciality and 区外) need an integer solver."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reviewers.assignment.candidates import Candidates, free_candidates, least_of
from reviewers.assignment.problem import Ints, Problem

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar

SCALE = 2.0**20
WORK = 60.0


@dataclass(frozen=True, eq=False)
class Row:
    """``sign`` · (number chosen of ``members``) ≥ ``sign`` · ``bound``."""

    members: Ints
    sign: int
    bound: int


@dataclass(frozen=True, eq=False)
class IntegerPlan:
    """Candidates chosen, and a bound on the total fit."""

    candidates: Candidates
    chosen: Ints
    bound: float


def integer_plan(problem: Problem, seed: int = 0) -> IntegerPlan | None:
    """Best plan under crossing rules; ``None`` without one.

    Notes
    -----
    CP-SAT on one thread with a limit on deterministic work, so that every machine ends alike; where the limit ends the
    search, the bound tells the gap. Cost: grows quickly beyond some ten thousand candidate pairs.
    """
    candidates = free_candidates(replace(problem, composition=()))
    model, taken = integer_model(problem, candidates)
    largest = float(np.abs(candidates.fit).max(initial=0.0)) or 1.0
    worth = np.rint(candidates.fit * (SCALE / largest)).astype(np.int64).tolist()
    model.maximize(sum(gain * pair for gain, pair in zip(worth, taken, strict=True)))
    solver = solved(model, WORK, seed)
    if solver is None:
        return None
    chosen = np.flatnonzero([solver.value(pair) for pair in taken])
    bound = (solver.best_objective_bound + 0.5 * float(candidates.demand.sum())) * largest / SCALE
    return IntegerPlan(candidates, chosen, bound)


def integer_model(problem: Problem, candidates: Candidates) -> "tuple[CpModel, list[IntVar]]":
    """Every bound of the problem over a variable per candidate."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(candidates.fit.size)]
    for row in _rows(problem, candidates):
        model.add(row.sign * sum(taken[pair] for pair in row.members.tolist()) >= row.sign * row.bound)
    return model, taken


def solved(model: "CpModel", work: float, seed: int) -> "CpSolver | None":
    """The solver with a plan, the best or what the limit on deterministic work left; ``None`` without one."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, seed % 2**31
    solver.parameters.max_deterministic_time = work
    return solver if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def panel_keepers(problem: Problem, declaration: Ints, expert: Ints) -> list[tuple[int, int]]:
    """A few assignments of a plan that alone satisfy every rule of composition."""
    counted = np.stack([quota.counts(declaration, expert) for quota in problem.composition])
    kept: list[tuple[int, int]] = []
    for i in range(problem.n_declarations):
        panel = np.flatnonzero(declaration == i)
        open_seats = np.array([quota.least[i] for quota in problem.composition])
        while (open_seats > 0).any():
            useful = counted[:, panel][open_seats > 0].sum(axis=0)
            best = int(panel[np.argmax(useful)])
            kept.append((i, int(expert[best])))
            open_seats -= counted[:, best]
            panel = panel[panel != best]
    return kept


def _rows(problem: Problem, candidates: Candidates) -> Iterator[Row]:
    """Every bound of the problem as a row over candidates."""
    least = least_of(problem, np.asarray(problem.fixed))
    for j, members in enumerate(_by_number(candidates.expert, problem.n_experts)):
        yield Row(members, 1, int(candidates.min_load[j]))
        yield Row(members, -1, int(candidates.max_load[j]))
    for i, members in enumerate(_by_number(candidates.declaration, problem.n_declarations)):
        yield Row(members, 1, int(candidates.demand[i]))
        yield Row(members, -1, int(candidates.demand[i]))
        for number in np.flatnonzero(least[:, i]).tolist():
            counted = problem.composition[number].counts(candidates.declaration[members], candidates.expert[members])
            yield Row(members[counted], 1, int(least[number, i]))
        if problem.group is not None:
            unit = problem.group[candidates.expert[members]]
            for one in np.unique(unit[unit >= 0]).tolist():
                yield Row(members[unit == one], -1, 1)


def _by_number(owner: Ints, n: int) -> list[Ints]:
    """The places of each number from 0 to n − 1."""
    ends = np.cumsum(np.bincount(owner, minlength=n))[:-1]
    return np.split(np.argsort(owner, kind="stable"), ends)

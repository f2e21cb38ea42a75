"""Smallest relaxations where rules of composition cross: every rule a row with its own slack, solved as integers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from reviewers.assignment.candidates import conflict_keys, is_member, pair_keys
from reviewers.assignment.diagnosis import Change
from reviewers.assignment.problem import Ints, Problem

WORK = 60.0
MOST_SLACK = 1_000_000


@dataclass(frozen=True, eq=False)
class Duty:
    """``low`` ≤ (number chosen of ``cells``) ≤ ``high``; a unit of a change raises the number by its sign.

    ``cells`` are positions in the list of all pairs; a change by −1 stands for a unit chosen beyond ``high``.
    """

    cells: Ints
    low: int
    high: int
    rule: str
    change: Change


def fewest_broken(problem: Problem, new: Ints, kinds: Collection[str]) -> list[tuple[str, Change]] | None:
    """The fewest units of ``kinds`` to change so that a plan exists; ``None`` where these kinds cannot do.

    Parameters
    ----------
    problem : Problem
    new : array of int
        Keys (declaration × n_experts + expert) of pairs that are no candidates and may be proposed.
    kinds : collection of str
        As in ``reviewers.assignment.diagnosis.Relaxation``.

    Notes
    -----
    CP-SAT on one thread with a limit on deterministic work, so that every machine ends alike. A relaxation is given
    only where it is proved smallest. Cost: grows quickly beyond some ten thousand pairs.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    keys = all_keys(problem, new)
    taken = [model.new_bool_var("") for _ in range(keys.size)]
    spares = []
    for duty in _duties(problem, keys, new):
        chosen = sum(taken[cell] for cell in duty.cells.tolist())
        if duty.rule in kinds:
            spare = model.new_int_var(0, MOST_SLACK, "")
            spares.append((duty, spare))
            chosen = chosen + (spare if _adds(duty) else -spare)
        model.add(chosen >= duty.low)
        model.add(chosen <= duty.high)
    model.minimize(sum(spare for _, spare in spares))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 0
    solver.parameters.max_deterministic_time = WORK
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    broken = [(duty, int(solver.value(spare))) for duty, spare in spares]
    return [(duty.rule, _moved(duty, units)) for duty, units in broken if units]


def all_keys(problem: Problem, new: Ints) -> Ints:
    """Candidates, fixed pairs and the ``new`` ones, as sorted keys."""
    row = np.repeat(np.arange(problem.n_declarations), np.diff(problem.indptr))
    fixed = pair_keys(problem, np.asarray(problem.fixed))
    return np.unique(np.concatenate([row * problem.n_experts + problem.indices, fixed, new]))


def _adds(duty: Duty) -> bool:
    """Whether a unit of slack stands for a missing expert rather than for one too many."""
    return duty.rule in ("demand", "min_load", "composition", "fixed")


def _moved(duty: Duty, units: int) -> Change:
    sign = -1 if _adds(duty) else 1
    change = duty.change
    return Change(change.declaration, change.expert, sign * units, change.quota)


def _duties(problem: Problem, keys: Ints, new: Ints) -> Iterator[Duty]:
    declaration, expert = keys // problem.n_experts, keys % problem.n_experts
    yield from _duties_of_pairs(problem, keys, new)
    everything = keys.size
    for j in range(problem.n_experts):
        cells = np.flatnonzero(expert == j)
        yield Duty(cells, 0, int(problem.max_load[j]), "max_load", Change(None, j, 0))
        yield Duty(cells, int(problem.min_load[j]), everything, "min_load", Change(None, j, 0))
    for i in range(problem.n_declarations):
        cells = np.flatnonzero(declaration == i)
        wanted = int(problem.demand[i])
        yield Duty(cells, wanted, wanted, "demand", Change(i, None, 0))
        for number, quota in enumerate(problem.composition):
            counted = cells[quota.counts(declaration[cells], expert[cells])]
            yield Duty(counted, int(quota.least[i]), everything, "composition", Change(i, None, 0, number))
        yield from _duties_of_units(problem, cells, expert, i)


def _duties_of_units(problem: Problem, cells: Ints, expert: Ints, i: int) -> Iterator[Duty]:
    if problem.group is None:
        return
    unit = problem.group[expert[cells]]
    for one in np.unique(unit[unit >= 0]).tolist():
        members = cells[unit == one]
        yield Duty(members, 0, 1, "group", Change(i, int(expert[members[0]]), 0))


def _duties_of_pairs(problem: Problem, keys: Ints, new: Ints) -> Iterator[Duty]:
    """Fixed pairs are certain, conflicts and pairs that are no candidates are excluded."""
    fixed = np.sort(pair_keys(problem, np.asarray(problem.fixed)))
    rows = {
        "fixed": (is_member(keys, fixed), 1),
        "conflict": (is_member(keys, conflict_keys(problem)), 0),
        "candidate": (is_member(keys, np.sort(new)), 0),
    }
    for rule, (applies, value) in rows.items():
        for cell in np.flatnonzero(applies).tolist():
            change = Change(int(keys[cell] // problem.n_experts), int(keys[cell] % problem.n_experts), 0)
            yield Duty(np.array([cell]), value, 1 if rule == "fixed" else value, rule, change)

"""Connected plans: found wherever enumeration finds one, and where loads leave no room beside a planted one."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from reviewers import NoFeasiblePlan, Problem, assign
from reviewers.assignment.composition import Quota
from reviewers.assignment.describe import broken_rules, describe
from reviewers.assignment.islands import Panels


def tiny_problem(seed: int) -> Problem:
    """A few declarations and experts under rules of every kind, with hardly a seat to spare."""
    rng = np.random.default_rng([7, seed])
    n, m = int(rng.integers(3, 5)), int(rng.integers(4, 8))
    fit = np.where(rng.random((n, m)) < rng.choice([0.5, 0.8, 1.0]), rng.random((n, m)), np.nan)
    demand, most = rng.integers(1, 4, n), rng.integers(1, 4, m)
    speciality = rng.integers(0, 2, m)
    away = (speciality, np.zeros(n, dtype=int), rng.integers(0, 2, n))
    return Problem.from_dense(
        fit,
        demand=demand,
        min_load=(rng.random(m) < 0.2).astype(int),
        max_load=most,
        conflicts=rng.random((n, m)) < 0.05,
        group=rng.integers(-1, 4, m) if seed % 2 else None,
        composition=[Quota("区外", *away, same=False)] if seed % 3 == 0 else [],
    )


def is_one(panels: list[tuple[int, ...]], shape: tuple[int, int]) -> bool:
    """Whether panels hang together."""
    declaration = np.repeat(np.arange(shape[0]), [len(panel) for panel in panels])
    return Panels(declaration, np.concatenate(panels).astype(int), *shape).n_islands() == 1


def plans_of(problem: Problem) -> Iterator[list[tuple[int, ...]]]:
    """Every plan, panel by panel."""
    n, m = problem.shape
    choices: list[list[tuple[int, ...]]] = []
    for i in range(n):
        known = problem.indices[problem.indptr[i] : problem.indptr[i + 1]].tolist()
        panels = combinations(known, int(problem.demand[i]))
        choices.append([panel for panel in panels if not _is_broken(problem, i, np.array(panel))])

    def filled(chosen: list[tuple[int, ...]], load: np.ndarray) -> Iterator[list[tuple[int, ...]]]:
        if len(chosen) == n:
            if (load >= problem.min_load).all():
                yield chosen
            return
        for panel in choices[len(chosen)]:
            more = load + np.bincount(panel, minlength=m)
            if (more <= problem.max_load).all():
                yield from filled([*chosen, panel], more)

    yield from filled([], np.zeros(m, dtype=int))


def _is_broken(problem: Problem, i: int, panel: np.ndarray) -> bool:
    """Whether a panel breaks a rule of its own declaration."""
    faults = broken_rules(problem, np.full(panel.size, i), panel)
    return any(
        fault.code in {"conflict", "same_unit"} or (fault.code, fault.path) == ("composition", f"declaration[{i}]")
        for fault in faults
    )


def test_a_connected_plan_is_found_wherever_enumeration_finds_one() -> None:
    n_connected = 0
    for seed in range(60):
        problem = tiny_problem(seed)
        if not any(is_one(panels, problem.shape) for panels in plans_of(problem)):
            continue
        plan = assign(problem, "comparable")
        assert describe(problem, plan).n_islands == 1, seed
        assert broken_rules(problem, plan.declaration, plan.expert) == [], seed
        n_connected += 1
    assert n_connected > 10


@pytest.mark.parametrize("seed", range(6))
def test_the_one_ring_that_loads_allow_is_found_among_better_islands(seed: int) -> None:
    # 20 declarations in a ring of 20 experts, each with exactly two; decoys close smaller rings for much more fit
    rng, n = np.random.default_rng([8, seed]), 20
    expert = rng.permutation(n)
    fit = np.full((n, n), np.nan)
    fit[np.arange(n), expert] = fit[np.arange(n), np.roll(expert, 1)] = 0.1
    for first in range(0, n, 5):
        fit[first, expert[first + 4]] = 0.9
    problem = Problem.from_dense(fit, demand=2, min_load=2, max_load=2)
    plan = assign(problem, "comparable")
    assert (describe(problem, plan).n_islands, plan.total) == (1, pytest.approx(0.1 * 2 * n))


def test_pools_that_share_nobody_are_each_joined() -> None:
    fit = np.kron(np.eye(2), np.kron(np.eye(2), np.ones((3, 3))) + 0.01)
    fit[fit == 0] = np.nan
    plan = assign(problem := Problem.from_dense(fit, demand=2, min_load=2, max_load=2), "comparable")
    assert describe(problem, plan).n_islands == 2


def test_a_plan_without_seats_for_a_tree_stays_in_islands() -> None:
    problem = Problem.from_dense(np.ones((4, 4)), demand=1, min_load=1)
    plan = assign(problem, "comparable")
    assert describe(problem, plan).n_islands == 4


def test_an_impossible_problem_under_this_objective_is_diagnosed() -> None:
    with pytest.raises(NoFeasiblePlan):
        assign(Problem.from_dense(np.ones((2, 1)), demand=1, max_load=1), "comparable")

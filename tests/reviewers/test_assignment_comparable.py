"""The comparable plan: one connected panel, smaller errors of calibrated differences, little fit lost."""

import numpy as np
import pytest

from reviewers import Problem, assign
from reviewers.assignment.describe import broken_rules, describe
from reviewers.assignment.islands import Panels, difference_se


def specialised(n: int, m: int, n_specialities: int, strangers: int) -> tuple[Problem, np.ndarray]:
    """Fit follows specialities; about ``strangers`` pairs across them fit as well as those inside."""
    rng = np.random.default_rng(1)
    field, skill = np.arange(n) % n_specialities, np.arange(m) % n_specialities
    fit = np.where(field[:, None] == skill, 0.8, 0.2) + rng.normal(0, 0.07, (n, m))
    fit[rng.integers(0, n, strangers), rng.integers(0, m, strangers)] = 0.95
    return Problem.from_dense(np.clip(fit, 0, 1), demand=5, max_load=int(np.ceil(n * 5 / m * 1.15))), field


def test_islands_of_specialities_are_joined_for_little_fit() -> None:
    problem, _ = specialised(80, 20, 4, 0)
    total, comparable = assign(problem, "total"), assign(problem, "comparable")
    assert (describe(problem, total).n_islands, describe(problem, comparable).n_islands) == (4, 1)
    assert comparable.total >= 0.97 * total.total
    assert broken_rules(problem, comparable.declaration, comparable.expert) == []


def test_differences_across_specialities_become_surer_by_a_seventh() -> None:
    problem, field = specialised(200, 40, 5, 12)
    first, second = np.triu_indices(200, 1)
    across = np.flatnonzero(field[first] != field[second])[::40]
    errors, totals = [], []
    for objective in ("total", "comparable"):
        plan = assign(problem, objective)
        panels = Panels(plan.declaration, plan.expert, 200, 40)
        errors.append(difference_se(panels, first[across], second[across]).mean())
        totals.append(plan.total)
    assert (errors[1] <= 0.85 * errors[0], totals[1] >= 0.97 * totals[0]) == (True, True)


def test_a_difference_costs_the_resistance_between_declarations() -> None:
    # declarations 0 and 1 share experts 0 and 1: two paths of two unit resistors each, together 1
    panels = Panels(np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 2]), 3, 3)
    assert difference_se(panels, np.array([0]), np.array([1]))[0] == pytest.approx(1.0)
    assert difference_se(panels, np.array([0]), np.array([2]))[0] == np.inf


def test_full_loads_are_connected_by_exchanging_two_experts() -> None:
    fit = np.kron(np.eye(2), np.ones((3, 3)))
    problem = Problem.from_dense(fit, demand=2, min_load=2, max_load=2)
    plan = assign(problem, "comparable")
    assert (describe(problem, plan).n_islands, np.bincount(plan.expert).tolist()) == (1, [2] * 6)

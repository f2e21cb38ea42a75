"""A withdrawal changes as little as can be."""

import numpy as np
import pytest

from reviewers import NoFeasiblePlan, Problem, assign
from reviewers.assignment.composition import Quota
from reviewers.assignment.describe import broken_rules
from reviewers.assignment.repair import repair


def round_of(n: int, m: int, k: int, spare: int) -> Problem:
    """A round with ``spare`` free seats per expert above the mean."""
    fit = np.random.default_rng(n).random((n, m))
    return Problem.from_dense(fit, demand=k, max_load=-(-n * k // m) + spare)


def test_only_the_seats_of_a_withdrawn_expert_change() -> None:
    problem = round_of(300, 60, 5, 2)
    plan = assign(problem)
    mended = repair(problem, plan, withdrawn=[7])
    lost = int((plan.expert == 7).sum())
    assert (mended.n_changes, mended.removed[:, 1].tolist()) == (lost, [7] * lost)
    assert broken_rules(mended.problem, mended.plan.declaration, mended.plan.expert) == []


def test_a_conflict_declared_later_removes_only_that_pair() -> None:
    problem = round_of(40, 10, 3, 2)
    plan = assign(problem)
    pair = int(plan.declaration[0]), int(plan.expert[0])
    mended = repair(problem, plan, forbidden_pairs=[pair])
    assert (mended.removed.tolist(), mended.added[:, 0].tolist()) == ([list(pair)], [pair[0]])


def test_a_chain_of_two_changes_is_found_where_one_will_not_do() -> None:
    # expert 1 is the only free seat, but may not judge declaration 0: declaration 1 must hand over expert 2
    fit = [[1.0, np.nan, 0.5], [np.nan, 0.1, 0.9]]
    problem = Problem.from_dense(fit, demand=1, max_load=1)
    mended = repair(problem, assign(problem), withdrawn=[0])
    assert sorted(mended.added.tolist()) == [[0, 2], [1, 1]]


def test_the_best_of_the_smallest_repairs_is_taken() -> None:
    problem = Problem.from_dense([[0.9, 0.2, 0.3]], demand=1)
    assert repair(problem, assign(problem), withdrawn=[0]).plan.expert.tolist() == [2]


def test_a_repair_that_cannot_be_is_diagnosed() -> None:
    problem = Problem.from_dense([[0.9, 0.2]], demand=2)
    with pytest.raises(NoFeasiblePlan) as caught:
        repair(problem, assign(problem), withdrawn=[0])
    assert caught.value.diagnosis.relaxations[0].size == 1


def test_a_unit_across_two_specialities_still_sends_one_expert_after_a_repair() -> None:
    # experts 1 and 2 are of one unit and of two specialities; taking both would be the easy repair
    finance = Quota("财务专家", [0, 0, 1, 1, 0], [0, 0], [1, 1])
    fit = [[0.9, 0.8, 0.7, 0.1, 0.2], [0.9, 0.8, 0.1, 0.7, 0.2]]
    problem = Problem.from_dense(fit, demand=2, max_load=2, group=[-1, 5, 5, -1, -1], composition=[finance])
    plan = assign(problem)
    mended = repair(problem, plan, withdrawn=[0])
    assert broken_rules(mended.problem, mended.plan.declaration, mended.plan.expert) == []
    assert mended.n_changes == int((plan.expert == 0).sum())

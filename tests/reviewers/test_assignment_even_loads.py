"""The band of loads a round keeps: as narrow as asked where that allows a plan, wider only where it does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewers import assign
from reviewers.assignment.even_loads import even_band, with_band
from reviewers.assignment.problem import Problem

NAN = float("nan")


def one_favourite(n: int, m: int, *, max_load: int) -> Problem:
    """Everybody fits expert 0 best, then 1, and so on; two experts per declaration."""
    table = np.linspace(1.0, 0.1, m)[None, :].repeat(n, axis=0)
    return Problem.from_dense(table, demand=2, max_load=max_load)


def loads(problem: Problem, objective: str) -> list[int]:
    """How many declarations each expert gets."""
    plan = assign(problem, objective=objective, seed=1)
    return np.bincount(plan.expert, minlength=problem.n_experts).tolist()


@pytest.mark.parametrize("objective", ["total", "fair", "comparable", "random"])
def test_every_objective_keeps_loads_within_the_band(objective: str) -> None:
    problem = one_favourite(20, 5, max_load=15)
    band = even_band(problem, 2)
    assert band is not None
    found = loads(with_band(problem, band), objective)
    # 20 × 2 seats ÷ 5 experts = 8 on average, so 7 to 9.
    assert band == (7, 9)
    assert [7 <= load <= 9 for load in found] == [True] * 5


def test_band_widens_only_where_conflicts_force_it() -> None:
    # Expert 2 may judge only declaration 0: the others carry (8 - 1) ÷ 2 = 3.5 of 4 × 2 seats on average.
    table = [[1, 1, 1], [1, 1, NAN], [1, 1, NAN], [1, 1, NAN]]
    problem = Problem.from_dense(table, demand=2, max_load=4)
    band = even_band(problem, 1)
    assert band == (2, 4)
    # The mean is 8 ÷ 3 = 2.67, so one apart would be 2 and 3; 3 + 3 + 1 = 7 seats do not carry 8.
    assert loads(with_band(problem, band), "total") in ([4, 4, 0], [4, 3, 1], [3, 4, 1])


def test_expert_with_few_candidates_narrows_nobody_else() -> None:
    table = np.ones((12, 4))
    table[1:, 3] = NAN
    band = even_band(Problem.from_dense(table, demand=1, max_load=12), 2)
    # Mean 3; 11 declarations remain for three experts: 4 + 4 + 3 and expert 3 at most 1.
    assert band == (2, 4)


def test_band_as_wide_as_the_rule_is_none() -> None:
    assert even_band(one_favourite(4, 4, max_load=2), 2) is None


@given(st.integers(1, 8), st.integers(2, 6), st.integers(0, 3), st.integers(0, 1000))
def test_a_band_found_always_allows_a_plan(n: int, m: int, spread: int, seed: int) -> None:
    table = np.where(np.random.default_rng(seed).random((n, m)) < 0.2, NAN, 1.0)
    problem = Problem.from_dense(table, demand=1, max_load=n)
    band = even_band(problem, spread)
    if band is None:
        assert spread >= 0
        return
    plan = assign(with_band(problem, band))
    assert np.bincount(plan.expert, minlength=m).max() <= band[1]

"""The plan of largest total fit, against an independent linear programme."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reviewers import NoFeasiblePlan, Problem, assign
from reviewers.assignment.describe import broken_rules


def lp_total(problem: Problem, matrix: np.ndarray) -> float | None:
    """The optimum of the linear programme by HiGHS, conflicts and units included; ``None`` where it has none."""
    n, m = matrix.shape
    usable = ~np.isnan(matrix)
    rows, bounds = [], []
    for j in range(m):
        seat = np.zeros((n, m))
        seat[:, j] = 1
        rows += [seat.ravel(), -seat.ravel()]
        bounds += [problem.max_load[j], -problem.min_load[j]]
    for i in range(n if problem.group is not None else 0):
        for unit in set(problem.group[problem.group >= 0].tolist()):
            seat = np.zeros((n, m))
            seat[i, problem.group == unit] = 1
            rows.append(seat.ravel())
            bounds.append(1)
    panels = np.kron(np.eye(n), np.ones(m))
    found = linprog(
        -np.nan_to_num(matrix).ravel(),
        A_ub=np.array(rows),
        b_ub=bounds,
        A_eq=panels,
        b_eq=problem.demand,
        bounds=[(0, 1 if ok else 0) for ok in usable.ravel()],
    )
    return -found.fun if found.status == 0 else None


@st.composite
def small_problems(draw: st.DrawFn) -> tuple[Problem, np.ndarray]:
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    matrix = np.round(rng.normal(0.5, 0.5, (n, m)), draw(st.integers(0, 6)))
    matrix[rng.random((n, m)) < draw(st.sampled_from([0.0, 0.3]))] = np.nan
    clash = rng.random((n, m)) < draw(st.sampled_from([0.0, 0.2]))
    low = rng.integers(0, 2, m)
    group = rng.integers(-1, 3, m) if draw(st.booleans()) else None
    problem = Problem.from_dense(
        matrix,
        demand=rng.integers(0, 3, n),
        min_load=low,
        max_load=low + rng.integers(0, 4, m),
        conflicts=clash,
        group=group,
    )
    return problem, np.where(clash, np.nan, matrix)


@settings(max_examples=150)
@given(small_problems(), st.integers(0, 5))
def test_total_equals_the_optimum_of_the_linear_programme(case: tuple[Problem, np.ndarray], seed: int) -> None:
    problem, usable = case
    best = lp_total(problem, usable)
    if best is None:
        with pytest.raises(NoFeasiblePlan):
            assign(problem, "total", seed)
        return
    plan = assign(problem, "total", seed)
    assert plan.total == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert plan.bound == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert broken_rules(problem, plan.declaration, plan.expert) == []


def test_a_greedy_choice_gives_way_to_the_better_whole() -> None:
    # greedy: 0.9 + 0.1 = 1.0; swapped: 0.8 + 0.7 = 1.5
    plan = assign(Problem.from_dense([[0.9, 0.8], [0.7, 0.1]], demand=1, max_load=1))
    assert (plan.expert.tolist(), round(plan.total, 9)) == ([1, 0], 1.5)


def test_a_thousand_declarations_meet_their_bound_on_the_shortlist() -> None:
    rng = np.random.default_rng(3)
    plan = assign(Problem.from_dense(rng.random((1000, 200)), demand=5, min_load=10, max_load=26))
    assert plan.total == pytest.approx(plan.bound, rel=1e-8)


def test_a_shortlist_of_equal_tastes_is_widened_until_prices_agree() -> None:
    rng = np.random.default_rng(4)
    matrix = np.outer(rng.random(1000), rng.random(200) ** 3) + rng.random((1000, 200)) * 1e-3
    plan = assign(Problem.from_dense(matrix, demand=3, max_load=15))
    assert plan.total == pytest.approx(plan.bound, rel=1e-8)


def test_expert_prices_prove_the_bound_without_the_solver() -> None:
    # any prices bound the total: best k of (fit - price) per declaration, plus every seat at its price
    rng = np.random.default_rng(5)
    matrix = rng.random((40, 12))
    plan = assign(Problem.from_dense(matrix, demand=3, max_load=10))
    price = np.maximum(plan.certificate.expert_price, 0)
    bound = np.sort(matrix - price, axis=1)[:, -3:].sum() + 10 * price.sum()
    assert plan.total == pytest.approx(bound, rel=1e-8)


def test_the_same_seed_breaks_ties_alike_and_another_differently() -> None:
    problem = Problem.from_dense(np.ones((8, 6)), demand=2, max_load=4)
    first, again, other = (assign(problem, "total", seed).expert.tolist() for seed in (1, 1, 2))
    assert (first == again, first == other) == (True, False)


def test_a_fixed_pair_is_kept_and_a_forbidden_one_avoided() -> None:
    problem = Problem.from_dense([[0.9, 0.1], [0.9, 0.1]], demand=1, fixed=[(0, 1)], forbidden=[(1, 0)])
    assert assign(problem).expert.tolist() == [1, 1]


def test_a_fixed_expert_shuts_out_the_others_of_the_unit() -> None:
    problem = Problem.from_dense([[0.9, 0.8, 0.1]], demand=2, group=[4, 4, 5], fixed=[(0, 1)])
    assert assign(problem).expert.tolist() == [1, 2]


UNEVEN = {
    "fits of a billionth beside fits of a million": lambda u, rng: u * 10.0 ** rng.uniform(-9, 6, u.shape),
    "a penalty of a million for a fifth of the pairs": lambda u, rng: np.where(rng.random(u.shape) < 0.2, -1e6, u),
    "a penalty of a billion of billionths": lambda u, rng: np.where(rng.random(u.shape) < 0.3, -1e12, u * 1e-3),
    "losses of very different size": lambda u, rng: -u * 10.0 ** rng.uniform(-9, 6, u.shape),
    "one expert far above all who takes nothing": lambda u, rng: np.where(np.arange(u.shape[1]) == 0, 1e9, u),
    "all equal": lambda u, rng: np.full_like(u, 0.3),
    "all nothing": lambda u, rng: np.zeros_like(u),
    "gains and losses that cancel": lambda u, rng: rng.choice([-1.0, 1.0], u.shape),
}


@pytest.mark.parametrize("name", UNEVEN)
@pytest.mark.parametrize(("n", "m"), [(12, 7), (330, 310)])  # the second starts from a shortlist
def test_total_meets_its_bound_however_uneven_the_fits(name: str, n: int, m: int) -> None:
    rng = np.random.default_rng(n)
    fit = UNEVEN[name](rng.random((n, m)), rng)
    most = np.full(m, 2 * n // m + 2)
    most[0] = 0
    plan = assign(Problem.from_dense(fit, demand=2, max_load=most), "total")
    assert plan.bound - plan.total <= 1e-6 * abs(plan.bound)


def test_a_load_without_limit_may_be_any_large_number() -> None:
    problem = Problem.from_dense([[0.9, 0.8], [0.7, 0.1]], demand=1, max_load=np.array([2**62, 1]))
    assert assign(problem).expert.tolist() == [0, 0]

"""The drawn plan: caps, exact frequencies, loads, and the same draw everywhere."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reviewers import Problem, assign
from reviewers.assignment.coins import Coins
from reviewers.assignment.describe import broken_rules
from reviewers.assignment.marginals import capped_marginals
from reviewers.assignment.random_draw import draw_pairs


def panel_of_twelve(cap: float) -> tuple[Problem, np.ndarray]:
    """Twelve declarations, nine experts in five units, three seats each."""
    rng = np.random.default_rng(1)
    fit = rng.random((12, 9))
    group = np.array([0, 0, 1, 2, 3, 4, -1, -1, -1])
    return Problem.from_dense(fit, demand=3, min_load=2, max_load=5, cap=cap, group=group), fit


@pytest.mark.parametrize("cap", [0.5, 0.4, 0.75])
def test_frequencies_of_ten_thousand_draws_match_the_marginals(cap: float) -> None:
    problem, fit = panel_of_twelve(cap)
    marginals = capped_marginals(problem)
    assert marginals is not None
    wanted = np.zeros(fit.shape)
    wanted[marginals.candidates.declaration, marginals.candidates.expert] = marginals.units / marginals.grid
    n_draws = 10_000 if cap == 0.5 else 1_000
    seen = np.zeros(fit.shape)
    for seed in range(n_draws):
        seen[draw_pairs(problem, marginals, seed)] += 1
    error = np.sqrt(np.maximum(wanted * (1 - wanted), 1e-9) / n_draws)
    assert wanted.max() <= cap
    assert np.abs(seen / n_draws - wanted).max() < 4.5 * error.max()


@pytest.mark.parametrize("cap", [0.4, 0.5, 0.61803])
def test_marginals_reach_the_capped_linear_programme(cap: float) -> None:
    rng = np.random.default_rng(2)
    fit = rng.random((20, 10))
    marginals = capped_marginals(Problem.from_dense(fit, demand=3, max_load=7, cap=cap))
    columns = np.tile(np.eye(10), 20)
    best = linprog(
        -fit.ravel(),
        A_ub=columns,
        b_ub=np.full(10, 7),
        A_eq=np.kron(np.eye(20), np.ones(10)),
        b_eq=np.full(20, 3),
        bounds=(0, cap),
    )
    assert marginals is not None
    assert marginals.expected == pytest.approx(-best.fun, rel=2e-5)


@settings(max_examples=60)
@given(st.sampled_from([0.5, 0.6, 0.7, 0.8123]), st.integers(0, 2**62))
def test_every_draw_keeps_loads_units_and_panel_sizes(cap: float, seed: int) -> None:
    problem, _ = panel_of_twelve(cap)
    plan = assign(problem, "random", seed)
    assert broken_rules(problem, plan.declaration, plan.expert) == []


def test_one_draw_of_a_round_stays_near_the_expected_total() -> None:
    rng = np.random.default_rng(3)
    problem = Problem.from_dense(rng.random((200, 40)), demand=5, max_load=28, cap=0.3)
    totals = [assign(problem, "random", seed).total for seed in range(5)]
    assert min(totals) > 0.99 * assign(problem, "random", 0).bound


def test_the_same_seed_gives_this_very_draw_on_any_machine() -> None:
    # the digest was computed once; it changes only if the draw or the release of OR-Tools changes
    problem, _ = panel_of_twelve(0.5)
    drawn = assign(problem, "random", 20_260_101)
    again = assign(problem, "random", 20_260_101)
    text = " ".join(f"{i}-{j}" for i, j in zip(drawn.declaration.tolist(), drawn.expert.tolist(), strict=True))
    assert drawn.expert.tolist() == again.expert.tolist()
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "f85412ca2b6305f6"


def test_bits_are_those_of_the_published_hash() -> None:
    first = hashlib.sha256(b"zeyou-assignment-draw:7:0").digest()
    assert Coins(7).bits(8).tolist() == [int(bit) for bit in f"{first[0]:08b}"]


def test_numbers_below_a_limit_are_equally_likely() -> None:
    coins = Coins(1)
    counts = np.bincount([coins.below(5) for _ in range(5_000)], minlength=5)
    assert (counts.size, bool((np.abs(counts - 1_000) < 130).all())) == (5, True)


def test_without_caps_no_pair_is_certain_where_that_is_possible() -> None:
    plan = assign(Problem.from_dense(np.random.default_rng(4).random((6, 8)), demand=2, max_load=3), "random")
    assert plan.certificate.figures["largest_marginal"] == 0.5

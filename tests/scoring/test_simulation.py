"""Simulated panels are what their worlds say."""

import numpy as np

from scoring.simulation import KINDS, World, random_world, shortlist_loss, simulate


def test_every_declaration_receives_distinct_experts() -> None:
    for world in KINDS.values():
        panel = simulate(world, np.random.default_rng(1))
        pairs = np.unique(np.column_stack([panel.i, panel.j]), axis=0)
        assert len(pairs) == len(panel.y) == world.n_declarations * world.reviews_each


def test_loads_are_even_where_there_are_no_regions() -> None:
    panel = simulate(World(n_declarations=100, n_experts=20), np.random.default_rng(1))
    assert np.bincount(panel.j).tolist() == [25] * 20


def test_the_same_seed_draws_the_same_panel() -> None:
    first, again = (simulate(World(omega=5.0), np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first.y, again.y)


def test_harsh_regions_hold_the_best_declarations_and_give_least() -> None:
    panel = simulate(KINDS["harsh regions"], np.random.default_rng(1))
    leniency = [panel.leniency[panel.group == region].mean() for region in range(4)]
    assert np.argsort(leniency).tolist() == [3, 2, 1, 0]


def test_scores_keep_to_whole_points_within_the_scale() -> None:
    panel = simulate(World(tau=30.0), np.random.default_rng(1))
    assert panel.y.min() == 0.0
    assert panel.y.max() == 100.0
    np.testing.assert_array_equal(panel.y, np.rint(panel.y))


def test_a_list_that_swaps_second_and_third_loses_half_their_gap() -> None:
    # True 9, 7, 4; chosen 9 and 4 instead of 9 and 7: (16 − 13) / 2 = 1.5.
    assert shortlist_loss(np.array([9.0, 7.0, 4.0]), np.array([3.0, 1.0, 2.0]), 2) == 1.5


def test_random_worlds_stay_within_real_sizes() -> None:
    worlds = [random_world(np.random.default_rng(seed)) for seed in range(30)]
    assert all(40 <= world.n_declarations <= 300 and 8 <= world.n_experts <= 80 for world in worlds)
    assert all(3 <= world.reviews_each <= 7 for world in worlds)

"""Ranks and chances from draws keep their sums; intervals follow the draws or the normal law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.uncertainty import interval, rank_summary


@given(st.integers(1, 12), st.integers(1, 20), st.integers(0, 1000))
def test_ranks_average_the_middle_and_chances_add_up_to_the_places(n: int, n_draws: int, seed: int) -> None:
    draws = np.random.default_rng(seed).standard_normal((n_draws, n))
    expected, chance = rank_summary(draws, min(3, n))
    assert expected.mean() == pytest.approx((n + 1) / 2)
    assert chance.sum() == pytest.approx(min(3, n))
    assert ((chance >= 0.0) & (chance <= 1.0)).all()


def test_the_highest_draw_ranks_first() -> None:
    expected, chance = rank_summary(np.array([[1.0, 3.0, 2.0]]), places=1)
    assert (expected.tolist(), chance.tolist()) == ([3.0, 1.0, 2.0], [0.0, 1.0, 0.0])


def test_equals_share_the_places_whatever_their_order() -> None:
    # One ahead, three equal behind it, two places: the second is a third of each.
    expected, chance = rank_summary(np.array([[5.0, 9.0, 5.0, 5.0]]), places=2)
    assert expected.tolist() == [3.0, 1.0, 3.0, 3.0]
    assert chance.tolist() == pytest.approx([1 / 3, 1.0, 1 / 3, 1 / 3])


def test_few_draws_fall_back_on_the_normal_law() -> None:
    lo, hi = interval(np.zeros((399, 1)), np.array([10.0]), np.array([1.0]))
    assert (lo[0], hi[0]) == pytest.approx((10.0 - 1.6448536, 10.0 + 1.6448536))


def test_many_draws_give_their_own_quantiles() -> None:
    lo, hi = interval(np.arange(1001.0)[:, None], np.array([500.0]), np.array([1.0]))
    assert (lo[0], hi[0]) == (50.0, 950.0)

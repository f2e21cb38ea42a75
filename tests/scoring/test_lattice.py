"""Whole numbers of one unit: exact, whatever their size."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.lattice import Lattice, divided, group_sums, product, starts_of

WHOLE = st.integers(-(2**61), 2**61)


@given(st.lists(WHOLE, min_size=1, max_size=6), st.integers(1, 2**40))
def test_products_equal_python_integers_beyond_63_bits(figures: list[int], factor: int) -> None:
    found = product(np.array(figures, dtype=np.int64), np.full(len(figures), factor, dtype=np.int64))
    assert [int(step) for step in found] == [figure * factor for figure in figures]


@given(st.lists(WHOLE, min_size=1, max_size=6))
def test_sums_equal_python_integers_beyond_63_bits(figures: list[int]) -> None:
    assert int(group_sums(np.array(figures, dtype=np.int64), np.array([0]))[0]) == sum(figures)


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(1, 60)), min_size=1, max_size=20))
def test_quotients_equal_fractions(pairs: list[tuple[int, int]]) -> None:
    sums, counts = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    found = divided(sums, counts, Fraction(1, 100))
    assert [found.fraction(at) for at in range(len(pairs))] == [Fraction(top, 100 * count) for top, count in pairs]


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_points_are_the_nearest_float_of_the_fraction(step: int, bottom: int) -> None:
    lattice = Lattice(np.array([step], dtype=np.int64), Fraction(1, bottom))
    assert lattice.points[0] == float(Fraction(step, bottom))


@pytest.mark.parametrize(("keys", "starts"), [([], []), ([3], [0]), ([0, 0, 1, 4, 4], [0, 2, 3])])
def test_runs_of_equal_neighbours_begin_where_they_change(keys: list[int], starts: list[int]) -> None:
    assert starts_of(np.array(keys, dtype=np.int64)).tolist() == starts

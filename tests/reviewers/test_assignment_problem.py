"""A problem is checked at birth and names everything that is wrong with it."""

import numpy as np
import pytest

from reviewers.assignment.faults import MalformedProblemError
from reviewers.assignment.problem import Problem


def parts(**changed: object) -> dict[str, object]:
    """A sound problem of two declarations and two experts, with some arrays replaced."""
    sound: dict[str, object] = {
        "n_declarations": 2,
        "n_experts": 2,
        "indptr": np.array([0, 2, 3]),
        "indices": np.array([0, 1, 1]),
        "data": np.array([0.1, 0.2, 0.3]),
        "demand": np.array([1, 1]),
        "min_load": np.array([0, 0]),
        "max_load": np.array([2, 2]),
    }
    return {**sound, **changed}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"n_experts": 0}, [("n_experts", "bad_size")]),
        ({"indptr": np.array([0, 2])}, [("indptr", "wrong_length")]),
        ({"indptr": np.array([0, 3, 2])}, [("indptr", "bad_pointers")]),
        ({"indptr": np.array([0.0, 2.0, 3.0])}, [("indptr", "not_whole")]),
        ({"indices": np.array([0, 1, 2])}, [("indices[2]", "no_such_expert")]),
        ({"indices": np.array([1, 1, 1])}, [("indices[1]", "repeated_pair")]),
        ({"data": np.array([0.1, np.nan, np.inf])}, [("data[1]", "not_finite"), ("data[2]", "not_finite")]),
        ({"data": np.array([0.1])}, [("data", "wrong_length")]),
        ({"demand": np.array([-1, 1])}, [("demand[0]", "negative")]),
        ({"min_load": np.array([0, 10**9])}, [("min_load[1]", "too_large")]),
        ({"min_load": np.array([[0, 0]])}, [("min_load", "wrong_shape")]),
        ({"group": np.array([1])}, [("group", "wrong_length")]),
        ({"cap": 1.5}, [("cap[0]", "not_probability")]),
        ({"cap": np.array([0.5, 0.5])}, [("cap", "wrong_length")]),
        ({"conflict_indptr": np.array([0, 1, 1])}, [("conflict_indptr", "bad_pointers")]),
        ({"fixed": [(0, 7)]}, [("fixed[0]", "no_such_pair")]),
        (
            {"demand": np.array([-1, 1]), "data": np.array([0.1, np.nan, 0.3])},
            [("data[1]", "not_finite"), ("demand[0]", "negative")],
        ),
    ],
)
def test_every_fault_is_named_with_its_place(changed: dict[str, object], found: list[tuple[str, str]]) -> None:
    with pytest.raises(MalformedProblemError) as caught:
        Problem(**parts(**changed))
    assert [(fault.path, fault.code) for fault in caught.value.faults] == found


def test_arrays_of_a_problem_cannot_be_changed_afterwards() -> None:
    demand = np.array([1, 1])
    problem = Problem(**parts(demand=demand))
    demand[0] = 9
    with pytest.raises(ValueError, match="read-only"):
        problem.demand[0] = 9
    assert problem.demand.tolist() == [1, 1]


def test_columns_of_a_row_may_come_in_any_order() -> None:
    problem = Problem(**parts(indices=np.array([1, 0, 1])))
    assert problem.fit([0, 0, 1], [0, 1, 0])[:2].tolist() == [0.2, 0.1]


def test_a_missing_pair_has_no_fit_and_a_stored_zero_has_one() -> None:
    problem = Problem.from_dense([[0.0, np.nan]], demand=1)
    assert (problem.n_pairs, problem.fit([0], [0]).tolist(), bool(np.isnan(problem.fit([0], [1])[0]))) == (
        1,
        [0.0],
        True,
    )


def test_more_than_five_faults_of_a_kind_are_counted() -> None:
    with pytest.raises(MalformedProblemError) as caught:
        Problem.from_dense(np.ones((9, 1)), demand=-np.ones(9, dtype=np.int64))
    assert (len(caught.value.faults), caught.value.faults[-1].reason) == (6, "demand 另有 4 处同样的问题")


def test_units_named_by_huge_numbers_stay_apart() -> None:
    problem = Problem.from_dense(np.ones((1, 4)), demand=2, group=[2**62, 2**62, -5, 7])
    assert problem.group.tolist() == [1, 1, -1, 0]

"""Ten kinds of impossible problems: each named relaxation makes them possible, and no smaller one does."""

from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np
import pytest

from reviewers import NoFeasiblePlan, Problem, assign
from reviewers.assignment.composition import Quota
from reviewers.assignment.diagnosis import Change, Diagnosis, Relaxation

FIT = np.random.default_rng(1).random((4, 4))


def conflicts(*pairs: tuple[int, int]) -> np.ndarray:
    """A table of conflicts."""
    table = np.zeros(FIT.shape, dtype=bool)
    for pair in pairs:
        table[pair] = True
    return table


def two_pools() -> np.ndarray:
    """Declarations 0 and 1 know only experts 0 and 1, the others only 2 and 3."""
    fit = FIT.copy()
    fit[:2, 2:] = fit[2:, :2] = np.nan
    return fit


SPECIALITY = np.array([0, 1, 1, 1])
IMPOSSIBLE = {
    "more_seats_than_candidates": Problem.from_dense(FIT, demand=[5, 1, 1, 1]),
    "capacity_short_in_total": Problem.from_dense(FIT, demand=2, max_load=[1, 2, 2, 2]),
    "capacity_short_in_one_pool": Problem.from_dense(two_pools(), demand=[2, 2, 1, 1], max_load=[1, 2, 4, 4]),
    "least_work_above_all_work": Problem.from_dense(FIT, demand=1, min_load=[2, 2, 1, 0], max_load=4),
    "least_work_above_own_candidates": Problem.from_dense(two_pools(), demand=2, min_load=[0, 0, 3, 0]),
    "least_above_most": Problem.from_dense(FIT, demand=1, min_load=[3, 0, 0, 0], max_load=[1, 4, 4, 4]),
    "conflicts_leave_too_few": Problem.from_dense(FIT, demand=2, conflicts=conflicts((2, 0), (2, 1), (2, 3))),
    "one_per_unit_leaves_too_few": Problem.from_dense(FIT, demand=[3, 1, 1, 1], group=[0, 0, 1, 1]),
    "fixed_against_conflict": Problem.from_dense(FIT, demand=1, fixed=[(0, 0)], conflicts=conflicts((0, 0))),
    "fixed_above_load": Problem.from_dense(FIT, demand=1, max_load=[1, 4, 4, 4], fixed=[(0, 0), (1, 0)]),
    "composition_above_load": Problem.from_dense(
        FIT, demand=2, max_load=[2, 4, 4, 4], composition=[Quota("财务", SPECIALITY, np.zeros(4), np.ones(4))]
    ),
    "units_and_loads_together": Problem.from_dense(FIT, demand=2, max_load=[4, 4, 1, 1], group=[0, 0, 1, 2]),
}


def diagnosis_of(problem: Problem) -> Diagnosis:
    """Why the problem has no plan."""
    with pytest.raises(NoFeasiblePlan) as caught:
        assign(problem)
    return caught.value.diagnosis


def is_possible(problem: Problem) -> bool:
    """Whether there is a plan."""
    try:
        assign(problem)
    except NoFeasiblePlan:
        return False
    return True


def relaxed(problem: Problem, kind: str, changes: tuple[Change, ...]) -> Problem:
    """The problem with changes of one kind made."""
    if kind in ("demand", "max_load", "min_load"):
        counts = getattr(problem, kind).copy()
        for change in changes:
            counts[change.declaration if kind == "demand" else change.expert] += change.by
        return replace(problem, **{kind: np.maximum(counts, 0)})
    pairs = {(change.declaration, change.expert) for change in changes}
    if kind == "fixed":
        return replace(problem, fixed=[pair for pair in problem.fixed.tolist() if tuple(pair) not in pairs])
    if kind == "conflict":
        table = dense(problem.conflict_indptr, problem.conflict_indices)
        for pair in pairs:
            table[pair] = False
        rows = np.concatenate([[0], np.cumsum(table.sum(axis=1))])
        return replace(problem, conflict_indptr=rows, conflict_indices=np.nonzero(table)[1])
    if kind == "candidate":
        keys = np.repeat(np.arange(4), np.diff(problem.indptr)), problem.indices
        i = np.concatenate([keys[0], [a for a, _ in pairs]]).astype(int)
        j = np.concatenate([keys[1], [b for _, b in pairs]]).astype(int)
        order = np.lexsort((j, i))
        rows = np.concatenate([[0], np.cumsum(np.bincount(i, minlength=4))])
        return replace(problem, indptr=rows, indices=j[order], data=np.ones(i.size))
    assert kind == "composition"
    quota = problem.composition[0]
    least = quota.least.copy()
    for change in changes:
        least[change.declaration] += change.by
    return replace(problem, composition=[replace(quota, at_least=least)])


def dense(indptr: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """A sparse pattern as a table."""
    table = np.zeros((4, 4), dtype=bool)
    table[np.repeat(np.arange(4), np.diff(indptr)), indices] = True
    return table


def smaller(relaxation: Relaxation) -> list[tuple[Change, ...]]:
    """Every way to change one unit less on the same axis."""
    kind = relaxation.kind
    sign = relaxation.changes[kind][0].by // abs(relaxation.changes[kind][0].by)
    if kind in ("conflict", "fixed", "candidate"):
        units = list(relaxation.changes[kind])
    else:
        axis = range(4)
        units = [Change(a, None, sign) if kind in ("demand", "composition") else Change(None, a, sign) for a in axis]
    return list(combinations_with_replacement(units, relaxation.size - 1))


CASES = [
    pytest.param(problem, relaxation, id=f"{name}-{relaxation.kind}")
    for name, problem in IMPOSSIBLE.items()
    for relaxation in diagnosis_of(problem).relaxations
    if relaxation.kind not in ("group", "mixed")
]


@pytest.mark.parametrize(("problem", "relaxation"), CASES)
def test_each_relaxation_makes_a_plan_possible(problem: Problem, relaxation: Relaxation) -> None:
    assert is_possible(relaxed(problem, relaxation.kind, relaxation.changes[relaxation.kind]))


@pytest.mark.parametrize(("problem", "relaxation"), CASES)
def test_no_smaller_relaxation_makes_a_plan_possible(problem: Problem, relaxation: Relaxation) -> None:
    fewer = (relaxed(problem, relaxation.kind, changes) for changes in smaller(relaxation))
    assert not any(is_possible(weaker) for weaker in fewer)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_every_impossible_problem_names_a_clash_and_a_way_out(name: str) -> None:
    found = diagnosis_of(IMPOSSIBLE[name])
    assert (bool(found.clashes), bool(found.relaxations)) == (True, True)
    assert all(clash.needed > clash.available for clash in found.clashes)


def test_a_clash_reads_in_the_names_of_the_round() -> None:
    found = diagnosis_of(IMPOSSIBLE["conflicts_leave_too_few"])
    names = {"declaration": ["甲", "乙", "丙", "丁"], "expert": ["赵", "钱", "孙", "李"]}
    assert found.clashes[0].reason(names) == "申报 丙 共需 2 人次，可评专家至多承担 1 人次，缺 1"


def test_a_clash_leaves_out_whoever_does_not_matter() -> None:
    # experts 0 and 1 have three seats for the four declarations 0 to 3; declaration 4 has an expert of its own
    fit = np.full((5, 3), np.nan)
    fit[:4, :2] = 1.0
    fit[4, 2] = 1.0
    clash = diagnosis_of(Problem.from_dense(fit, demand=1, max_load=[1, 2, 1])).clashes[0]
    assert (clash.declarations, clash.experts, clash.is_minimal) == ((0, 1, 2, 3), (0, 1), True)


def test_burdens_are_spread_over_experts_rather_than_heaped_on_one() -> None:
    found = diagnosis_of(Problem.from_dense(FIT, demand=3, max_load=2)).relaxations
    raised = next(relaxation for relaxation in found if relaxation.kind == "max_load")
    assert (raised.size, [change.by for change in raised.changes["max_load"]]) == (4, [1, 1, 1, 1])


def test_the_smallest_cap_that_allows_a_draw_is_named() -> None:
    # demand 3 of 5 candidates: every cap must reach 3/5
    problem = Problem.from_dense(np.ones((2, 5)), demand=3, cap=0.3)
    with pytest.raises(NoFeasiblePlan) as caught:
        assign(problem, "random")
    assert [(r.kind, r.to) for r in caught.value.diagnosis.relaxations] == [("cap", 0.6)]
    assert assign(replace(problem, cap=0.6), "random").declaration.size == 6

"""What every objective promises, whichever it is; one that is not listed here fails."""

import numpy as np
import pytest

from reviewers import NoFeasiblePlan, Plan, Problem, assign
from reviewers.assignment.composition import Quota
from reviewers.assignment.describe import broken_rules
from reviewers.assignment.solve import OBJECTIVES, UnknownObjectiveError

PROMISED = ("comparable", "fair", "random", "total")
KEPT_BY = (*PROMISED, "total=0.6,fair=0.2,comparable=0.2")


def full_of_rules() -> Problem:
    """Conflicts, units, bounds, a fixed and a forbidden pair, and a rule of composition at once."""
    rng = np.random.default_rng(11)
    speciality = np.arange(16) % 3
    return Problem.from_dense(
        rng.random((24, 16)),
        demand=4,
        min_load=2,
        max_load=9,
        conflicts=rng.random((24, 16)) < 0.1,
        group=np.where(np.arange(16) < 12, np.arange(16) // 3 * 3 + speciality, -1),
        fixed=[(0, 15)],
        forbidden=[(1, 14)],
        composition=[Quota("财务专家", speciality, np.zeros(24), np.ones(24))],
    )


def test_every_registered_objective_is_promised_here() -> None:
    assert tuple(sorted(OBJECTIVES)) == PROMISED


@pytest.mark.parametrize("objective", KEPT_BY)
def test_a_plan_breaks_no_rule(objective: str) -> None:
    problem = full_of_rules()
    plan = assign(problem, objective, 3)
    assert broken_rules(problem, plan.declaration, plan.expert) == []


@pytest.mark.parametrize("objective", KEPT_BY)
def test_a_plan_states_its_total_and_a_bound_above_it(objective: str) -> None:
    problem = full_of_rules()
    plan = assign(problem, objective, 3)
    assert plan.total == pytest.approx(np.nansum(problem.fit(plan.declaration, plan.expert)))
    assert plan.certificate.reached <= plan.bound
    assert plan.objective == objective


@pytest.mark.parametrize("objective", KEPT_BY)
def test_the_same_seed_gives_the_same_plan(objective: str) -> None:
    first, again = (assign(full_of_rules(), objective, 8) for _ in range(2))
    assert (first.declaration.tolist(), first.expert.tolist()) == (again.declaration.tolist(), again.expert.tolist())


@pytest.mark.parametrize("objective", KEPT_BY)
def test_rows_are_sorted_and_no_pair_occurs_twice(objective: str) -> None:
    plan = assign(full_of_rules(), objective, 3)
    keys = plan.declaration * 16 + plan.expert
    assert bool((np.diff(keys) > 0).all())


@pytest.mark.parametrize("objective", KEPT_BY)
def test_an_impossible_problem_is_diagnosed(objective: str) -> None:
    with pytest.raises(NoFeasiblePlan) as caught:
        assign(Problem.from_dense([[0.5]], demand=2), objective)
    assert [relaxation.kind for relaxation in caught.value.diagnosis.relaxations] == ["demand"]


@pytest.mark.parametrize("objective", KEPT_BY)
def test_declarations_without_seats_get_nobody(objective: str) -> None:
    plan: Plan = assign(Problem.from_dense([[0.5, 0.4], [0.3, 0.2]], demand=[0, 1]), objective)
    assert plan.declaration.tolist() == [1]


def test_an_unknown_objective_is_refused_by_name() -> None:
    with pytest.raises(UnknownObjectiveError, match="best"):
        assign(full_of_rules(), "best")

"""Rules of composition that cross: specialities, units and experts from outside at once."""

from itertools import combinations

import numpy as np
import pytest

from reviewers import NoFeasiblePlan, Problem, assign
from reviewers.assignment.composition import Quota
from reviewers.assignment.describe import broken_rules

SPECIALITY = np.array([0, 0, 1, 1, 0, 1, 2, 2])
REGION = np.array([0, 1, 0, 1, 0, 0, 1, 0])
UNIT = np.array([0, 1, 0, 1, 2, 2, 3, 3])


def crossing(n: int, max_load: int, seed: int = 0) -> Problem:
    """One of speciality 0, one of speciality 1, one from outside the region, one per unit."""
    fit = np.random.default_rng(seed).random((n, 8))
    rules = [
        Quota("财务专家", SPECIALITY, np.zeros(n), np.ones(n)),
        Quota("技术专家", SPECIALITY, np.ones(n), np.ones(n)),
        Quota("区外专家", REGION, np.arange(n) % 2, np.ones(n), same=False),
    ]
    return Problem.from_dense(fit, demand=3, max_load=max_load, group=UNIT, composition=rules)


def best_panel(problem: Problem, i: int) -> float:
    """The best panel of one declaration by trying all."""
    fits = []
    for panel in combinations(range(8), 3):
        rows = np.full(3, i), np.array(panel)
        sound = all(q.counts(*rows).sum() >= q.least[i] for q in problem.composition)
        if sound and len(set(UNIT[list(panel)])) == 3:
            fits.append(float(problem.fit(*rows).sum()))
    return max(fits)


def test_with_free_loads_every_panel_is_the_best_allowed() -> None:
    problem = crossing(6, 6)
    plan = assign(problem)
    assert plan.total == pytest.approx(sum(best_panel(problem, i) for i in range(6)))
    assert plan.bound == pytest.approx(plan.total, rel=1e-4)


@pytest.mark.parametrize("objective", ["total", "fair", "comparable"])
def test_crossing_rules_hold_under_every_objective(objective: str) -> None:
    problem = crossing(10, 5)
    plan = assign(problem, objective, 2)
    assert broken_rules(problem, plan.declaration, plan.expert) == []


def test_a_draw_under_crossing_rules_names_what_to_drop() -> None:
    # units 0 and 1 hold both specialities, so that any one rule splits a unit: three demands at each of four go
    problem = crossing(4, 4)
    with pytest.raises(NoFeasiblePlan) as caught:
        assign(problem, "random")
    way = caught.value.diagnosis.relaxations[0]
    assert (way.kind, way.size, len(way.changes["composition"])) == ("composition", 12, 12)
    assert "随机抽取" in caught.value.diagnosis.clashes[0].reason()


def test_too_few_of_a_speciality_is_diagnosed_with_its_size() -> None:
    # speciality 1 has three experts; one seat each leaves five of eight declarations without
    with pytest.raises(NoFeasiblePlan) as caught:
        assign(crossing(8, 1))
    kinds = {relaxation.kind: relaxation.size for relaxation in caught.value.diagnosis.relaxations}
    # 24 seats are wanted and 8 given: 16 more
    assert kinds["max_load"] == 16

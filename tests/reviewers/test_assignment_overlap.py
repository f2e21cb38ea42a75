"""The measure of overlap: its scale, its tangents, and its estimate for large rounds."""

import numpy as np
import pytest

from reviewers.assignment import overlap
from reviewers.assignment.overlap import Overlap


def plan_of(seed: int, n: int = 14, m: int = 7, k: int = 3) -> Overlap:
    """Random panels."""
    rng = np.random.default_rng(seed)
    expert = np.concatenate([np.sort(rng.choice(m, k, replace=False)) for _ in range(n)])
    return Overlap(np.repeat(np.arange(n), k), expert, np.ones(n * k), n, m)


def test_panels_that_share_nobody_gain_nothing() -> None:
    assert Overlap(np.arange(3), np.arange(3), np.ones(3), 3, 3).value == pytest.approx(0.0)


def test_one_expert_for_all_gains_nothing_either() -> None:
    # every score brings a declaration of its own, so that nothing is learnt of the one leniency
    n = 50
    assert Overlap(np.arange(n), np.zeros(n, dtype=int), np.ones(n), n, 1).value == pytest.approx(0.0)


def test_more_common_work_is_worth_more() -> None:
    # two declarations, two experts each: shared panels teach the difference of the leniencies, separate ones nothing
    apart = Overlap(np.array([0, 0, 1, 1]), np.array([0, 1, 2, 3]), np.ones(4), 2, 4)
    together = Overlap(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.ones(4), 2, 4)
    assert together.value >= apart.value


@pytest.mark.parametrize("seed", range(5))
def test_a_tangent_lies_above_every_other_plan(seed: int) -> None:
    here, there = plan_of(seed), plan_of(seed + 100)
    slope = [here.gradient(plan.declaration, plan.expert).sum() for plan in (here, there)]
    assert there.value <= here.value + slope[1] - slope[0] + 1e-9


def test_large_rounds_are_estimated_near_the_exact_value(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(3, n=400, m=60, k=5)
    exact, slope = plan.value, plan.gradient(plan.declaration, plan.expert)
    monkeypatch.setattr(overlap, "EXACT_EXPERTS", 1)
    assert not plan.is_exact
    assert plan.value == pytest.approx(exact, abs=0.02)
    assert plan.gradient(plan.declaration, plan.expert).mean() == pytest.approx(slope.mean(), rel=0.1)

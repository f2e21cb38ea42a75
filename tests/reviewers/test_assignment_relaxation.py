"""Relaxations against an independent integer programme in which every rule has its own slack."""

from functools import cache

import numpy as np
import pytest

from reviewers import NoFeasiblePlan, Problem, assign
from reviewers.assignment.composition import Quota
from reviewers.assignment.diagnosis import Relaxation
from tests.reviewers.relaxed_by_hand import KINDS, fewest_changes, made_by

SEEDS = range(25)
FAMILIES = ("plain", "composed", "crossing")


@cache
def random_problem(family: str, seed: int) -> Problem:
    """A few declarations and experts under rules of every kind at once, most of them impossible."""
    rng = np.random.default_rng([FAMILIES.index(family), seed])
    n, m = rng.integers(2, 6, 2)
    fit = np.where(rng.random((n, m)) < rng.choice([0, 0.2, 0.5]), np.nan, rng.random((n, m)))
    fixed = sorted({(int(rng.integers(n)), int(rng.integers(m))) for _ in range(rng.integers(0, 4))})
    rules = []
    if family != "plain":
        speciality = rng.integers(0, 3, m)
        rules = [Quota(f"专业{q}", speciality, np.full(n, q), rng.integers(0, 3, n)) for q in range(rng.integers(1, 3))]
    if family == "crossing":
        away = rng.integers(0, 2, m), rng.integers(0, 2, n), rng.integers(0, 2, n)
        rules.append(Quota("区外", *away, same=False))
    return Problem.from_dense(
        fit,
        demand=rng.integers(0, 4, n),
        min_load=rng.integers(0, 3, m) * int(rng.integers(0, 2)),
        max_load=rng.integers(0, n + 1, m),
        conflicts=rng.random((n, m)) < rng.choice([0, 0.2, 0.4]),
        group=rng.integers(-1, 3, m) if rng.random() < 0.6 else None,
        fixed=fixed,
        composition=rules,
    )


@cache
def ways_out(family: str, seed: int) -> tuple[Relaxation, ...] | None:
    """The relaxations named, or ``None`` where there is a plan."""
    try:
        assign(random_problem(family, seed))
    except NoFeasiblePlan as error:
        return error.diagnosis.relaxations
    return None


@pytest.mark.parametrize("family", FAMILIES)
def test_a_plan_is_refused_only_where_none_exists(family: str) -> None:
    for seed in SEEDS:
        exists = fewest_changes(random_problem(family, seed), ()) == 0
        assert (ways_out(family, seed) is None) == exists, seed


@pytest.mark.parametrize("family", FAMILIES)
def test_each_kind_is_named_where_it_helps_with_the_fewest_changes(family: str) -> None:
    for seed in SEEDS:
        ways = ways_out(family, seed)
        sizes = {way.kind: way.size for way in ways or () if way.kind != "mixed"}
        wanted = {} if ways is None else {kind: fewest_changes(random_problem(family, seed), (kind,)) for kind in KINDS}
        assert sizes == {kind: size for kind, size in wanted.items() if size is not None}, seed


@pytest.mark.parametrize("family", FAMILIES)
def test_the_first_way_out_is_the_smallest_of_all_kinds_together(family: str) -> None:
    for seed in SEEDS:
        ways = ways_out(family, seed)
        if ways is not None:
            assert ways[0].size == fewest_changes(random_problem(family, seed), KINDS), seed


@pytest.mark.parametrize("family", FAMILIES)
def test_every_way_out_taken_as_written_makes_a_plan_possible(family: str) -> None:
    for seed in SEEDS:
        problem = random_problem(family, seed)
        for way in ways_out(family, seed) or ():
            assert fewest_changes(problem, (), made_by(problem, way.changes)) == way.size, (seed, way.kind)

"""Large problems: fits kept as one array, candidates narrowed and said so, bounds over all pairs."""

import hashlib

import numpy as np
import pytest

from reviewers import NoFeasiblePlan, assign
from webapp.models.fit_table import FitTable
from webapp.models.packed_fits import packed, unpacked
from webapp.services.assignment_problem import LARGE, as_known, with_narrowing
from webapp.services.bundle_index import index_of
from webapp.services.ledger_digest import canonical, canonical_digest, canonical_pieces
from webapp.services.plan_figures import figures_of
from webapp.services.plan_steps import rows_of, solve_rows
from webapp.services.solve_plain import solve_or_widen, solve_plain
from webapp.services.stored_problem import as_engine_problem


def plain_problem(n: int = 40, m: int = 15, most: int = 8, seed: int = 1) -> dict[str, object]:
    """A problem as a plan stores it, with a tenth of the pairs in conflict."""
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(rng.random((n, m)) < 0.1)
    return {
        "declarations": [f"D{i:03d}" for i in range(n)],
        "experts": [f"E{j:02d}" for j in range(m)],
        "fit": FitTable(rng.integers(0, 1_000_000, (n, m))),
        "conflicts": pairs.tolist(),
        "group": list(range(m)),
        "demand": 2,
        "max_load": most,
    }


def test_pieces_of_a_table_join_to_the_canonical_text_of_plain_lists() -> None:
    table = np.random.default_rng(2).integers(0, 99, (1203, 3))
    value = {"b": {"fit": FitTable(table), "空": {}}, "a": [1, "一"], "none": FitTable(np.zeros((0, 3)))}
    told = {"b": {"fit": table.tolist(), "空": {}}, "a": [1, "一"], "none": []}
    assert "".join(canonical_pieces(value)) == canonical(value) == canonical(told)
    assert canonical_digest(value) == hashlib.sha256(canonical(told).encode()).hexdigest()


def test_bundle_index_of_a_table_is_that_of_its_plain_lists() -> None:
    table = np.random.default_rng(2).integers(0, 1_000_000, (3, 200))
    assert index_of({"plan.json": {"fit": FitTable(table)}}) == index_of({"plan.json": {"fit": table.tolist()}})


def test_packed_table_comes_back_equal_to_its_plain_lists() -> None:
    rows = [[1, 2, 3], [4, 5, 2_000_000_000]]
    back = unpacked(packed(FitTable(rows)))
    assert back == rows
    assert rows == back
    assert packed(rows) == packed(back)
    assert back != [[1, 2, 3], [4, 5, 6]]
    assert (back[1], back[:1]) == (rows[1], rows[:1])
    assert back.with_columns([[7, 8]]) == [[1, 2, 3, 7], [4, 5, 2_000_000_000, 8]]


def test_only_a_large_problem_is_narrowed_and_the_record_says_so() -> None:
    small, experts = plain_problem(), [f"E{j}" for j in range(1000)]
    large = {**small, "declarations": ["D"] * (LARGE // 1000 + 1), "experts": experts}
    assert "narrowed" not in with_narrowing(small)
    assert with_narrowing(large)["narrowed"] == [72, 24]
    assert as_known(with_narrowing(large)) == large


@pytest.mark.parametrize("objective", ["total", "fair", "random", "comparable"])
@pytest.mark.parametrize("seed", range(3))
def test_bound_of_a_narrowed_plan_holds_over_all_pairs(objective: str, seed: int) -> None:
    whole = plain_problem(seed=seed)
    narrow = {**whole, "narrowed": [3, 2]}
    plan, bound = solve_plain(narrow, objective, 7)
    largest = assign(as_engine_problem(whole), "total", 7).total
    assert plan.total <= largest + 1e-9 <= bound + 2e-9
    assert bound <= largest * 1.2
    assert solve_rows(narrow, objective, 7) == rows_of(plan)
    told = [figures_of({"problem": one, "rows": rows_of(plan), "bound": bound}).n_looked_at for one in (narrow, whole)]
    assert told == [5, None]


def test_narrowed_candidates_without_a_plan_are_widened_to_all_pairs() -> None:
    fit = np.full((6, 6), 10) + 90 * (np.arange(6) < 2)
    plain = {**plain_problem(6, 6, 2), "fit": FitTable(fit), "conflicts": [], "narrowed": [2, 0]}
    solved, plan, bound = solve_or_widen(plain, "total", 7)
    assert "narrowed" not in solved
    assert plan.total == pytest.approx(0.00048)
    assert bound == pytest.approx(0.00048)
    with pytest.raises(NoFeasiblePlan):
        solve_or_widen({**plain, "max_load": 1}, "total", 7)

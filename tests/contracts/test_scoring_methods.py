"""What every registered scoring method promises; a method nobody declared here fails."""

import dataclasses
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoring.estimates import Estimates
from scoring.ranking import COLUMNS, Ranking, rank
from scoring.ratings import Ratings
from scoring.registry import FULLY, METHODS, NO, PARTLY, Method

DECLARED = {
    "calibrated", "mixed", "mean", "trimmed_mean", "median", "weighted", "z_score", "min_max", "rank", "additive",
    "ordinal",
}  # fmt: skip
PLACES = 6


def round_of(seed: int, n: int = 24, m: int = 8, each: int = 5) -> pd.DataFrame:
    """A round with lenient and harsh experts on the scale 0–100."""
    rng = np.random.default_rng(seed)
    quality, leniency = rng.normal(60, 9, n), rng.normal(0, 5, m)
    rows = [
        (f"d{i:02}", f"e{j}", float(np.clip(np.round(quality[i] + leniency[j] + rng.normal(0, 5)), 0, 100)))
        for i in range(n)
        for j in rng.choice(m, each, replace=False)
    ]
    return pd.DataFrame(rows, columns=["declaration", "expert", "score"])


FRAME = round_of(1)
WIDE = (-200, 300)


def ranked(frame: pd.DataFrame, method: str, scale: tuple[float, float] = WIDE, seed: int = 0) -> Ranking:
    """Rank a frame by one method."""
    return rank(Ratings.from_frame(frame, scale=scale), method=method, places=PLACES, seed=seed)


@lru_cache
def plainly(method: str) -> Ranking:
    """Rank the common round by one method, once for all tests."""
    return ranked(FRAME, method)


def other_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the round of other declarations and other experts."""
    return frame.assign(declaration="z" + frame["declaration"], expert="z" + frame["expert"])


def by_label(ranking: Ranking) -> pd.DataFrame:
    """Return the ranked frame in the order of the labels."""
    return ranking.frame.set_index("declaration").sort_index()


@pytest.fixture(params=sorted(METHODS))
def method(request: pytest.FixtureRequest) -> Method:
    """Every registered method in turn."""
    return METHODS[request.param]


def test_every_registered_method_is_declared_here() -> None:
    assert set(METHODS) == DECLARED


def test_properties_use_the_declared_words(method: Method) -> None:
    promises = method.properties
    assert {promises.corrects_leniency, promises.corrects_scale} <= {NO, PARTLY, FULLY}
    assert promises.gives_uncertainty in ("pooled", "model")
    assert METHODS[method.name] is method


def test_every_declaration_stands_once_with_all_figures(method: Method) -> None:
    frame = plainly(method.name).frame
    assert frame.columns.tolist() == list(COLUMNS)
    assert sorted(frame["declaration"]) == sorted(FRAME["declaration"].unique())
    figures = frame[["estimate", "sd", "lo", "hi", "expected_rank", "p_top_k"]].to_numpy(dtype=np.float64)
    assert np.isfinite(figures).all()


def test_ranks_are_competition_ranks_of_the_estimates(method: Method) -> None:
    frame = plainly(method.name).frame
    estimate = frame["estimate"].to_numpy()
    assert frame["rank"].tolist() == [1 + int((estimate > value).sum()) for value in estimate]
    assert (np.diff(estimate) <= 0).all()


def test_intervals_hold_the_estimate_and_errors_are_positive(method: Method) -> None:
    frame = plainly(method.name).frame
    assert (frame["sd"] > 0).all()
    assert (frame["lo"] < frame["estimate"]).all()
    assert (frame["estimate"] < frame["hi"]).all()


def test_chances_and_expected_ranks_are_coherent(method: Method) -> None:
    frame = plainly(method.name).frame
    assert frame["p_top_k"].between(0, 1).all()
    assert frame["p_top_k"].sum() == pytest.approx(PLACES, rel=0.02)
    assert frame["expected_rank"].between(1, len(frame)).all()
    assert frame["expected_rank"].mean() == pytest.approx((len(frame) + 1) / 2, rel=1e-3)


def test_same_seed_gives_the_same_bits(method: Method) -> None:
    pd.testing.assert_frame_equal(
        ranked(FRAME, method.name, seed=7).frame, ranked(FRAME, method.name, seed=7).frame, check_exact=True
    )


def test_row_order_changes_no_bit(method: Method) -> None:
    shuffled = FRAME.sample(frac=1, random_state=np.random.default_rng(3))
    assert method.properties.order_invariant
    pd.testing.assert_frame_equal(plainly(method.name).frame, ranked(shuffled, method.name).frame, check_exact=True)


def test_labels_change_no_figure(method: Method) -> None:
    rng = np.random.default_rng(4)
    labels = {name: f"x{at:02}" for at, name in enumerate(rng.permutation(FRAME["declaration"].unique()))}
    experts = {name: f"y{at:02}" for at, name in enumerate(rng.permutation(FRAME["expert"].unique()))}
    renamed = FRAME.assign(declaration=FRAME["declaration"].map(labels), expert=FRAME["expert"].map(experts))
    first, second = by_label(plainly(method.name)), by_label(ranked(renamed, method.name))
    figures = second.loc[[labels[name] for name in first.index]].to_numpy(dtype=np.float64)
    np.testing.assert_allclose(first.to_numpy(dtype=np.float64), figures, rtol=1e-6, atol=1e-7)


def test_adding_a_constant_moves_estimates_by_it(method: Method) -> None:
    assert method.properties.shift_invariant
    first = by_label(plainly(method.name))
    second = by_label(ranked(FRAME.assign(score=FRAME["score"] + 50), method.name, (WIDE[0] + 50, WIDE[1] + 50)))
    assert second["rank"].tolist() == first["rank"].tolist()
    np.testing.assert_allclose(second["estimate"], first["estimate"] + 50, atol=1e-5)
    np.testing.assert_allclose(second["p_top_k"], first["p_top_k"], atol=1e-5)


def test_changing_the_unit_multiplies_estimates(method: Method) -> None:
    assert method.properties.unit_invariant
    first = by_label(plainly(method.name))
    second = by_label(ranked(FRAME.assign(score=FRAME["score"] / 4), method.name, (WIDE[0] / 4, WIDE[1] / 4)))
    assert second["rank"].tolist() == first["rank"].tolist()
    np.testing.assert_allclose(second["estimate"], first["estimate"] / 4, atol=1e-5)
    np.testing.assert_allclose(second["expected_rank"], first["expected_rank"], atol=1e-4)


def test_lower_is_better_mirrors_the_list(method: Method) -> None:
    mirrored = FRAME.assign(score=100 - FRAME["score"])
    ratings = Ratings.from_frame(mirrored, scale=(100 - WIDE[1], 100 - WIDE[0]), direction="lower_is_better")
    first, second = by_label(plainly(method.name)), by_label(rank(ratings, method=method.name, places=PLACES))
    assert second["rank"].tolist() == first["rank"].tolist()
    np.testing.assert_allclose(second["estimate"], 100 - first["estimate"], atol=1e-5)


def test_full_correction_ignores_one_expert_s_leniency(method: Method) -> None:
    harsh = FRAME.assign(score=np.where(FRAME["expert"] == "e3", FRAME["score"] - 40, FRAME["score"]))
    first, second = by_label(plainly(method.name)), by_label(ranked(harsh, method.name))
    if method.properties.corrects_leniency == FULLY:
        assert second["rank"].tolist() == first["rank"].tolist()
        return
    moved = (second["estimate"] - first["estimate"]).to_numpy()
    assert np.ptp(moved) > 1e-6


def test_full_scale_correction_ignores_one_expert_s_stretch(method: Method) -> None:
    stretched = FRAME.assign(score=np.where(FRAME["expert"] == "e3", 3 * FRAME["score"] - 120, FRAME["score"]))
    first, second = by_label(plainly(method.name)), by_label(ranked(stretched, method.name))
    unmoved = second["rank"].tolist() == first["rank"].tolist()
    if method.properties.corrects_scale == FULLY:
        assert unmoved
    else:
        assert not unmoved


def test_panels_of_unequal_size_are_ranked(method: Method) -> None:
    thinned = FRAME.drop(FRAME.index[[0, 1, 2, 7, 13, 30, 31]])
    assert method.properties.handles_missing
    assert len(ranked(thinned, method.name).frame) == FRAME["declaration"].nunique()


HARD_ROUNDS: dict[str, Callable[[], pd.DataFrame]] = {
    "one_declaration_each": lambda: FRAME.drop_duplicates("declaration"),
    "one_expert": lambda: FRAME[FRAME["expert"] == "e3"],
    "all_scores_equal": lambda: FRAME.assign(score=70),
    "two_islands": lambda: pd.concat([FRAME, other_names(round_of(2))]),
    "seven_declarations": lambda: FRAME[FRAME["declaration"] < "d07"],
}  # fmt: skip


@pytest.mark.parametrize("world", sorted(HARD_ROUNDS))
def test_hard_rounds_still_give_finite_figures(method: Method, world: str) -> None:
    frame = HARD_ROUNDS[world]()
    found = ranked(frame, method.name).frame
    assert len(found) == frame["declaration"].nunique()
    assert np.isfinite(found.drop(columns="declaration").to_numpy(dtype=np.float64)).all()


def test_twins_are_tied_and_share_every_figure(method: Method) -> None:
    rows = FRAME[FRAME["declaration"] == "d05"]
    doubled = pd.concat([FRAME, rows.assign(declaration="d99")])
    found = by_label(ranked(doubled, method.name))
    np.testing.assert_allclose(
        found.loc["d05"].to_numpy(dtype=np.float64), found.loc["d99"].to_numpy(dtype=np.float64), rtol=1e-9
    )


def test_estimates_carry_every_figure_of_the_contract() -> None:
    names = [field.name for field in dataclasses.fields(Estimates)]
    assert names[:7] == ["merit", "tie_key", "sd", "lo", "hi", "expected_rank", "p_top_k"]


PAGES = Path(__file__).resolve().parents[2] / "docs" / "methods"


def test_every_method_has_its_page_with_formula_and_limits(method: Method) -> None:
    text = (PAGES / f"{method.name}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# `{method.name}`")
    missing = [word for word in ("Assumes", "not use", "Cost", "Source", "estimate") if word not in text]
    assert missing == []

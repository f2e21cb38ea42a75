"""The calibrated estimator: what it corrects, what it leaves alone, and what must not move it."""

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring.calibration import calibrate
from scoring.round_arrays import ReviewFrameError
from scoring.simulation import ALL_THREE, World, simulate

COLUMNS = ["declaration", "expert", "score"]


def panel(seed: int = 3, **changes: float) -> pd.DataFrame:
    world = World(**{"n_declarations": 30, "n_experts": 8, "omega": 6.0, **changes})  # type: ignore[arg-type]  # ints
    reviews = simulate(world, np.random.default_rng(seed)).reviews
    return reviews.assign(
        declaration=reviews["declaration"].map("d{:02d}".format), expert=reviews["expert"].map("e{:02d}".format)
    )


def by_label(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("declaration").sort_index()


def test_shuffled_rows_give_the_same_figures_bit_for_bit() -> None:
    reviews = panel()
    shuffled = reviews.sample(frac=1.0, random_state=5)
    pd.testing.assert_frame_equal(scoring.fit(reviews, 6), scoring.fit(shuffled, 6), check_exact=True)


def test_other_labels_give_the_same_figures_bit_for_bit() -> None:
    reviews = panel()
    renamed = reviews.assign(
        declaration="q" + reviews["declaration"].str[::-1], expert="q" + reviews["expert"].str[::-1]
    )
    ours = by_label(scoring.fit(reviews, 6))
    theirs = by_label(scoring.fit(renamed, 6))
    theirs.index = theirs.index.str[1:].str[::-1]
    pd.testing.assert_frame_equal(ours, theirs.loc[ours.index], check_exact=True, check_names=False)


def test_another_unit_and_origin_only_change_the_unit() -> None:
    reviews = panel()
    ours = by_label(scoring.fit(reviews, 6))
    theirs = by_label(scoring.fit(reviews.assign(score=0.1 * reviews["score"] - 3.0), 6))
    np.testing.assert_allclose(0.1 * ours["estimate"] - 3.0, theirs["estimate"], rtol=1e-9)
    np.testing.assert_allclose(0.1 * ours["sd"], theirs["sd"], rtol=1e-7)
    np.testing.assert_array_equal(ours["p_top_k"], theirs["p_top_k"])


def test_the_same_seed_repeats_and_another_differs_slightly() -> None:
    reviews = panel()
    first, again, other = (scoring.fit(reviews, 6, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    difference = (by_label(first)["estimate"] - by_label(other)["estimate"]).abs()
    assert 0.0 < difference.max() < 0.3


def test_chances_add_up_to_the_places_and_ranks_to_their_mean() -> None:
    table = scoring.fit(panel(), 6)
    assert table["p_top_k"].sum() == pytest.approx(6.0)
    assert table["expected_rank"].mean() == pytest.approx(15.5)
    assert (table["lo"] < table["estimate"]).all()
    assert (table["estimate"] < table["hi"]).all()


def test_equal_experts_keep_the_order_of_the_means() -> None:
    reviews = panel(omega=0.0, sigma=2.0, n_declarations=60, n_experts=15)
    table = by_label(scoring.fit(reviews, 6))
    means = reviews.groupby("declaration")["score"].mean()
    assert table["estimate"].corr(means) > 0.995


def test_a_harsh_expert_does_not_sink_the_declarations_he_met() -> None:
    # Expert e00 gives 15 points less than everybody else: the mean loses 3 points per declaration he met.
    reviews = panel(omega=0.0, sigma=2.0, n_declarations=60, n_experts=15)
    harsh = reviews.assign(score=reviews["score"] - 15.0 * (reviews["expert"] == "e00"))
    before, after = by_label(scoring.fit(reviews, 6)), by_label(scoring.fit(harsh, 6))
    shift = after["estimate"] - before["estimate"]
    met = shift.index.isin(reviews.loc[reviews["expert"] == "e00", "declaration"])
    assert abs(shift[met].mean() - shift[~met].mean()) < 0.5


def test_one_zero_moves_a_good_declaration_by_few_ranks() -> None:
    reviews = panel(n_declarations=100, n_experts=20)
    before = scoring.fit(reviews, 20)
    best = before["declaration"][4]
    row = reviews.index[reviews["declaration"] == best][0]
    sunk = reviews.assign(score=reviews["score"].where(reviews.index != row, 0.0))
    after = scoring.fit(sunk, 20)
    assert after.index[after["declaration"] == best][0] - 4 <= 8


def test_who_still_dissents_among_those_who_agree_counts_but_a_far_push_does_not() -> None:
    rng = np.random.default_rng(2)
    i, j = np.repeat(np.arange(30), 4), np.concatenate([rng.permutation(10)[:4] for _ in range(30)])
    agreed = np.rint(70.0 + 10.0 * np.repeat(rng.standard_normal(30), 4) + rng.standard_normal(120))
    dissent, push = agreed.copy(), agreed.copy()
    dissent[::16] -= 10.0  # one expert in four of every fourth declaration: its mean falls by 2.5
    push[48] += 125.0  # the mean rises by 31
    before, after, pushed = (calibrate(i, j, y, 30, 10, places=6).estimate for y in (agreed, dissent, push))
    fall = (before - after)[::4]
    assert fall.min() > 2.0
    assert fall.max() < 3.0
    assert abs(pushed[12] - before[12]) < 3.0


def test_twins_with_the_same_reviews_get_the_same_figures() -> None:
    reviews = panel()
    twin = reviews[reviews["declaration"] == "d07"].assign(declaration="twin")
    table = by_label(scoring.fit(pd.concat([reviews, twin]), 6))
    pd.testing.assert_series_equal(table.loc["d07"], table.loc["twin"], check_names=False, check_exact=True)


def test_islands_are_named_and_their_levels_left_alone() -> None:
    # The second island is the first one lifted by 20 points: no common expert tells whether experts or quality differ.
    reviews = panel()
    lifted = reviews.assign(
        declaration="x" + reviews["declaration"], expert="x" + reviews["expert"], score=reviews["score"] + 20.0
    )
    table = scoring.fit(pd.concat([reviews, lifted]), 6)
    levels = table.groupby(table["declaration"].str.startswith("x"))["estimate"].mean()
    assert [note.code for note in table.attrs["notes"]] == ["islands"]
    assert levels[True] - levels[False] == pytest.approx(20.0, abs=0.3)


def test_a_design_too_thin_keeps_the_means_and_says_so() -> None:
    # Two experts per declaration, two declarations per expert: a ring of six has 12 − 6 − 6 + 1 = 1 comparison left.
    rows = [(d, e, 60 + 3 * d + e) for d in range(6) for e in (d, (d + 1) % 6)]
    table = scoring.fit(pd.DataFrame(rows, columns=COLUMNS), 2)
    means = pd.DataFrame(rows, columns=COLUMNS).groupby("declaration")["score"].mean()
    assert [note.code for note in table.attrs["notes"]] == ["too_thin"]
    np.testing.assert_allclose(by_label(table)["estimate"], means)


def test_scores_that_are_all_equal_leave_every_declaration_level() -> None:
    rows = [(d, e, 80) for d in range(10) for e in range(5)]
    table = scoring.fit(pd.DataFrame(rows, columns=COLUMNS), 2)
    assert table["estimate"].tolist() == [80.0] * 10
    assert table["p_top_k"].sum() == pytest.approx(2.0)


def test_missing_scores_are_absent_reviews() -> None:
    reviews = panel()
    blank = reviews.assign(score=reviews["score"].where(reviews.index % 10 != 0))
    pd.testing.assert_frame_equal(scoring.fit(blank, 6), scoring.fit(blank.dropna(), 6), check_exact=True)


def test_one_expert_scoring_a_declaration_twice_is_refused() -> None:
    reviews = panel()
    with pytest.raises(ReviewFrameError, match="twice"):
        scoring.fit(pd.concat([reviews, reviews.head(1)]), 6)


def test_experts_are_told_apart_in_leniency_scale_and_noise() -> None:
    simulated = simulate(
        World(n_declarations=200, n_experts=20, omega=6.0, kappa=0.3, shape=3.0), np.random.default_rng(2)
    )
    posterior = calibrate(simulated.i, simulated.j, simulated.y, 200, 20, places=40)
    experts = posterior.experts
    assert np.corrcoef(experts.leniency, simulated.leniency)[0, 1] > 0.95
    assert np.corrcoef(np.log(experts.scale), np.log(simulated.scale))[0, 1] > 0.9
    assert np.corrcoef(experts.noise, simulated.scale * simulated.noise)[0, 1] > 0.9


def test_ninety_percent_intervals_cover_about_ninety_percent() -> None:
    covered = []
    for seed in range(12):
        simulated = simulate(
            World(**{**vars(ALL_THREE), "n_declarations": 40, "n_experts": 10}), np.random.default_rng(seed)
        )
        posterior = calibrate(simulated.i, simulated.j, simulated.y, 40, 10, places=8, sweeps=300)
        covered.append(np.mean((posterior.lo <= simulated.truth) & (simulated.truth <= posterior.hi)))
    assert 0.82 <= np.mean(covered) <= 0.97


def test_groups_of_experts_leave_the_order_of_rows_without_meaning() -> None:
    kind = World(n_declarations=24, n_experts=8, regions=4, harshness=16.0)
    reviews = simulate(kind, np.random.default_rng(3)).reviews
    shuffled = reviews.sample(frac=1.0, random_state=5)
    renamed = reviews.assign(group="g" + (7 * reviews["group"] % 5).astype(str))
    table = by_label(scoring.fit(reviews, 5))
    for other in (shuffled, renamed):
        pd.testing.assert_frame_equal(by_label(scoring.fit(other, 5)), table, check_exact=True)


def test_a_group_of_harsh_experts_is_taken_into_account() -> None:
    world = World(omega=3.0, regions=4, harshness=20.0, n_declarations=120, n_experts=24)
    simulated = simulate(world, np.random.default_rng(4))
    reviews = simulated.reviews
    grouped = by_label(scoring.fit(reviews, 24))["estimate"].sort_index()
    means = reviews.groupby("declaration")["score"].mean()
    truth = pd.Series(simulated.truth)
    assert grouped.corr(truth) > means.corr(truth) + 0.05


@pytest.mark.parametrize("seed", range(8))
def test_panels_of_any_shape_give_finite_figures_and_no_warning(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(2, 20)), int(rng.integers(1, 8))
    i, j = np.nonzero(rng.random((n, m)) < rng.uniform(0.2, 1.0))
    scores = (rng.integers(1, 6, len(i)), rng.normal(70.0, 10.0, len(i)), 100 * rng.integers(0, 2, len(i)))[seed % 3]
    reviews = pd.DataFrame({"declaration": i, "expert": j, "score": scores})
    table = scoring.fit(reviews, 1)
    assert np.isfinite(table.to_numpy(dtype=float)).all()
    assert (table["lo"] <= table["hi"]).all()
    assert len(scoring.next_reviews(reviews, 1, 3)) <= 3
    assert scoring.flags(reviews)[0]["suspicion"].between(0.0, 1.0).all()

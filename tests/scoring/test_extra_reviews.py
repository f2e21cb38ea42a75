"""Where one more review helps: at the line, by reliable experts who have not met the declaration."""

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring.calibration import calibrate
from scoring.extra_reviews import Case, crossing, placements
from scoring.simulation import ALL_THREE, World, shortlist_loss, simulate

WORLD = World(n_declarations=60, n_experts=15, omega=5.0, shape=3.0)


@pytest.fixture(scope="module")
def reviews() -> pd.DataFrame:
    return simulate(WORLD, np.random.default_rng(1)).reviews


@pytest.fixture(scope="module")
def chosen(reviews: pd.DataFrame) -> pd.DataFrame:
    return scoring.next_reviews(reviews, K=12, n=30)


def test_every_proposed_pair_is_new_and_proposed_once(reviews: pd.DataFrame, chosen: pd.DataFrame) -> None:
    met = pd.concat([reviews[["declaration", "expert"]], chosen[["declaration", "expert"]]])
    assert len(chosen) == 30
    assert not met.duplicated().any()


def test_no_expert_gets_more_than_twice_an_even_share(chosen: pd.DataFrame) -> None:
    # 30 reviews over 15 experts: an even share is 2.
    assert chosen["expert"].value_counts().max() <= 4


def test_gains_are_positive_and_the_largest_comes_first(chosen: pd.DataFrame) -> None:
    assert (chosen["gain"] > 0.0).all()
    assert chosen["gain"].idxmax() == 0


def test_proposals_gather_at_the_line_of_the_list(reviews: pd.DataFrame, chosen: pd.DataFrame) -> None:
    table = scoring.fit(reviews, 12)
    open_places = table.loc[table["p_top_k"].between(0.02, 0.98), "declaration"]
    assert chosen["declaration"].isin(open_places).all()


def test_nothing_is_gained_where_an_estimate_cannot_move() -> None:
    assert crossing(0.0, 5.0) == 0.0
    assert Case(4.0, 4.0, 100.0).gain(9.0) == pytest.approx(0.0, abs=1e-12)


def test_one_review_at_the_line_gains_spread_over_root_two_pi() -> None:
    # Variance 4, noise 12: the estimate moves by √(4 − 4·12/16) = 1; on the line that gains φ(0) = 1/√(2π).
    assert Case(4.0, 4.0, 0.0).gain(12.0) == pytest.approx(1.0 / np.sqrt(2.0 * np.pi))


def test_the_list_is_told_when_more_reviews_stop_paying(chosen: pd.DataFrame) -> None:
    stop = chosen.attrs["notes"][-1]
    assert (stop.code, stop.message_values["count"]) == ("stop_after", str(int((chosen["gain"] >= 0.01).sum())))


@pytest.mark.slow
def test_placed_reviews_lower_the_loss_twice_as_much_as_even_ones() -> None:
    falls = []
    for seed in range(6):
        rng = np.random.default_rng([seed, 8])
        panel = simulate(ALL_THREE, rng)
        posterior = calibrate(panel.i, panel.j, panel.y, 200, 40, places=40, sweeps=300)
        placed = placements(posterior, panel.i, panel.j, 40, 100)
        spread = rng.permutation(200)[:100]
        even = [(i, int(rng.choice(np.setdiff1d(np.arange(40), panel.j[panel.i == i])))) for i in spread]
        losses = [shortlist_loss(panel.truth, posterior.estimate, 40)]
        for pairs in ([(i, j) for i, j, _ in placed], even):
            i, j = (np.array(column) for column in zip(*pairs, strict=True))
            error = panel.noise[j] * rng.standard_normal(100)
            score = 70.0 + panel.leniency[j] + panel.scale[j] * (panel.truth[i] - 70.0 + error)
            y = np.append(panel.y, np.clip(np.rint(score), 0.0, 100.0))
            fitted = calibrate(np.append(panel.i, i), np.append(panel.j, j), y, 200, 40, places=40, sweeps=300)
            losses.append(shortlist_loss(panel.truth, fitted.estimate, 40))
        falls.append((losses[0] - losses[1], losses[0] - losses[2]))
    ours, evenly = np.mean(falls, axis=0)
    assert ours >= 2.0 * evenly

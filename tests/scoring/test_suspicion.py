"""Flags: who stands apart is found, and honest panels are not slandered."""

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring.simulation import World, simulate

WORLD = World(n_declarations=80, n_experts=16, omega=5.0, kappa=0.15, shape=6.0)


def area_under_curve(suspicion: np.ndarray, guilty: np.ndarray) -> float:
    ranks = pd.Series(suspicion).rank().to_numpy()
    n = guilty.sum()
    return float((ranks[guilty].sum() - n * (n + 1) / 2) / (n * (~guilty).sum()))


def altered(seed: int, kind: str) -> tuple[pd.DataFrame, list[int]]:
    rng = np.random.default_rng(seed)
    reviews = simulate(WORLD, rng).reviews
    experts = rng.permutation(16)[:3].tolist()
    rows = reviews["expert"].isin(experts)
    random = np.clip(np.rint(rng.normal(70.0, 12.0, len(reviews))), 0.0, 100.0)
    changed = {"careless": random, "reversed": 140.0 - reviews["score"]}[kind]
    return reviews.assign(score=reviews["score"].where(~rows, changed)), experts


@pytest.mark.parametrize(("kind", "least"), [("careless", 0.96), ("reversed", 0.99)])
def test_experts_who_agree_with_nobody_come_first(kind: str, least: float) -> None:
    areas = []
    for seed in range(2):
        reviews, experts = altered(seed, kind)
        _, of_experts = scoring.flags(reviews)
        guilty = of_experts["expert"].isin(experts).to_numpy()
        areas.append(area_under_curve(of_experts["suspicion"].to_numpy(), guilty))
    assert np.mean(areas) >= least


def test_reviews_pushed_to_the_top_come_first() -> None:
    areas = []
    for seed in range(2):
        rng = np.random.default_rng(seed)
        reviews = simulate(WORLD, rng).reviews
        pushed = rng.choice(len(reviews), 8, replace=False)
        lobbied = reviews.assign(score=reviews["score"].where(~reviews.index.isin(pushed), 100.0))
        of_reviews, _ = scoring.flags(lobbied)
        keys = set(map(tuple, reviews.loc[pushed, ["declaration", "expert"]].to_numpy().tolist()))
        pairs = map(tuple, of_reviews[["declaration", "expert"]].to_numpy().tolist())
        areas.append(area_under_curve(of_reviews["suspicion"].to_numpy(), np.array([pair in keys for pair in pairs])))
    assert np.mean(areas) >= 0.94


def test_suspicion_is_the_share_of_honest_reviews_less_striking() -> None:
    # 400 honest reviews: about 5 % of them reach 0.95, 20 or so.
    of_reviews, _ = scoring.flags(simulate(WORLD, np.random.default_rng(5)).reviews)
    assert 0.02 <= (of_reviews["suspicion"] >= 0.95).mean() <= 0.08


def test_flags_say_look_at_this_and_never_give_a_verdict() -> None:
    of_reviews, of_experts = scoring.flags(simulate(WORLD, np.random.default_rng(5)).reviews)
    for frame in (of_reviews, of_experts):
        assert [note.code for note in frame.attrs["notes"]] == ["look_at_this"]
        assert "不是结论" in frame.attrs["notes"][0].message

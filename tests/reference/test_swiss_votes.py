"""Votes of the Swiss National Science Foundation against the ranks its own Bayesian model published."""

from pathlib import Path

import pandas as pd
import pytest

import scoring

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
PLACES = 106


@pytest.fixture(scope="module")
def votes() -> pd.DataFrame:
    if not SHARED.exists():
        pytest.skip("runs where ../shared/data/snsf_mint.csv lies beside the checkout")
    return pd.read_csv(SHARED / "snsf_mint.csv")


@pytest.fixture(scope="module")
def ranks(votes: pd.DataFrame) -> pd.DataFrame:
    published = pd.read_csv(SHARED / "snsf_mint_published_er.csv").rename(columns={"expected_rank": "published"})
    return scoring.fit(votes, PLACES).merge(published, on="declaration")


def test_expected_ranks_agree_with_the_published_ones(ranks: pd.DataFrame) -> None:
    agreement = ranks["expected_rank"].rank().corr(ranks["published"].rank())
    assert len(ranks) == 353
    assert agreement >= 0.998


def test_the_best_106_are_at_least_104_of_the_published_best(ranks: pd.DataFrame) -> None:
    ours = set(ranks.nsmallest(PLACES, "expected_rank")["declaration"])
    theirs = set(ranks.nsmallest(PLACES, "published")["declaration"])
    assert len(ours & theirs) >= 104


def test_votes_after_a_discussion_keep_their_means(votes: pd.DataFrame, ranks: pd.DataFrame) -> None:
    means = votes.groupby("declaration")["score"].mean()
    ours = ranks.set_index("declaration")["estimate"]
    assert ours.corr(means.loc[ours.index]) >= 0.998


def test_four_sub_panels_are_named_as_islands(votes: pd.DataFrame) -> None:
    notes = scoring.fit(votes, PLACES).attrs["notes"]
    assert [(note.code, note.message_values["count"]) for note in notes] == [("islands", "4")]

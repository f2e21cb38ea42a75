"""Per-expert scales: what each transformation removes and what it leaves."""

import numpy as np
import pytest
from score_tables import random_round, table

from scoring.normalise import borda, midranks, min_max, z_score
from scoring.ratings import Ratings

METHODS = (z_score, min_max, borda)


@pytest.mark.parametrize("method", METHODS)
def test_harsh_expert_no_longer_moves_the_order(method: object) -> None:
    frame = random_round(20, 6, 3, 3, 0.01)
    harsh = frame.assign(score=np.where(frame["expert"] == "e002", frame["score"] - 25, frame["score"]))
    first, second = (method(Ratings.from_frame(f, scale=(-100, 200)), places=5) for f in (frame, harsh))  # type: ignore[operator]  # a function
    assert np.argsort(first.merit).tolist() == np.argsort(second.merit).tolist()


@pytest.mark.parametrize("method", METHODS)
def test_a_constant_expert_counts_for_nobody(method: object) -> None:
    frame = table({"甲": {"A": 90, "B": 50}, "乙": {"A": 60, "B": 50}, "丙": {"A": 75, "B": 50}})
    found = method(Ratings.from_frame(frame), places=1)  # type: ignore[operator]  # a function
    order = ["丙", "乙", "甲"]  # sorted labels
    assert [order[at] for at in np.argsort(-found.merit)] == ["甲", "丙", "乙"]


def test_flat_experts_are_named_in_the_notes() -> None:
    frame = table({"甲": {"A": 90, "B": 50}, "乙": {"A": 60, "B": 50}})
    notes = {note.code: note.subjects for note in z_score(Ratings.from_frame(frame), places=1).notes}
    assert notes == {"normalised_error": (), "flat_experts": ("B",), "few_scores": ("A",)}


def test_midranks_share_places_between_equal_scores() -> None:
    frame = table({"甲": {"A": 90}, "乙": {"A": 60}, "丙": {"A": 90}, "丁": {"A": 95}})
    ratings = Ratings.from_frame(frame)
    assert dict(zip(ratings.declarations, midranks(ratings).tolist(), strict=True)) == {
        "甲": 2.5,
        "乙": 1.0,
        "丙": 2.5,
        "丁": 4.0,
    }


def test_equal_normalised_scores_tie_despite_floating_noise() -> None:
    frame = table({"甲": {"A": 70.1, "B": 50.3}, "乙": {"A": 60.2, "B": 60.2}, "丙": {"A": 50.3, "B": 70.1}})
    found = z_score(Ratings.from_frame(frame), places=1)
    assert len(set(found.tie_key.tolist())) == 1

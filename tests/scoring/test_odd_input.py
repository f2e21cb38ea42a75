"""Broken calls of the public calls: refused by name, never answered with a figure."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring.places import PlacesOutOfRangeError
from scoring.registry import METHODS
from scoring.round_arrays import ReviewFrameError

ROWS = [(d, e, 60.0 + 4.0 * d + 2.0 * e + (d * e) % 3) for d in range(6) for e in range(4)]
PANEL = pd.DataFrame(ROWS, columns=["declaration", "expert", "score"])
CALLS: dict[str, Callable[[pd.DataFrame], object]] = {
    "fit": lambda frame: scoring.fit(frame, 2),
    "fit_reml": scoring.fit_reml,
    "flags": scoring.flags,
    "next_reviews": lambda frame: scoring.next_reviews(frame, 2, 1),
}
FAULTS = {
    "column declaration, row 3: no label": PANEL.assign(declaration=PANEL["declaration"].where(PANEL.index != 3)),
    "column expert, row 3: no label": PANEL.assign(expert=PANEL["expert"].where(PANEL.index != 3)),
    "column score, row 3: not a finite number": PANEL.assign(score=PANEL["score"].where(PANEL.index != 3, np.inf)),
    "column score, row 1: not a finite number": PANEL.assign(score=["80", "八十"] + ["70"] * 22),
    "column score, row 3: larger than 1e12": PANEL.assign(score=PANEL["score"].where(PANEL.index != 3, -1e300)),
    "column score: no score": PANEL.assign(score=np.nan),
    "columns missing: expert": PANEL.drop(columns="expert"),
    "scored one declaration twice": pd.concat([PANEL, PANEL[:1]]),
    "labels of different kinds": PANEL.assign(declaration=[d if d else "零" for d in PANEL["declaration"]]),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_a_frame_is_refused_by_name(call: str, fault: str) -> None:
    with pytest.raises(ReviewFrameError, match=fault):
        CALLS[call](FAULTS[fault])


@pytest.mark.parametrize("method", ["calibrated", "mean"])
@pytest.mark.parametrize("places", [-1, 0, 7])
def test_places_beyond_the_declarations_are_refused(method: str, places: int) -> None:
    with pytest.raises(PlacesOutOfRangeError):
        scoring.fit(PANEL, places, method=method)


@pytest.mark.parametrize("method", ["calibrated", "mean"])
def test_a_share_of_a_place_is_refused(method: str) -> None:
    with pytest.raises(TypeError):
        scoring.fit(PANEL, 2.5, method=method)  # type: ignore[arg-type]  # the broken call under test


def test_a_seed_left_to_chance_is_refused() -> None:
    with pytest.raises(TypeError):
        scoring.fit(PANEL, 2, seed=None)  # type: ignore[arg-type]  # the broken call under test


@pytest.mark.parametrize("method", METHODS)
def test_every_method_names_a_score_too_large_to_add_up(method: str) -> None:
    with pytest.raises(ValueError, match=r"larger than 1e12|大得不合理"):
        scoring.fit(PANEL.assign(score=PANEL["score"].where(PANEL.index != 3, 1e300)), 2, method=method)


@pytest.mark.parametrize("score", [np.nan, np.inf])
def test_a_traditional_method_refuses_a_table_without_scores_in_words(score: float) -> None:
    with pytest.raises(ValueError, match=r"评分|不是数字"):
        scoring.fit(PANEL.assign(score=score), 2, method="mean")


def test_numbers_written_as_text_count_as_numbers() -> None:
    pd.testing.assert_frame_equal(scoring.fit(PANEL.astype({"score": str}), 2), scoring.fit(PANEL, 2))


def test_no_review_is_asked_for_where_all_have_a_place() -> None:
    assert scoring.next_reviews(PANEL, 6, 3).empty
    assert scoring.next_reviews(PANEL[PANEL["declaration"] == 0], 1, 3).empty


def test_suspicion_does_not_depend_on_the_unit_of_the_scale() -> None:
    small = PANEL.assign(score=PANEL["score"] * 1e-12)
    for ours, theirs in zip(scoring.flags(PANEL), scoring.flags(small), strict=True):
        np.testing.assert_allclose(ours["suspicion"], theirs["suspicion"], atol=1e-6)

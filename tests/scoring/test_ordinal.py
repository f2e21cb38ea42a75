"""Coarse scales as grades."""

import numpy as np
import pytest
from score_tables import random_round

from scoring.ordinal import Sweeps, fit_ordinal, grades_of, ordinal
from scoring.ratings import Ratings


def coarse(seed: int) -> Ratings:
    """Return a round of 60 declarations on a scale of 1 to 5."""
    frame = random_round(60, 12, 5, seed)
    return Ratings.from_frame(frame.assign(score=np.clip(np.round((frame["score"] - 40) / 12), 1, 5)), scale=(1, 5))


def test_expected_scores_stay_within_the_scale() -> None:
    found = ordinal(coarse(1), places=12)
    assert (found.lo >= 1).all()
    assert (found.hi <= 5).all()
    assert (found.lo < found.merit).all()


def test_cut_points_rise_and_reproduce_the_grade_counts() -> None:
    ratings = coarse(2)
    grades = grades_of(ratings)
    fit = fit_ordinal(ratings, grades)
    level = fit.quality[ratings.i] + fit.leniency[ratings.j]
    expected = (1 / (1 + np.exp(-(fit.cuts[:, None] - level)))).mean(axis=1)
    seen = np.cumsum(np.bincount(grades.of))[:-1] / ratings.n_reviews
    assert (np.diff(fit.cuts) > 0).all()
    assert expected == pytest.approx(seen, abs=1e-4)


def test_fine_scales_are_cut_into_at_most_twelve_grades() -> None:
    assert grades_of(Ratings.from_frame(random_round(80, 10, 5, 3, 0.01))).n == 12


def test_a_round_of_equal_scores_is_one_tie() -> None:
    frame = random_round(6, 3, 2, 4).assign(score=70)
    found = ordinal(Ratings.from_frame(frame), places=2)
    assert set(found.tie_key.tolist()) == {0.0}
    assert found.merit == pytest.approx(70)


def test_leaps_end_where_plain_sweeps_end() -> None:
    ratings = coarse(2)
    sweeps = Sweeps(ratings, grades_of(ratings))
    at = sweeps.start()
    for _ in range(300):
        at = sweeps.sweep(at)
    plain, found = sweeps.fit_at(at), fit_ordinal(ratings, grades_of(ratings))
    np.testing.assert_allclose(found.quality, plain.quality, atol=1e-6)
    np.testing.assert_allclose(found.cuts, plain.cuts, atol=1e-6)
    assert (found.tau, found.omega) == pytest.approx((plain.tau, plain.omega), abs=1e-6)

"""The calibrated estimator as a registered method: ratings in, estimates out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np

from scoring import area_ratings
from scoring.areas import AreaRound, added
from scoring.calibration import calibrate
from scoring.calibration_posterior import ExpertEffects, Posterior
from scoring.estimates import WHOLE, Estimates
from scoring.fitted_round import FittedRound
from scoring.habits import Habits, elsewhere, told_by
from scoring.notes import Note
from scoring.ratings import Ratings

MOST_AREAS = 12
LITTLE = 0.01  # below this share of the variance, leniency is not worth a word of correction


def calibrated(
    ratings: Ratings, *, places: int, seed: int = 0, by_area: bool = True, each: Callable[..., Iterable[Any]] = map
) -> Estimates:
    """Rank by the posterior mean of the hierarchical model of leniency, scale, reliability and outliers.

    Ratings by area (up to twelve, every declaration judged in every area) are fitted area by area and added with the
    weights, unless ``by_area`` is false; other ratings are fitted on the totals. The model and its source are in
    ``docs/methods/calibrated.md``; groups of experts (`Ratings.expert_group`) share
    a mean leniency where the design can carry it. ``each`` fits the areas: one after the other, or, as the ``map`` of
    an executor, in processes of their own with the same figures. O(n × sweeps).

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(d, e, s) for d, s in (("甲", 90), ("乙", 60), ("丙", 75)) for e in "xyz"]
    >>> frame = pd.DataFrame(rows, columns=["declaration", "expert", "score"])
    >>> calibrated(Ratings.from_frame(frame), places=1).merit.argmax().item()  # labels are sorted: 丙, 乙, 甲
    2
    """
    if by_area and can_fit_areas(ratings):
        return _fitted_by_area(area_ratings.by_area(ratings), places, seed, each)
    return estimates_of(ratings, posterior_of_totals(ratings, places, seed))


def can_fit_areas(ratings: Ratings) -> bool:
    """Say whether the areas can be fitted one by one: two to twelve, no declaration without any score in one."""
    names = sorted(set(ratings.areas))
    if not ratings.criteria or not 2 <= len(names) <= MOST_AREAS:
        return False
    area = np.array([names.index(name) for name in ratings.areas])[ratings.rows.k]
    return len(np.unique(ratings.rows.i * len(names) + area)) == ratings.n_declarations * len(names)


def _fitted_by_area(ratings: Ratings, places: int, seed: int, each: Callable[..., Iterable[Any]]) -> Estimates:
    weights = {area: float(weight) for area, weight in zip(ratings.criteria, ratings.weights, strict=True)}
    parts = area_ratings.area_ratings(ratings)
    looks = list(each(partial(_first_look, seed=seed), parts.values()))
    habits = elsewhere([part.experts for part in parts.values()], looks)
    fits = each(partial(_fitted_area, places=places, seed=seed), parts.values(), habits)
    fitted = zip(parts.values(), fits, strict=True)
    panel = AreaRound.of(ratings.declarations, weights, fitted)
    totals = added(panel, places)
    template = "{count} 个领域分别校准后按权重相加，领域之间误差的相关已计入。"
    return Estimates(
        totals.estimate,
        totals.estimate,
        totals.sd,
        totals.lo,
        totals.hi,
        totals.expected_rank,
        totals.p_top_k,
        (*totals.notes, Note("fitted_by_area", template, {"count": str(len(weights))})),
        {"by_area": True, "weights": {area: str(w) for area, w in zip(ratings.criteria, ratings.weights, strict=True)}},
        {area: totals.by_area[:, k] for k, area in enumerate(weights)},
        {area: FittedRound(parts[area], fit.posterior) for area, fit in zip(weights, panel.fits, strict=True)},
    )


def _first_look(ratings: Ratings, seed: int) -> ExpertEffects | None:
    return told_by(posterior_of_totals(ratings, 1, seed, first_look=True))


def _fitted_area(ratings: Ratings, habits: Habits, places: int, seed: int) -> Posterior:
    return posterior_of_totals(ratings, min(places, ratings.n_declarations), seed, habits=habits)


def posterior_of_totals(
    ratings: Ratings, places: int, seed: int, *, habits: Habits | None = None, first_look: bool = False
) -> Posterior:
    """Fit the model to the merits of the reviews."""
    return calibrate(
        ratings.i,
        ratings.j,
        ratings.merits.points,
        ratings.n_declarations,
        ratings.n_experts,
        places=places,
        group=None if ratings.expert_group is None else ratings.expert_group.of,
        seed=seed,
        habits=habits,
        first_look=first_look,
    )


def estimates_of(ratings: Ratings, posterior: Posterior) -> Estimates:
    """Lay a posterior out as estimates and say how much there was to correct."""
    parameters = {
        "tau": posterior.tau,
        "omega": posterior.omega,
        "epsilon": posterior.epsilon,
        "leniency_share": posterior.leniency_share,
        "corrected_for_experts": posterior.corrected_for_experts,
    }
    return Estimates(
        posterior.estimate,
        posterior.estimate,
        posterior.sd,
        posterior.lo,
        posterior.hi,
        posterior.expected_rank,
        posterior.p_top_k,
        (*posterior.notes, _correction_note(posterior)),
        parameters,
        fits={WHOLE: FittedRound(ratings, posterior)},
    )


def _correction_note(posterior: Posterior) -> Note:
    values = {"share": f"{100 * posterior.leniency_share:.1f}", "omega": f"{posterior.omega:.2f}"}
    if not posterior.corrected_for_experts:
        return Note("not_corrected", "评分太少，看不出专家之间的宽严差异，未作校正，按平均分计。")
    if posterior.leniency_share < LITTLE:
        template = "专家宽严只占评分差异的 {share} %，校正几乎不起作用，结果与平均分基本一致。"
        return Note("little_to_correct", template, values)
    template = "专家宽严占评分差异的 {share} %（标准差 {omega} 分），已逐人校正。"
    return Note("corrected", template, values)

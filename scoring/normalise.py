"""Every expert's scores put on a common scale before averaging: z-score, min–max, rank (Borda)."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scoring.estimates import Estimates
from scoring.lattice import FloatArray, IntArray, starts_of
from scoring.normal_errors import rank_chances, student_quantile
from scoring.notes import Note
from scoring.ratings import Ratings
from scoring.scatter import mean_se, pooled_scatter

Mask: TypeAlias = NDArray[np.bool_]
GRID = 1e-9  # of the scale: estimates that carry floating noise are snapped to it, so that equal ones tie
FEW = 5  # an expert with fewer scores has no scale worth dividing by


def z_score(ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
    """Rank by the mean of per-expert standard scores, written back on the round's scale.

    ``z_ij = (y_ij − m_j) / s_j`` with mean and sample standard deviation of expert j;
    ``estimate_i = m + s · Σ_j z_ij / n_i`` with mean and standard deviation of all scores. An expert with one score
    or a constant one counts 0: neither for nor against. Assumes that every expert saw declarations of the same
    average and spread. O(n).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("abab"), "expert": list("xxyy"), "score": [80, 70, 60, 20]})
    >>> z_score(Ratings.from_frame(frame), places=1).merit.round(2).tolist()  # both experts say the same
    [76.1, 38.9]
    """
    return averaged(ratings, *z_points(ratings), places, seed)


def z_points(ratings: Ratings) -> tuple[FloatArray, Mask]:
    """Return every review as its standard score on the round's scale, and which experts are flat."""
    y, j, n = ratings.merits.points, ratings.j, ratings.reviews_per_expert
    centre = np.bincount(j, weights=y, minlength=len(n)) / n
    deviation = y - centre[j]
    squares = np.bincount(j, weights=deviation**2, minlength=len(n))
    spread = np.sqrt(squares / np.maximum(n - 1, 1))
    is_flat = spread <= GRID * ratings.span
    z = np.where(is_flat[j], 0.0, deviation / np.where(is_flat, 1.0, spread)[j])
    overall = float(y.std(ddof=1)) if len(y) > 1 else 0.0
    return float(y.mean()) + overall * z, is_flat


def min_max(ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
    """Rank by the mean of scores stretched from each expert's lowest and highest to the ends of the scale.

    ``u_ij = (y_ij − min_j) / (max_j − min_j)``; ``estimate_i = lowest + (highest − lowest) · Σ_j u_ij / n_i``.
    A constant expert counts one half. Rests on two scores of each expert, so a single slip of the pen moves it. O(n).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("abc"), "expert": list("xxx"), "score": [80, 75, 70]})
    >>> min_max(Ratings.from_frame(frame), places=1).merit.tolist()
    [100.0, 50.0, 0.0]
    """
    return averaged(ratings, *min_max_points(ratings), places, seed)


def min_max_points(ratings: Ratings) -> tuple[FloatArray, Mask]:
    """Return every review stretched to the scale by its expert's extremes, and which experts are flat."""
    y, j = ratings.merits.points, ratings.j
    least, most = np.full(ratings.n_experts, np.inf), np.full(ratings.n_experts, -np.inf)
    np.minimum.at(least, j, y)
    np.maximum.at(most, j, y)
    width = most - least
    is_flat = width <= GRID * ratings.span
    share = np.where(is_flat[j], 0.5, (y - least[j]) / np.where(is_flat, 1.0, width)[j])
    return floor_of(ratings) + ratings.span * share, is_flat


def borda(ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
    """Rank by the mean place each expert gave, counted from the bottom of that expert's own list (Borda 1781).

    ``u_ij = (midrank_ij − ½) / n_j``; ``estimate_i = lowest + (highest − lowest) · Σ_j u_ij / n_i``. Ties share
    their midrank. Keeps only the order within each expert, so distances and level are lost; lists of different
    length or quality are taken as alike. O(n log n).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("abc"), "expert": list("xxx"), "score": [80, 79, 10]})
    >>> borda(Ratings.from_frame(frame), places=1).merit.round(2).tolist()
    [83.33, 50.0, 16.67]
    """
    return averaged(ratings, *borda_points(ratings), places, seed)


def borda_points(ratings: Ratings) -> tuple[FloatArray, Mask]:
    """Return every review as its place in its expert's list, on the scale, and which experts are flat."""
    share = (midranks(ratings) - 0.5) / ratings.reviews_per_expert[ratings.j]
    return floor_of(ratings) + ratings.span * share, ratings.reviews_per_expert == 1


def midranks(ratings: Ratings) -> FloatArray:
    """Return the place of every review in its expert's list, 1 is the lowest, ties share; shape (n_reviews,)."""
    steps, j = ratings.merits.steps, ratings.j
    order = np.lexsort((steps, j))
    begins = starts_of(j[order])
    within = np.arange(len(j)) - np.repeat(begins, np.diff(np.append(begins, len(j)))) + 1.0
    changes = (np.diff(j[order], prepend=-1) != 0) | (np.diff(steps[order], prepend=steps[order[0]] - 1) != 0)
    run: IntArray = np.cumsum(changes) - 1
    shared = np.bincount(run, weights=within) / np.bincount(run)
    ranks = np.empty(len(j))
    ranks[order] = shared[run]
    return ranks


def floor_of(ratings: Ratings) -> float:
    """Return the lowest merit of the scale, in points."""
    return float(ratings.bounds[0]) if ratings.sign == 1 else -float(ratings.bounds[1])


def snapped(values: FloatArray, span: float, grid: float = GRID) -> tuple[FloatArray, FloatArray]:
    """Return whole numbers of the grid and the values on it: free of the noise of the order of addition."""
    whole = np.round(values / (span * grid)) + 0.0
    return whole, whole / round(1 / grid) * span


def averaged(ratings: Ratings, common: FloatArray, is_flat: Mask, places: int, seed: int) -> Estimates:
    """Average scores on the common scale; errors from their scatter within declarations."""
    counts = ratings.reviews_per_declaration
    key, merit = snapped(np.bincount(ratings.i, weights=common) / counts, ratings.span)
    step = GRID * ratings.span
    scatter = pooled_scatter(common, ratings.i, counts, step, ratings.span)
    scatter = type(scatter)(max(snapped(np.array([scatter.sd]), ratings.span)[1][0], step), scatter.freedom,
                            scatter.residuals)  # fmt: skip
    sd = mean_se(scatter, counts)
    half = student_quantile(float(max(scatter.freedom, 1))) * sd
    expected, chance = rank_chances(merit, sd, places, seed)
    learned = {"review_sd": scatter.sd, "freedom": scatter.freedom}
    return Estimates(
        merit, key, sd, merit - half, merit + half, expected, chance, _notes(ratings, scatter.sd, is_flat), learned
    )


def _notes(ratings: Ratings, sd: float, is_flat: Mask) -> tuple[Note, ...]:
    notes = [
        Note(
            "normalised_error",
            "各专家评分先换算到同一尺度再平均；误差由换算后各申报内部的离散程度合并估计："
            "单个评分的标准差 {sd} 分；区间为 90 %。",
            {"sd": f"{sd:.2f}"},
        )
    ]
    is_few = (ratings.reviews_per_expert < FEW) & ~is_flat
    for code, template, chosen in (
        ("flat_experts", "{count} 位专家的评分没有高低之分，换算时按中间值计：{names}。", is_flat),
        ("few_scores", "{count} 位专家评分不足 {few} 个，按其换算不够可靠：{names}。", is_few),
    ):
        names = tuple(str(label) for label in ratings.experts[chosen])
        if names:
            listed = "、".join(names[:10]) + ("等" if len(names) > 10 else "")
            notes.append(Note(code, template, {"count": str(len(names)), "few": str(FEW), "names": listed}, names))
    return tuple(notes)

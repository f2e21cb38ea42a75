"""Where the experts agree and where they do not: spread, divergent reviews and their cause, intraclass correlation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scoring.lattice import FloatArray, IntArray, group_sums
from scoring.ratings import Ratings

if TYPE_CHECKING:
    import pandas as pd

TENDER_RULE = Fraction(3, 10)  # a review further than 30 % from its panel's mean asks for a written explanation
FEWEST_TO_CORRELATE = 3


@dataclass(frozen=True)
class Agreement:
    """How far single reviews of one declaration agree, over the whole round.

    Attributes
    ----------
    icc_single, icc_panel
        ICC(1,1) of one review and ICC(1,k) of a panel's mean, k its (harmonic-like) average size; at most 1, below 0
        where experts agree less than chance; ``None`` where no declaration has two reviews or there is only one.
    mean_size
        The panel size that ICC(1,k) speaks of.
    between_sd, within_sd
        Standard deviations of declarations and of reviews within a declaration, points; 0 where negative.
    """

    icc_single: float | None
    icc_panel: float | None
    mean_size: float
    between_sd: float | None
    within_sd: float | None


def intraclass(ratings: Ratings) -> Agreement:
    """Return the one-way intraclass correlations (Shrout and Fleiss 1979, case 1; unequal panels after Donner 1986).

    ``n₀ = (N − Σ n_i² / N) / (I − 1)``, ``ICC(1,1) = (MSB − MSW) / (MSB + (n₀ − 1) MSW)``,
    ``ICC(1,k) = (MSB − MSW) / MSB``. O(n).

    Examples
    --------
    >>> frame = pd.DataFrame({"declaration": list("aabbcc"), "expert": list("xyxyxy"), "score": [1, 2, 5, 6, 9, 10]})
    >>> found = intraclass(Ratings.from_frame(frame, scale=(0, 10)))  # MSB = 32, MSW = 0.5: 31.5/32.5, 31.5/32
    >>> round(found.icc_single, 4), round(found.icc_panel, 4)
    (0.9692, 0.9844)
    """
    y, i, n = ratings.totals.points, ratings.i, ratings.reviews_per_declaration
    n_all, n_panels = len(y), len(n)
    size = (n_all - float((n**2).sum()) / n_all) / max(n_panels - 1, 1)
    if n_panels < 2 or n_all == n_panels:
        return Agreement(None, None, size, None, None)
    means = np.bincount(i, weights=y) / n
    between = float((n * (means - y.mean()) ** 2).sum()) / (n_panels - 1)
    within = float(((y - means[i]) ** 2).sum()) / (n_all - n_panels)
    between_sd, within_sd = float(np.sqrt(max(between - within, 0.0) / size)), float(np.sqrt(within))
    if between == 0:
        return Agreement(None, None, size, between_sd, within_sd)
    single = (between - within) / (between + (size - 1) * within)
    return Agreement(single, (between - within) / between, size, between_sd, within_sd)


def panel_spread(ratings: Ratings) -> pd.DataFrame:
    """Return, per declaration, how its reviews spread, widest first.

    Returns
    -------
    DataFrame
        declaration, n, mean, sd (sample, missing with one review), lowest, highest, range, lowest_expert,
        highest_expert; points. cause: the area (criterion where none was given) on which the panel is furthest apart,
        as it weighs in the total; empty where reviews are plain totals.

    Examples
    --------
    >>> frame = pd.DataFrame({"declaration": list("aab"), "expert": list("xyx"), "score": [60, 90, 70]})
    >>> panel_spread(Ratings.from_frame(frame))[["declaration", "range", "highest_expert"]].values.tolist()[0]
    ['a', 30.0, 'y']
    """
    import pandas as pd

    y, i, n = ratings.totals.points, ratings.i, ratings.reviews_per_declaration
    means = np.bincount(i, weights=y) / n
    squares = np.bincount(i, weights=(y - means[i]) ** 2)
    order = np.lexsort((y, i))
    ends = ratings.starts + n - 1
    low, high = order[ratings.starts], order[ends]
    sd = pd.array(np.sqrt(squares / np.maximum(n - 1, 1)), dtype="Float64")
    sd[n < 2] = pd.NA
    frame = pd.DataFrame(
        {
            "declaration": ratings.declarations,
            "n": n,
            "mean": means,
            "sd": sd,
            "lowest": y[low],
            "highest": y[high],
            "range": y[high] - y[low],
            "lowest_expert": ratings.experts[ratings.j[low]],
            "highest_expert": ratings.experts[ratings.j[high]],
            "cause": _splits(ratings),
        }
    )
    return frame.sort_values(["range", "sd"], ascending=False, kind="stable", ignore_index=True)


def divergent_reviews(ratings: Ratings, *, share: Fraction = TENDER_RULE) -> pd.DataFrame:
    """List the reviews further from their panel's mean than the announced share of it, furthest first.

    Parameters
    ----------
    ratings
        Scores.
    share
        Share of the mean, 3/10 by tender practice; the comparison is exact, a review at exactly 30 % is not listed.

    Returns
    -------
    DataFrame
        declaration, expert, score, mean, deviation (points, signed), deviation_share (of the mean), cause (the
        area, or criterion where none was given, that drives most of the deviation; empty where reviews are plain
        totals).

    Examples
    --------
    >>> frame = pd.DataFrame({"declaration": list("aaa"), "expert": list("xyz"), "score": [80, 80, 20]})
    >>> divergent_reviews(Ratings.from_frame(frame))[["expert", "deviation"]].values.tolist()  # mean 60: 20 ≥ 18 off
    [['z', -40.0], ['x', 20.0], ['y', 20.0]]
    """
    import pandas as pd

    totals, i, n = ratings.totals, ratings.i, ratings.reviews_per_declaration
    distance, sums = _distances(ratings)
    chosen = np.flatnonzero(_is_beyond(distance, sums[i], share))
    mean = sums[i] * float(totals.unit) / n[i]
    deviation = distance * float(totals.unit) / n[i]
    causes = _causes(ratings, chosen)
    frame = pd.DataFrame(
        {
            "declaration": ratings.declarations[i[chosen]],
            "expert": ratings.experts[ratings.j[chosen]],
            "score": totals.points[chosen],
            "mean": mean[chosen].astype(np.float64),
            "deviation": deviation[chosen].astype(np.float64),
            "deviation_share": (deviation[chosen] / np.where(mean[chosen] == 0, 1.0, mean[chosen])).astype(np.float64),
            "cause": causes,
        }
    )
    order = np.argsort(-np.abs(frame["deviation_share"].to_numpy()), kind="stable")
    return frame.iloc[order].reset_index(drop=True)


def shares_exceeded(ratings: Ratings, shares: Sequence[Fraction]) -> list[int]:
    """Count, for each review, by how many of the shares of its panel's mean it is further from it.

    Parameters
    ----------
    ratings
        Scores.
    shares
        Shares of the mean, rising; the comparison is exact, as in `divergent_reviews`.

    Returns
    -------
    list of int
        Between 0 and the number of shares, in the order of the reviews.

    Examples
    --------
    >>> frame = pd.DataFrame({"declaration": list("aaa"), "expert": list("xyz"), "score": [80, 80, 20]})
    >>> shares_exceeded(Ratings.from_frame(frame), [Fraction(3, 10), Fraction(2, 3)])  # 20, 20 and 40 from 60
    [1, 1, 1]
    """
    distance, sums = _distances(ratings)
    exceeded = np.zeros(ratings.n_reviews, dtype=np.int64)
    for share in shares:
        exceeded += _is_beyond(distance, sums[ratings.i], share)
    found: list[int] = exceeded.tolist()
    return found


def _distances(ratings: Ratings) -> tuple[IntArray, IntArray]:
    """Return each review's distance from the panel's mean, in steps times the panel's size, and the panels' sums."""
    steps, i = ratings.totals.steps, ratings.i
    sums = group_sums(steps, ratings.starts)
    return steps * ratings.reviews_per_declaration[i] - sums[i], sums


def _is_beyond(distance: IntArray, sums: IntArray, share: Fraction) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell, exactly, which reviews are further from the mean than a share of it."""
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        np.abs(distance) * share.denominator > np.abs(sums) * share.numerator
    )
    return found


def _causes(ratings: Ratings, chosen: IntArray) -> list[str]:
    """Name the criterion or area with the largest weighted deviation in the direction of the whole review's."""
    if not ratings.criteria:
        return [""] * len(chosen)
    by_area, kinds = _area_pulls(ratings)
    sign = np.sign(by_area[chosen].sum(axis=1, keepdims=True))
    return [kinds[at] for at in (by_area[chosen] * np.where(sign == 0, 1, sign)).argmax(axis=1).tolist()]


def _splits(ratings: Ratings) -> list[str]:
    """Name the area with the widest weighted range within each panel."""
    if not ratings.criteria:
        return [""] * ratings.n_declarations
    by_area, kinds = _area_pulls(ratings)
    ranges = np.maximum.reduceat(by_area, ratings.starts) - np.minimum.reduceat(by_area, ratings.starts)
    return [kinds[at] for at in ranges.argmax(axis=1).tolist()]


def _area_pulls(ratings: Ratings) -> tuple[FloatArray, list[str]]:
    """Return the weighted deviations by area, shape (n_reviews, n_areas), and the areas."""
    kinds = list(dict.fromkeys(ratings.areas))
    pulls = _pulls(ratings)
    by_area = np.zeros((len(pulls), len(kinds)))
    for k, area in enumerate(ratings.areas):
        by_area[:, kinds.index(area)] += pulls[:, k]
    return by_area, kinds


def _pulls(ratings: Ratings) -> FloatArray:
    """Return the weighted deviation of each criterion of each review from the panel's mean of it, points."""
    rows, width = ratings.rows, len(ratings.criteria)
    cell = rows.i * width + rows.k
    points = rows.scores.points
    n = np.bincount(cell, minlength=ratings.n_declarations * width)
    means = np.bincount(cell, weights=points, minlength=len(n)) / np.maximum(n, 1)
    review = np.searchsorted(ratings.i * ratings.n_experts + ratings.j, rows.i * ratings.n_experts + rows.j)
    known = np.minimum(review, ratings.n_reviews - 1)
    is_counted = (ratings.i[known] == rows.i) & (ratings.j[known] == rows.j)
    pulls = np.zeros((ratings.n_reviews, width))
    weight = np.array([float(weight) for weight in ratings.weights])
    pulls[known[is_counted], rows.k[is_counted]] = ((points - means[cell]) * weight[rows.k])[is_counted]
    return pulls


def expert_profiles(ratings: Ratings) -> pd.DataFrame:
    """Return, per expert, how he scores beside his colleagues.

    Returns
    -------
    DataFrame
        expert, n, mean, sd, lowest, highest, above_panel (mean of own score less the mean of the colleagues on the
        same declarations, points), correlation (own score with the colleagues' mean; missing with fewer than three
        shared declarations or where either is constant), is_constant.

    Examples
    --------
    >>> frame = pd.DataFrame({"declaration": list("aabb"), "expert": list("xyxy"), "score": [80, 70, 60, 52]})
    >>> expert_profiles(Ratings.from_frame(frame))["above_panel"].tolist()
    [9.0, -9.0]
    """
    import pandas as pd

    y, i, j, n_j = ratings.totals.points, ratings.i, ratings.j, ratings.reviews_per_expert
    n_i = ratings.reviews_per_declaration[i]
    others = (np.bincount(i, weights=y)[i] - y) / np.maximum(n_i - 1, 1)
    has_company = n_i > 1
    mean = np.bincount(j, weights=y) / n_j
    squares = np.bincount(j, weights=(y - mean[j]) ** 2)
    least, most = np.full(len(n_j), np.inf), np.full(len(n_j), -np.inf)
    np.minimum.at(least, j, y)
    np.maximum.at(most, j, y)
    shared = np.bincount(j, weights=has_company, minlength=len(n_j))
    gap = np.bincount(j, weights=np.where(has_company, y - others, 0.0)) / np.maximum(shared, 1)
    return pd.DataFrame(
        {
            "expert": ratings.experts,
            "n": n_j,
            "mean": mean,
            "sd": _where(n_j > 1, np.sqrt(squares / np.maximum(n_j - 1, 1))),
            "lowest": least,
            "highest": most,
            "above_panel": _where(shared > 0, gap),
            "correlation": _correlation(y[has_company], others[has_company], j[has_company], len(n_j)),
            "is_constant": (least == most) & (n_j >= FEWEST_TO_CORRELATE),
        }
    )


def _where(
    is_known: np.ndarray[tuple[int], np.dtype[np.bool_]], values: FloatArray
) -> pd.api.extensions.ExtensionArray:
    """Return the values, missing where they cannot be known."""
    import pandas as pd

    column = pd.array(values, dtype="Float64")
    column[~is_known] = pd.NA
    return column


def _correlation(own: FloatArray, others: FloatArray, j: IntArray, n_experts: int) -> pd.api.extensions.ExtensionArray:
    n = np.bincount(j, minlength=n_experts)
    safe = np.maximum(n, 1)
    a = own - (np.bincount(j, weights=own, minlength=n_experts) / safe)[j]
    b = others - (np.bincount(j, weights=others, minlength=n_experts) / safe)[j]
    products = [np.bincount(j, weights=left * right, minlength=n_experts) for left, right in ((a, b), (a, a), (b, b))]
    power = np.sqrt(products[1] * products[2])
    is_known = (n >= FEWEST_TO_CORRELATE) & (power > 1e-9)
    return _where(is_known, np.clip(products[0] / np.where(power > 0, power, 1.0), -1.0, 1.0))

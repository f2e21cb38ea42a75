"""How one review's criteria make its total: each score times its weight, absent ones by the announced policy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from scoring.calculation_sheet import Sheet, SheetWriter
from scoring.lattice import IntArray
from scoring.missing import stretch
from scoring.ratings import Ratings


def explain_reviews(ratings: Ratings, declaration: object, decimals: int = 2) -> dict[str, Sheet]:
    """Return, by expert, the sheet from the scores by criterion to the total of the review.

    Parameters
    ----------
    ratings
        A round by criterion; reviews of plain totals have no such sheet.
    declaration
        Label.
    decimals
        Of every figure; weights are printed as fractions of whole numbers and lose nothing.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("a", "x", "g", 80), ("a", "x", "h", 50)]
    >>> frame = pd.DataFrame(rows, columns=["declaration", "expert", "criterion", "score"])
    >>> sheet = explain_reviews(Ratings.from_frame(frame, criteria_weights={"g": "0.6", "h": "0.4"}), "a")["x"]
    >>> [line.label for line in sheet.lines], str(sheet.total)
    (['g：评分 80.00 × 权重 3/5', 'h：评分 50.00 × 权重 2/5'], '68.00')
    """
    if not ratings.criteria:
        return {}
    at = [str(label) for label in ratings.declarations].index(str(declaration))
    reviews = np.flatnonzero(ratings.i == at).tolist()
    return {str(ratings.experts[ratings.j[review]]): _review_sheet(ratings, review, decimals) for review in reviews}


def _review_sheet(ratings: Ratings, review: int, decimals: int) -> Sheet:
    rows, writer = ratings.rows, SheetWriter(decimals)
    mine = np.flatnonzero((rows.i == ratings.i[review]) & (rows.j == ratings.j[review]))
    factors = _factors(ratings, rows.k[mine])
    rest = sum((w * low for w, (low, _) in zip(ratings.weights, ratings.criterion_bounds, strict=True)), Fraction(0))
    for row in mine.tolist():
        k, score = int(rows.k[row]), rows.scores.fraction(row)
        weight = ratings.weights[k] * factors.get(k, Fraction(0))
        values = {"criterion": ratings.criteria[k], "score": writer.figure(score), "weight": str(weight)}
        template = "{criterion}：评分 {score} × 权重 {weight}"
        if weight != ratings.weights[k]:
            template = "{criterion}：评分 {score} × 权重 {weight}（含未评指标分来的权重）"
        writer.write("criterion", "+", writer.seen(score) * weight, template, **values)
        rest -= weight * ratings.criterion_bounds[k][0]
    if rest:
        writer.write("base", "+", rest, "未评指标按量表最低分计入的部分")
    name = f"{ratings.declarations[ratings.i[review]]}/{ratings.experts[ratings.j[review]]}"
    return writer.close(name, "total", ratings.totals.fraction(review))


def _factors(ratings: Ratings, present: IntArray) -> dict[int, Fraction]:
    """Return by how much the weight of each present criterion is stretched under the round's policy."""
    if not ratings.missing.startswith("renormalise"):
        return dict.fromkeys(present.tolist(), Fraction(1))
    pattern = np.isin(np.arange(len(ratings.criteria)), present)
    bounds = zip(ratings.weights, ratings.criterion_bounds, strict=True)
    shares = tuple(weight * (high - low) for weight, (low, high) in bounds)
    names = list(dict.fromkeys(ratings.areas))
    areas = np.array([names.index(area) for area in ratings.areas], dtype=np.int64)
    return stretch(pattern, shares, areas if ratings.missing == "renormalise_within_area" else np.zeros_like(areas))

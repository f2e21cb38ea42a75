"""A total fitted area by area taken apart: a sheet for the weighted sum, and one for every area."""

from __future__ import annotations

from scoring.area_ratings import area_weights
from scoring.calculation_sheet import Sheet, SheetWriter
from scoring.explanation import FINE_DECIMALS, explain
from scoring.fitted_round import FittedRound
from scoring.ranking import Ranking
from scoring.ratings import Ratings


def explain_by_area(
    ratings: Ratings, ranking: Ranking, declaration: object, decimals: int = FINE_DECIMALS
) -> tuple[Sheet, ...]:
    """Return the sheet of the total, then that of every area in the order of the weights.

    Parameters
    ----------
    ratings, ranking
        The round by area and its calibrated ranking.
    declaration
        Label.
    decimals
        Of every figure.

    Examples
    --------
    >>> import pandas as pd
    >>> from scoring.ranking import rank
    >>> quality = {"p": 80, "q": 60, "r": 70}
    >>> rows = [(d, e, a, s + k) for d, s in quality.items() for e in "xyz" for k, a in enumerate("gh")]
    >>> ratings = Ratings.from_frame(pd.DataFrame(rows, columns=["declaration", "expert", "area", "score"]))
    >>> ranking = rank(ratings, places=1)
    >>> sheets = explain_by_area(ratings, ranking, "p", decimals=2)
    >>> [sheet.method for sheet in sheets]
    ['calibrated', 'calibrated/g', 'calibrated/h']
    """
    names = [str(label) for label in ranking.frame["declaration"]]
    row = ranking.frame.iloc[names.index(str(declaration))]
    estimates = ranking.areas.loc[row["declaration"]]
    writer = SheetWriter(decimals)
    for area, weight in area_weights(ratings).items():
        estimate = float(estimates[area])
        values = {"area": area, "estimate": writer.figure(estimate), "weight": str(weight)}
        writer.write("area", "+", writer.seen(estimate) * weight, "{area}：估计 {estimate} × 权重 {weight}", **values)
    total = writer.close(str(declaration), "calibrated", float(row["estimate"]))
    return (total, *(_area_sheet(declaration, area, part, float(estimates[area]), decimals)
                     for area, part in ranking.fits.items()))  # fmt: skip


def _area_sheet(declaration: object, area: str, part: FittedRound, estimate: float, decimals: int) -> Sheet:
    sheet = explain(part.ratings, declaration, method="calibrated", estimate=estimate, posterior=part.posterior,
                    decimals=decimals)  # fmt: skip
    return Sheet(sheet.declaration, f"calibrated/{area}", sheet.lines, sheet.total, sheet.decimals)

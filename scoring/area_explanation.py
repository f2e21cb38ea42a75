"""A total fitted area by area taken apart: a sheet for the weighted sum, and one for every area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.area_ratings import area_ratings, area_weights, by_area
from scoring.calculation_sheet import Sheet, SheetWriter
from scoring.calibrated import posterior_of_totals
from scoring.calibration_posterior import Posterior
from scoring.explanation import FINE_DECIMALS, explain
from scoring.ranking import Ranking
from scoring.ratings import Ratings


@dataclass(frozen=True)
class AreaPosterior:
    """The round of one area and what the model says of it."""

    ratings: Ratings
    posterior: Posterior


def area_posteriors(ratings: Ratings, places: int, seed: int) -> Mapping[str, AreaPosterior]:
    """Fit every area as the ranking did: the same places and seed give the same figures. One fit per area."""
    parts = area_ratings(by_area(ratings))
    return {
        area: AreaPosterior(part, posterior_of_totals(part, min(places, part.n_declarations), seed))
        for area, part in parts.items()
    }


def explain_by_area(
    ratings: Ratings,
    ranking: Ranking,
    declaration: object,
    fitted: Mapping[str, AreaPosterior],
    decimals: int = FINE_DECIMALS,
) -> tuple[Sheet, ...]:
    """Return the sheet of the total, then that of every area in the order of the weights.

    Parameters
    ----------
    ratings, ranking
        The round by area and its calibrated ranking.
    declaration
        Label.
    fitted
        Of `area_posteriors` with the ranking's places and seed.
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
    >>> sheets = explain_by_area(ratings, ranking, "p", area_posteriors(ratings, 1, 0), decimals=2)
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
                     for area, part in fitted.items()))  # fmt: skip


def _area_sheet(declaration: object, area: str, part: AreaPosterior, estimate: float, decimals: int) -> Sheet:
    sheet = explain(part.ratings, declaration, method="calibrated", estimate=estimate, posterior=part.posterior,
                    decimals=decimals)  # fmt: skip
    return Sheet(sheet.declaration, f"calibrated/{area}", sheet.lines, sheet.total, sheet.decimals)

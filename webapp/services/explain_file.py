"""How one declaration of a file came to its figure: the use case behind ``zeyou rank --explain``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.errors import Unusable
from webapp.services.rank_file import DECIMALS, Place, RankingRequest, ranked_ratings

if TYPE_CHECKING:
    import pandas as pd

    from scoring.calculation_sheet import Sheet
    from scoring.ranking import Ranking
    from scoring.ratings import Ratings


@dataclass(frozen=True)
class Step:
    """One line of a calculation, as printed."""

    label: str
    operation: str
    value: str
    running: str


@dataclass(frozen=True)
class ExplainedSheet:
    """One calculation from the scores to a figure."""

    title: str
    steps: tuple[Step, ...]
    total: str


@dataclass(frozen=True)
class Explained:
    """The calculations behind one estimate, and why it stands above the next."""

    sheets: tuple[ExplainedSheet, ...]
    paragraph: str


def explain_file(frame: pd.DataFrame, request: RankingRequest, place: Place, declaration: str) -> Explained:
    """Rank the scores as `rank_file` does and take one position apart, down to the criteria of each review."""
    from scoring.explained_reviews import explain_reviews

    ratings, ranking = ranked_ratings(frame, request, place)
    names = [str(label) for label in ranking.frame["declaration"]]
    if declaration not in names:
        raise Unusable("rank.unknown_declaration", "表中没有申报“{name}”的评分，请核对名称。", name=declaration)
    reviews = explain_reviews(ratings, declaration, DECIMALS).values()
    sheets = tuple(_printed(sheet) for sheet in (*_sheets(ratings, ranking, declaration), *reviews))
    return Explained(sheets, _paragraph(ratings, ranking, names, declaration))


def _sheets(ratings: Ratings, ranking: Ranking, declaration: str) -> tuple[Sheet, ...]:
    from scoring.area_explanation import explain_by_area
    from scoring.explanation import explain

    if len(ranking.areas):
        return explain_by_area(ratings, ranking, declaration, DECIMALS)
    estimates = ranking.frame.set_index(ranking.frame["declaration"].astype(str))["estimate"]
    estimate = float(estimates[declaration])
    return (
        explain(
            ratings,
            declaration,
            method=ranking.method,
            estimate=estimate,
            posterior=ranking.posterior,
            decimals=DECIMALS,
        ),
    )


def _printed(sheet: Sheet) -> ExplainedSheet:
    steps = tuple(Step(line.label, line.operation, str(line.value), str(line.running)) for line in sheet.lines)
    return ExplainedSheet(f"{sheet.declaration}（{sheet.method}）", steps, str(sheet.total))


def _paragraph(ratings: Ratings, ranking: Ranking, names: list[str], declaration: str) -> str:
    """Compare with the next below, or with the one above for the last."""
    from scoring.comparison import paragraph, why_above

    at = names.index(declaration)
    if len(names) == 1:
        return ""
    upper, lower = (at, at + 1) if at + 1 < len(names) else (at - 1, at)
    return paragraph(why_above(ratings, ranking, names[upper], names[lower], ranking.posterior))

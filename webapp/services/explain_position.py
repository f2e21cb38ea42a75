"""One stored position taken apart into sums a person can redo with a calculator, and why it stands above the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from sqlalchemy.orm import Session

from scoring.area_explanation import AreaPosterior, area_posteriors, explain_by_area
from scoring.calculation_sheet import Sheet
from scoring.calibrated import posterior_of_totals
from scoring.calibration_posterior import Posterior
from scoring.comparison import why_above
from scoring.explanation import explain
from scoring.notes import Note
from scoring.ranking import Ranking
from scoring.ratings import Ratings
from webapp.errors import NotFound, Refusal
from webapp.models import RankingRun, Round
from webapp.queries import panels, rankings
from webapp.queries.rankings import Position
from webapp.services.rank_round import MICRO, rank_ratings
from webapp.services.ratings_of_round import ratings_digest, ratings_of_round
from webapp.services.round_settings import RoundSettings

DECIMALS = 2
LAST_PLACE = Decimal("0.01")


@dataclass(frozen=True)
class Fitting:
    """A stored run to be fitted again; two are the same when their scores and parameters are, whatever the object."""

    digest: str
    method: str
    places: int
    seed: int
    ratings: Ratings = field(compare=False)


@dataclass(frozen=True)
class Fitted:
    """The run fitted again: the same ranking, with what its explanations need."""

    ranking: Ranking
    areas: Mapping[str, AreaPosterior]
    totals: Posterior | None


@dataclass(frozen=True)
class Compared:
    """Two neighbours and why one stands above the other."""

    upper: Position
    lower: Position
    sentences: tuple[Note, ...]


@dataclass(frozen=True)
class Explained:
    """One position: its calculations, whether they end on the stored estimate, and how it stands to its neighbours."""

    position: Position
    sheets: tuple[Sheet, ...]
    agrees: bool
    above: Compared | None
    below: Compared | None


def explain_position(session: Session, *, found: Round, number: str) -> Explained:
    """Take the position of one declaration in the decisive run apart."""
    run = next((one for one in rankings.newest_runs(session, found.id).values() if one.is_decisive), None)
    if run is None:
        raise Refusal("not-ranked", "请先计算排序。")
    listed = rankings.positions_of(session, [run.id])[run.id]
    at = next((place for place, one in enumerate(listed) if one.declaration.number == number), None)
    if at is None:
        raise NotFound("no-position", "排序中没有这份申报。")
    ratings = stored_ratings(session, found, run)
    settings = RoundSettings.from_json(found.settings)
    done = fitted(Fitting(run.ratings_digest, run.method, settings.places, run.seed, ratings))
    sheets = calculation_sheets(ratings, done, listed[at])
    return Explained(
        position=listed[at],
        sheets=sheets,
        agrees=abs(sheets[0].total - Decimal(listed[at].row.estimate) / MICRO) <= LAST_PLACE,
        above=compared(ratings, done, listed, at - 1, at) if at else None,
        below=compared(ratings, done, listed, at, at + 1) if at + 1 < len(listed) else None,
    )


def stored_ratings(session: Session, found: Round, run: RankingRun) -> Ratings:
    """Read the scores the run was made of; others would explain another ranking."""
    scores = panels.submitted_scores(session, found.id)
    if ratings_digest(scores) != run.ratings_digest:
        raise Refusal("scores-changed", "评分与计算排序时不同，不能据此说明名次。请重新计算排序。")
    return ratings_of_round(found, scores)


@lru_cache(maxsize=4)
def fitted(fitting: Fitting) -> Fitted:
    """Fit a run once for all its positions; the same scores and seed give the same figures."""
    ranking = rank_ratings(fitting.ratings, fitting.method, fitting.places, fitting.seed)
    is_by_area = len(ranking.areas) > 0
    areas = area_posteriors(fitting.ratings, ranking.places, ranking.seed) if is_by_area else {}
    needs_totals = ranking.method == "calibrated" and not is_by_area
    totals = posterior_of_totals(fitting.ratings, ranking.places, ranking.seed) if needs_totals else None
    return Fitted(ranking, areas, totals)


def calculation_sheets(ratings: Ratings, done: Fitted, position: Position) -> tuple[Sheet, ...]:
    """Write the sums that end on the stored estimate."""
    number = position.declaration.number
    if done.areas:
        return explain_by_area(ratings, done.ranking, number, done.areas, DECIMALS)
    estimate = position.row.estimate / MICRO
    method = done.ranking.method
    return (explain(ratings, number, method=method, estimate=estimate, posterior=done.totals, decimals=DECIMALS),)


def compared(ratings: Ratings, done: Fitted, listed: Sequence[Position], upper: int, lower: int) -> Compared:
    """Say why one neighbour stands above the other."""
    pair = [listed[place].declaration.number for place in (upper, lower)]
    sentences = why_above(ratings, done.ranking, pair[0], pair[1], done.totals)
    return Compared(listed[upper], listed[lower], sentences)

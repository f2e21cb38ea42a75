"""One stored position taken apart into sums a person can redo with a calculator, and why it stands above the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from scoring.calculation_sheet import Sheet
from scoring.comparison import why_above
from scoring.notes import Note
from scoring.ranking import Ranking
from scoring.ratings import Ratings
from webapp.errors import NotFound, Refusal
from webapp.models import RankingExplanation, RankingRun, Round
from webapp.queries import panels, rankings
from webapp.queries.rankings import Position
from webapp.services.derived_numbers import MICRO
from webapp.services.explanation_parts import notes_of, sheet_of
from webapp.services.fit_ranking import Fitting, fitted
from webapp.services.ratings_of_round import ratings_digest, ratings_of_round
from webapp.services.round_settings import RoundSettings
from webapp.services.study_ranking import calculation_sheets

LAST_PLACE = Decimal("0.01")


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
    neighbours = listed[max(at - 1, 0) : at + 1]
    stored = rankings.explanations_of(session, run.id, [one.declaration.id for one in neighbours])
    if listed[at].declaration.id in stored:
        return as_stored(stored, listed, at)
    ratings = stored_ratings(session, found, run)
    settings = RoundSettings.from_json(found.settings)
    done = fitted(Fitting(run.ratings_digest, run.method, settings.places, run.seed, ratings))
    return Explained(
        position=listed[at],
        sheets=(sheets := calculation_sheets(ratings, done, number, listed[at].row.estimate / MICRO)),
        agrees=agrees(sheets, listed[at]),
        above=compared(ratings, done, listed, at - 1) if at else None,
        below=compared(ratings, done, listed, at) if at + 1 < len(listed) else None,
    )


def as_stored(stored: dict[int, RankingExplanation], listed: Sequence[Position], at: int) -> Explained:
    """Read the sums stored with the run; nothing is fitted again."""
    own = stored[listed[at].declaration.id]
    before = stored[listed[at - 1].declaration.id] if at else None
    sheets = tuple(sheet_of(sheet) for sheet in own.sheets)
    return Explained(
        position=listed[at],
        sheets=sheets,
        agrees=agrees(sheets, listed[at]),
        above=Compared(listed[at - 1], listed[at], notes_of(before.before_next)) if before else None,
        below=Compared(listed[at], listed[at + 1], notes_of(own.before_next)) if at + 1 < len(listed) else None,
    )


def agrees(sheets: Sequence[Sheet], position: Position) -> bool:
    """Tell whether the sums end on the stored estimate."""
    return abs(sheets[0].total - Decimal(position.row.estimate) / MICRO) <= LAST_PLACE


def stored_ratings(session: Session, found: Round, run: RankingRun) -> Ratings:
    """Read the scores the run was made of; others would explain another ranking."""
    scores = panels.submitted_scores(session, found.id)
    if ratings_digest(scores) != run.ratings_digest:
        raise Refusal("scores-changed", "评分与计算排序时不同，不能据此说明名次。请重新计算排序。")
    return ratings_of_round(found, scores)


def compared(ratings: Ratings, done: Ranking, listed: Sequence[Position], upper: int) -> Compared:
    """Say why a position stands above the next."""
    first, second = listed[upper], listed[upper + 1]
    numbers = first.declaration.number, second.declaration.number
    return Compared(first, second, why_above(ratings, done, numbers[0], numbers[1], done.posterior))

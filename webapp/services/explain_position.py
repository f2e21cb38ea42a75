"""One stored position taken apart into sums a person can redo with a calculator, and why it stands above the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from scoring.calculation_sheet import Sheet
from scoring.comparison import why_above
from scoring.notes import Note
from scoring.ratings import Ratings
from webapp.errors import NotFound, Refusal
from webapp.models import RankingExplanation, RankingRun, Round
from webapp.permissions import Actor
from webapp.queries import rankings
from webapp.queries.rankings import Position
from webapp.services.decide_list import decisive_run
from webapp.services.derived_numbers import MICRO
from webapp.services.explanation_parts import notes_of, plain_notes, plain_sheet, sheet_of
from webapp.services.fit_ranking import Fitting, fitted
from webapp.services.queue_long_work import is_large, queue_explanation
from webapp.services.ratings_of_round import ratings_of_columns
from webapp.services.round_settings import RoundSettings
from webapp.services.score_table import score_table
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
    is_ready: bool = True


def explain_position(session: Session, *, actor: Actor, found: Round, number: str, now: datetime) -> Explained:
    """Take the position of one declaration in the decisive run apart; what is not stored yet is worked out and stored.

    That of a large round is left to a worker.
    """
    run = decisive_run(session, found)
    listed, at = neighbours(session, found, run, number)
    own = listed[at].declaration.id
    stored = rankings.explanations_of(session, run.id, [one.declaration.id for one in listed])
    if own not in stored or (at and listed[0].declaration.id not in stored):
        if is_large(session, found):
            queue_explanation(session, actor=actor, found=found, number=number, now=now)
            return Explained(listed[at], (), agrees=True, above=None, below=None, is_ready=False)
        keep_explanations(session, run, worked_out_explanations(session, found, run, number, near=1))
        stored = rankings.explanations_of(session, run.id, [one.declaration.id for one in listed])
    return as_stored(stored, listed, at)


def neighbours(session: Session, found: Round, run: RankingRun, number: str) -> tuple[list[Position], int]:
    """Return a position with those before and after it, and where among them it is."""
    own = rankings.position_of(session, run.id, found.id, number)
    if own is None:
        raise NotFound("no-position", "排序中没有这份申报。")
    above = rankings.beside(session, run.id, own, before=True, limit=1)
    return [*above, own, *rankings.beside(session, run.id, own, before=False, limit=1)], len(above)


def worked_out_explanations(
    session: Session, found: Round, run: RankingRun, number: str, near: int
) -> list[dict[str, Any]]:
    """Work out the sums of a position and of those near it, and why each stands before the next."""
    own = rankings.position_of(session, run.id, found.id, number)
    if own is None:
        raise NotFound("no-position", "排序中没有这份申报。")
    before = rankings.beside(session, run.id, own, before=True, limit=near)[::-1]
    behind = rankings.beside(session, run.id, own, before=False, limit=near)
    listed = [*before, own, *behind]
    ratings = stored_ratings(session, found, run)
    settings = RoundSettings.from_json(found.settings)
    done = fitted(Fitting(run.ratings_digest, run.method, settings.places, run.seed, ratings))
    rows = []
    # Of the last one it is not known what follows, unless nothing does.
    for one, follower in zip(listed, [*listed[1:], None], strict=True):
        if follower is None and len(behind) == near:
            break
        label = one.declaration.number
        next_to = follower.declaration.number if follower else None
        sheets = calculation_sheets(ratings, done, label, one.row.estimate / MICRO)
        why = why_above(ratings, done, label, next_to, done.posterior) if next_to else ()
        told = {"sheets": [plain_sheet(sheet) for sheet in sheets], "before_next": plain_notes(why)}
        rows.append({"declaration_id": one.declaration.id, **told})
    return rows


def keep_explanations(session: Session, run: RankingRun, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store those that are not there yet."""
    known = rankings.explanations_of(session, run.id, [row["declaration_id"] for row in rows])
    session.add_all(RankingExplanation(run_id=run.id, **row) for row in rows if row["declaration_id"] not in known)
    session.flush()


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
    table = score_table(session, found.id)
    if table.digest != run.ratings_digest:
        raise Refusal("scores-changed", "评分与计算排序时不同，不能据此说明名次。请重新计算排序。")
    return ratings_of_columns(table.columns, found.pack_id, RoundSettings.from_json(found.settings))

"""The rows of a round for analysts, a batch at a time: under public names, without words that people wrote."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Executable, select
from sqlalchemy.orm import Session

from webapp.models import Assignment, Declaration, RankingRow, RankingRun, Review, Score, Seat
from webapp.queries.byte_order import by_bytes

BATCH = 2000
FORMS_AT_ONCE = 100  # the answers of one form are tens of kilobytes in memory
DECLARATIONS_AT_ONCE = 200  # whoever sorts all scores of a nation first has nothing to send for a minute


def declarations_of_dump(session: Session, round_id: int) -> Iterator[tuple[Any, ...]]:
    """Yield each declaration that goes to expert review."""
    query = select(Declaration.number, Declaration.city, Declaration.county, Declaration.state)
    return rows(session, query.where(*admitted(round_id)).order_by(by_bytes(Declaration.number)))


def answers_of_dump(session: Session, round_id: int) -> Iterator[tuple[Any, ...]]:
    """Yield the answers of each of them."""
    query = select(Declaration.number, Declaration.answers).where(*admitted(round_id))
    return rows(session, query.order_by(by_bytes(Declaration.number)), FORMS_AT_ONCE)


def admitted(round_id: int) -> tuple[ColumnElement[bool], ...]:
    """Ask for what goes to expert review."""
    return Declaration.round_id == round_id, Declaration.state == "admitted"


def scores_of_dump(session: Session, round_id: int) -> Iterator[tuple[Any, ...]]:
    """Yield each score of the submitted reviews, those of some declarations at a time."""
    listed = select(Declaration.id).where(Declaration.round_id == round_id)
    ids = session.scalars(listed.order_by(by_bytes(Declaration.number))).all()
    query = (
        select(Declaration.number, Seat.pseudonym, Score.criterion, Score.hundredths, Score.is_not_applicable)
        .join(Review, Score.review_id == Review.id)
        .join(Assignment, Review.assignment_id == Assignment.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .where(Review.state == "submitted", Assignment.is_withdrawn.is_(False))
        .order_by(by_bytes(Declaration.number), Seat.position, by_bytes(Score.criterion))
    )
    for start in range(0, len(ids), DECLARATIONS_AT_ONCE):
        some = ids[start : start + DECLARATIONS_AT_ONCE]
        yield from rows(session, query.where(Assignment.declaration_id.in_(some)))


def rankings_of_dump(session: Session, run_ids: list[int]) -> Iterator[tuple[Any, ...]]:
    """Yield each position of some rankings; figures in millionths."""
    figures = (RankingRow.estimate, RankingRow.sd, RankingRow.lo, RankingRow.hi, RankingRow.expected_rank)
    query = (
        select(RankingRun.method, RankingRun.is_decisive, Declaration.number, RankingRow.position, RankingRow.rank)
        .add_columns(*figures, RankingRow.p_top_k, RankingRow.status, RankingRow.standing)
        .join(RankingRun, RankingRow.run_id == RankingRun.id)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(RankingRow.run_id.in_(run_ids))
    )
    return rows(session, query.order_by(RankingRow.run_id, RankingRow.position, by_bytes(Declaration.number)))


def rows(session: Session, query: Executable, batch: int = BATCH) -> Iterator[tuple[Any, ...]]:
    """Yield the rows without holding them all."""
    for row in session.execute(query.execution_options(yield_per=batch)):
        yield tuple(row)

"""Questions about stored rankings and decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.orm import Session

from webapp.models import (
    Decision,
    Declaration,
    ListEntry,
    RankingExplanation,
    RankingRow,
    RankingRun,
    RankingStudy,
    Round,
)
from webapp.queries.byte_order import by_bytes
from webapp.queries.declarations import LIGHT, WITH_CONTEXT

PORTION = 2_000


@dataclass(frozen=True)
class Position:
    """One declaration's row in one run."""

    row: RankingRow
    declaration: Declaration


def newest_runs(session: Session, round_id: int) -> dict[str, RankingRun]:
    """Map each method to its newest run, the decisive one first."""
    newest = (
        select(func.max(RankingRun.id).label("id")).where(RankingRun.round_id == round_id).group_by(RankingRun.method)
    ).subquery()
    query = select(RankingRun).join(newest, RankingRun.id == newest.c.id)
    runs = session.scalars(query.order_by(RankingRun.is_decisive.desc(), RankingRun.id))
    return {run.method: run for run in runs}


def decisive_run(session: Session, round_id: int) -> RankingRun | None:
    """Find the newest run by the frozen method."""
    return next((run for run in newest_runs(session, round_id).values() if run.is_decisive), None)


def positions_of(session: Session, run_ids: list[int]) -> dict[int, list[Position]]:
    """List the rows of several runs, each best first, in one statement."""
    query = (
        select(RankingRow, Declaration)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(RankingRow.run_id.in_(run_ids))
        .order_by(RankingRow.run_id, RankingRow.position, Declaration.number)
    )
    grouped: dict[int, list[Position]] = {}
    for row, declaration in session.execute(query):
        grouped.setdefault(row.run_id, []).append(Position(row, declaration))
    return grouped


def light_positions(session: Session, run_id: int, *, with_context: bool) -> list[Position]:
    """List the rows of one run, best first, without what is declared: of a large round that is a gigabyte."""
    query = (
        select(RankingRow, Declaration)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(RankingRow.run_id == run_id)
        .order_by(RankingRow.position, Declaration.number)
        .options(*(WITH_CONTEXT if with_context else LIGHT))
    )
    return [Position(*row) for row in session.execute(query)]


def positions_among(session: Session, run_id: int, declaration_ids: list[int]) -> dict[int, Position]:
    """Map some declarations to their rows in a run."""
    query = (
        select(RankingRow, Declaration)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(RankingRow.run_id == run_id, RankingRow.declaration_id.in_(declaration_ids))
        .options(*LIGHT)
    )
    return {row[1].id: Position(*row) for row in session.execute(query)}


def run_by_id(session: Session, run_id: int) -> RankingRun:
    """Find a stored ranking, which is never removed."""
    return session.get_one(RankingRun, run_id)


def position_of(session: Session, run_id: int, round_id: int, number: str) -> Position | None:
    """Find the row of one declaration in a run."""
    query = (
        select(RankingRow, Declaration)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(RankingRow.run_id == run_id, Declaration.round_id == round_id, Declaration.number == number)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else Position(*row)


def beside(session: Session, run_id: int, one: Position, *, before: bool, limit: int) -> list[Position]:
    """List the rows before a position, or those after it, the nearest first."""
    place, number = RankingRow.position, Declaration.number
    at, named = one.row.position, one.declaration.number
    # The first condition follows from the second; by it the index is entered at the right place.
    if before:
        wanted, order = (place <= at, or_(place < at, number < named)), (place.desc(), number.desc())
    else:
        wanted, order = (place >= at, or_(place > at, number > named)), (place.asc(), number.asc())
    query = (
        select(RankingRow, Declaration)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(RankingRow.run_id == run_id, *wanted)
        .order_by(*order)
        .limit(limit)
    )
    return [Position(*row) for row in session.execute(query)]


def figures_of(session: Session, run_id: int) -> Iterator[Row[Any]]:
    """Yield the rows of a run as they are stored, each with the declaration's number, best first, by portions."""
    query = (
        select(Declaration.number, *RankingRow.__table__.columns)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(RankingRow.run_id == run_id)
        .order_by(RankingRow.position, by_bytes(Declaration.number))
    )
    yield from session.execute(query.execution_options(yield_per=PORTION))


def placed_in_run(session: Session, run_id: int) -> Iterator[Row[str, dict[str, Any], str, str, bool | None]]:
    """Yield place, context, status and standing of every row of a run, best first, and what was decided about it."""
    query = (
        select(Declaration.city, Declaration.context, RankingRow.status, RankingRow.standing, Decision.is_selected)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .outerjoin(Decision, Decision.declaration_id == Declaration.id)
        .where(RankingRow.run_id == run_id)
        .order_by(RankingRow.position, Declaration.number)
    )
    yield from session.execute(query.execution_options(yield_per=PORTION))


def decisions_of_round(session: Session, round_id: int) -> dict[int, Decision]:
    """Map declarations to what was decided about them."""
    query = select(Decision).where(Decision.round_id == round_id)
    return {decision.declaration_id: decision for decision in session.scalars(query)}


def selected_by_decision(session: Session, round_id: int) -> set[int] | None:
    """Return the declarations that were put on the list, nothing where nothing was decided yet."""
    query = select(Decision.declaration_id).where(Decision.round_id == round_id)
    if session.scalar(query.limit(1)) is None:
        return None
    return set(session.scalars(query.where(Decision.is_selected)))


def areas_of_run(session: Session, run_id: int) -> list[tuple[int, dict[str, Any]]]:
    """List declaration and points by area of every row of a stored ranking, which never changes."""
    query = select(RankingRow.declaration_id, RankingRow.areas).where(RankingRow.run_id == run_id)
    return [(declaration_id, areas) for declaration_id, areas in session.execute(query)]


def selected_in_run(session: Session, run_id: int) -> set[int]:
    """Return the declarations that a stored ranking puts on the list."""
    query = select(RankingRow.declaration_id).where(RankingRow.run_id == run_id, RankingRow.status == "selected")
    return set(session.scalars(query))


def next_waiting(session: Session, run_id: int, round_id: int, *, below: str) -> list[Position]:
    """List the first in rank who were never on the list, nor left out of it by a decision, nor below the line."""
    was_listed = exists().where(ListEntry.declaration_id == RankingRow.declaration_id)
    is_left_out = exists().where(
        Decision.round_id == round_id,
        Decision.declaration_id == RankingRow.declaration_id,
        ~Decision.is_selected,
        Decision.reason != "",
    )
    waits = (RankingRow.run_id == run_id, RankingRow.reason != below, ~was_listed, ~is_left_out)
    first = select(RankingRow.position).where(*waits).order_by(RankingRow.position).limit(1).scalar_subquery()
    query = (
        select(RankingRow, Declaration)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(*waits, RankingRow.position == first)
        .order_by(Declaration.number)
    )
    return [Position(*row) for row in session.execute(query)]


def left_out_by_decision(session: Session, round_id: int) -> set[int]:
    """Return the declarations that were left off the list with a written reason."""
    query = select(Decision.declaration_id).where(Decision.round_id == round_id, ~Decision.is_selected)
    return set(session.scalars(query.where(Decision.reason != "")))


def decisions_among(session: Session, round_id: int, declaration_ids: list[int]) -> dict[int, Decision]:
    """Map some declarations to what was decided about them."""
    query = select(Decision).where(Decision.round_id == round_id, Decision.declaration_id.in_(declaration_ids))
    return {decision.declaration_id: decision for decision in session.scalars(query)}


def run_of_same_scores(session: Session, found: Round, method: str, digest: str, engine: str) -> RankingRun | None:
    """Find the decisive ranking where it was computed from the same scores under the same settings before."""
    query = select(RankingRun).where(RankingRun.round_id == found.id, RankingRun.is_decisive)
    newest = session.scalars(query.order_by(RankingRun.id.desc()).limit(1)).one_or_none()
    if newest is None:
        return None
    before = (newest.method, newest.ratings_digest, newest.settings_fingerprint, newest.engine_version)
    return newest if before == (method, digest, found.fingerprint, engine) else None


def explanations_of(session: Session, run_id: int, declaration_ids: list[int]) -> dict[int, RankingExplanation]:
    """Map declarations to the sums stored with a run; empty for runs of before they were stored."""
    query = select(RankingExplanation).where(
        RankingExplanation.run_id == run_id, RankingExplanation.declaration_id.in_(declaration_ids)
    )
    return {one.declaration_id: one for one in session.scalars(query)}


def study_of(session: Session, run_id: int) -> RankingStudy | None:
    """Return what was worked out beside a run, where it was."""
    return session.get(RankingStudy, run_id)

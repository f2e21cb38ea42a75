"""Questions about what is kept of a round's scores: how far panels are apart, whom a visit is proposed for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select, tuple_
from sqlalchemy.orm import Session

from webapp.models import (
    Assignment,
    Declaration,
    KeptFigure,
    PanelSpread,
    Reconsideration,
    Review,
    Seat,
    SpotCandidate,
    SpotCheck,
)
from webapp.queries.declarations import LIGHT

ROWS = 50
PORTION = 2_000
WIDEST_FIRST = (PanelSpread.span.desc(), PanelSpread.sd.desc(), PanelSpread.place.desc())


def kept_figure(session: Session, round_id: int, name: str) -> KeptFigure | None:
    """Find what is kept of a round under a name."""
    return session.get(KeptFigure, (round_id, name))


@dataclass(frozen=True)
class SpreadRow:
    """How far one panel is apart, with its declaration."""

    spread: PanelSpread
    number: str
    cluster_name: str


def _widest_first() -> Select[PanelSpread, str, str]:
    """Name the declarations; by the one index, backwards."""
    return (
        select(PanelSpread, Declaration.number, Declaration.cluster_name)
        .join(Declaration, PanelSpread.declaration_id == Declaration.id)
        .order_by(*WIDEST_FIRST)
    )


def spreads_from(session: Session, round_id: int, start: int, limit: int) -> list[SpreadRow]:
    """List a part of the panels, the widest spread first."""
    # What is passed over is passed over in the index alone.
    shown = select(PanelSpread.declaration_id).where(PanelSpread.round_id == round_id).order_by(*WIDEST_FIRST)
    query = _widest_first().where(PanelSpread.declaration_id.in_(shown.offset(start).limit(limit)))
    return [SpreadRow(*row) for row in session.execute(query)]


def spreads_after(session: Session, round_id: int, number: str, limit: int) -> list[SpreadRow]:
    """List the panels that stand behind that of a declaration."""
    last = session.execute(
        select(PanelSpread.span, PanelSpread.sd, PanelSpread.place)
        .join(Declaration, PanelSpread.declaration_id == Declaration.id)
        .where(Declaration.round_id == round_id, Declaration.number == number)
    ).one_or_none()
    query = _widest_first().where(PanelSpread.round_id == round_id)
    if last is not None:
        query = query.where(tuple_(PanelSpread.span, PanelSpread.sd, PanelSpread.place) < tuple_(*last))
    return [SpreadRow(*row) for row in session.execute(query.limit(limit))]


def spreads_among(session: Session, declaration_ids: Collection[int]) -> dict[int, PanelSpread]:
    """Map some declarations to how far their panels are apart."""
    query = select(PanelSpread).where(PanelSpread.declaration_id.in_(declaration_ids))
    return {one.declaration_id: one for one in session.scalars(query)}


def requests_among(session: Session, assignment_ids: Collection[int]) -> dict[int, Reconsideration]:
    """Map some reviews to the request to reconsider them."""
    query = select(Reconsideration).where(Reconsideration.assignment_id.in_(assignment_ids))
    return {one.assignment_id: one for one in session.scalars(query)}


def submitted_ids(
    session: Session, round_id: int, among: Collection[int] | None = None
) -> Iterator[tuple[str, str, int, int]]:
    """Yield number, pseudonym, assignment and declaration of every submitted review, or of some declarations'."""
    query = (
        select(Declaration.number, Seat.pseudonym, Assignment.id, Declaration.id)
        .join(Review, Review.assignment_id == Assignment.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .join(Declaration, Assignment.declaration_id == Declaration.id)
        .where(Seat.round_id == round_id, Review.state == "submitted", Assignment.is_withdrawn.is_(False))
    )
    wanted = query if among is None else query.where(Assignment.declaration_id.in_(among))
    for row in session.execute(wanted.execution_options(yield_per=PORTION)):
        yield row[0], row[1], row[2], row[3]


@dataclass(frozen=True)
class CandidateRow:
    """One declaration proposed for a visit, with its name."""

    candidate: SpotCandidate
    declaration: Declaration


def candidates_from(session: Session, run_id: int, start: int) -> list[CandidateRow]:
    """List a part of the proposals that were not picked, in their order; the index leads to where it begins."""
    picked = select(SpotCandidate.place).join(SpotCheck, SpotCheck.declaration_id == SpotCandidate.declaration_id)
    gone = session.scalars(picked.where(SpotCandidate.run_id == run_id).order_by(SpotCandidate.place)).all()
    for place in gone:  # places count from 0 without a gap, so that each picked one before moves the beginning by one
        if place > start:
            break
        start += 1
    query = (
        select(SpotCandidate, Declaration)
        .join(Declaration, SpotCandidate.declaration_id == Declaration.id)
        .where(SpotCandidate.run_id == run_id, SpotCandidate.place >= start, SpotCandidate.place.not_in(gone))
        .order_by(SpotCandidate.place)
        .options(*LIGHT)
    )
    return [CandidateRow(*row) for row in session.execute(query.limit(ROWS))]


def candidates_among(session: Session, run_id: int, declaration_ids: Collection[int]) -> dict[int, SpotCandidate]:
    """Map those of some declarations that are proposed to their proposals."""
    query = select(SpotCandidate).where(
        SpotCandidate.run_id == run_id, SpotCandidate.declaration_id.in_(declaration_ids)
    )
    return {one.declaration_id: one for one in session.scalars(query)}


def unproposed_from(session: Session, round_id: int, run_id: int, start: int, n_all: int) -> list[Declaration]:
    """List a part of the admitted declarations that are neither proposed nor picked, by number.

    Of so many in all; what is nearer to the end is looked for from there.
    """
    is_late = start > n_all // 2
    n_rows = max(0, min(ROWS, n_all - start))
    proposed = exists().where(SpotCandidate.run_id == run_id, SpotCandidate.declaration_id == Declaration.id)
    picked = exists().where(SpotCheck.declaration_id == Declaration.id)
    query = (
        select(Declaration)
        .where(Declaration.round_id == round_id, Declaration.state == "admitted", ~proposed, ~picked)
        .order_by(Declaration.number.desc() if is_late else Declaration.number)
        .options(*LIGHT)
    )
    rows = list(session.scalars(query.offset(n_all - start - n_rows if is_late else start).limit(n_rows)))
    return rows[::-1] if is_late else rows


def n_picked_candidates(session: Session, run_id: int) -> int:
    """Count the proposals that were picked."""
    query = (
        select(func.count())
        .select_from(SpotCheck)
        .join(SpotCandidate, SpotCandidate.declaration_id == SpotCheck.declaration_id)
    )
    return session.scalar(query.where(SpotCandidate.run_id == run_id)) or 0

"""Questions about declarations and what screening found."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Declaration, FindingDecision, Round, ScreeningResult
from webapp.permissions import Actor, Role


@dataclass(frozen=True)
class DeclarationLine:
    """One line of a list."""

    declaration: Declaration
    round: Round
    overall: str | None


def visible_declarations(session: Session, actor: Actor, round_id: int | None = None) -> list[DeclarationLine]:
    """List the declarations this actor may know of: the applicant its own, the city bureau its city's."""
    newest = (
        select(ScreeningResult.declaration_id, func.max(ScreeningResult.id).label("id"))
        .group_by(ScreeningResult.declaration_id)
        .subquery()
    )
    query = (
        select(Declaration, Round, ScreeningResult.overall)
        .join(Round, Declaration.round_id == Round.id)
        .outerjoin(newest, newest.c.declaration_id == Declaration.id)
        .outerjoin(ScreeningResult, ScreeningResult.id == newest.c.id)
        .order_by(Round.id.desc(), Declaration.number)
    )
    if actor.role is Role.APPLICANT:
        query = query.where(Declaration.applicant_id == actor.account_id)
    if actor.role is Role.CITY_BUREAU:
        query = query.where(Declaration.city == (actor.city or ""))
    if round_id is not None:
        query = query.where(Declaration.round_id == round_id)
    return [DeclarationLine(*row) for row in session.execute(query)]


def declaration_by_id(session: Session, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration with its round."""
    query = select(Declaration, Round).join(Round, Declaration.round_id == Round.id)
    found = session.execute(query.where(Declaration.id == declaration_id)).one_or_none()
    if found is None:
        raise NotFound("no-declaration", "没有这份申报，或您无权查看。")
    return found[0], found[1]


def newest_screening(session: Session, declaration_id: int) -> ScreeningResult | None:
    """Find what the last screening found."""
    query = select(ScreeningResult).where(ScreeningResult.declaration_id == declaration_id)
    return session.scalars(query.order_by(ScreeningResult.id.desc()).limit(1)).one_or_none()


def decisions_of(session: Session, declaration_id: int) -> dict[str, FindingDecision]:
    """Map conditions to what a person decided about them."""
    query = select(FindingDecision).where(FindingDecision.declaration_id == declaration_id)
    return {decision.condition: decision for decision in session.scalars(query)}


def any_round(session: Session) -> bool:
    """Tell whether there is any round yet."""
    return session.scalar(select(Round.id).limit(1)) is not None


def next_place(session: Session, found: Round) -> int:
    """Return how far the round has counted, plus one; the round is locked until the transaction ends."""
    session.execute(select(Round.id).where(Round.id == found.id).with_for_update())
    used = session.scalar(select(func.count()).select_from(Declaration).where(Declaration.round_id == found.id)) or 0
    return used + 1


def number_at(found: Round, place: int) -> str:
    """Write the number of the declaration at this place."""
    return f"{found.code}-{place:03d}"


def next_number(session: Session, found: Round) -> str:
    """Return the next free number of the round."""
    return number_at(found, next_place(session, found))


def submitted_ids(session: Session, round_id: int) -> list[int]:
    """List the ids of what is handed in and not yet decided."""
    query = select(Declaration.id).where(Declaration.round_id == round_id, Declaration.state == "submitted")
    return list(session.scalars(query.order_by(Declaration.number)))


def declarations_by_ids(session: Session, ids: Sequence[int]) -> list[Declaration]:
    """Read some declarations by number."""
    query = select(Declaration).where(Declaration.id.in_(ids)).order_by(Declaration.number)
    return list(session.scalars(query))


def declarations_of_round(session: Session, round_id: int) -> list[Declaration]:
    """List every declaration of a round by number."""
    query = select(Declaration).where(Declaration.round_id == round_id).order_by(Declaration.number)
    return list(session.scalars(query))

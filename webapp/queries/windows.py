"""Long lists a part at a time: the rows that follow a cursor, one more than asked for, so that the end is known."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Declaration, Expert, LedgerEntry, Round
from webapp.permissions import Actor, Role


def declarations_after(
    session: Session, actor: Actor, round_id: int | None, after: int, limit: int
) -> list[tuple[Declaration, Round]]:
    """List declarations this actor may know of by id: the applicant its own, the city bureau its city's."""
    query = select(Declaration, Round).join(Round, Declaration.round_id == Round.id).where(Declaration.id > after)
    if actor.role is Role.APPLICANT:
        query = query.where(Declaration.applicant_id == actor.account_id)
    if actor.role is Role.CITY_BUREAU:
        query = query.where(Declaration.city == (actor.city or ""))
    if round_id is not None:
        query = query.where(Declaration.round_id == round_id)
    rows = session.execute(query.order_by(Declaration.id).limit(limit + 1))
    return [(declaration, found) for declaration, found in rows]


def experts_after(session: Session, after: int, limit: int) -> list[Expert]:
    """List the active experts of the pool by id."""
    query = select(Expert).where(Expert.active, Expert.id > after).order_by(Expert.id)
    return list(session.scalars(query.limit(limit + 1)))


def entries_after(session: Session, after: int, limit: int) -> list[LedgerEntry]:
    """List entries of the ledger in their order."""
    query = select(LedgerEntry).where(LedgerEntry.sequence > after).order_by(LedgerEntry.sequence)
    return list(session.scalars(query.limit(limit + 1)))

"""Questions about what was committed before the draw."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Commitment, LedgerEntry


def commitments_of_round(session: Session, round_id: int) -> list[Commitment]:
    """List every commitment in the order in which they were made."""
    return list(session.scalars(select(Commitment).where(Commitment.round_id == round_id).order_by(Commitment.id)))


def acts_of_round(session: Session, round_id: int, actions: Collection[str]) -> list[LedgerEntry]:
    """List the round's entries of some kinds."""
    query = select(LedgerEntry).where(LedgerEntry.round_id == round_id, LedgerEntry.action.in_(actions))
    return list(session.scalars(query.order_by(LedgerEntry.sequence)))

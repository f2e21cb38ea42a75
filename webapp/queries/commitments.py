"""Questions about what was committed before the draw."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Commitment


def commitments_of_round(session: Session, round_id: int) -> list[Commitment]:
    """List every commitment in the order in which they were made."""
    return list(session.scalars(select(Commitment).where(Commitment.round_id == round_id).order_by(Commitment.id)))

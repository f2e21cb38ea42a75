"""What waits for a person when they come in."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Declaration, Notice, Round


@dataclass(frozen=True)
class RoundGlance:
    """One line of the home page."""

    round: Round
    n_declarations: int


def rounds_at_a_glance(session: Session) -> list[RoundGlance]:
    """List the rounds, newest first, with their number of declarations."""
    counted = select(Declaration.round_id, func.count().label("n")).group_by(Declaration.round_id).subquery()
    rows = session.execute(
        select(Round, func.coalesce(counted.c.n, 0))
        .outerjoin(counted, counted.c.round_id == Round.id)
        .order_by(Round.id.desc())
    )
    return [RoundGlance(found, n) for found, n in rows]


def unread_notices(session: Session, account_id: int) -> list[Notice]:
    """List what the person has not put away."""
    query = select(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None)).order_by(Notice.id.desc())
    return list(session.scalars(query))

"""Questions about days of which somebody is told ahead: publicities that run, rounds that are scored."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Objection, Publicity, Round

OPEN_OBJECTIONS = ("received", "investigated")


def running_publicities(session: Session) -> list[tuple[Publicity, Round, int]]:
    """List the publicities of rounds that hang out, with the number of objections not decided."""
    counted = (
        select(Objection.round_id, func.count().label("n"))
        .where(Objection.state.in_(OPEN_OBJECTIONS))
        .group_by(Objection.round_id)
        .subquery()
    )
    query = (
        select(Publicity, Round, func.coalesce(counted.c.n, 0))
        .join(Round, Round.id == Publicity.round_id)
        .outerjoin(counted, counted.c.round_id == Round.id)
        .where(Round.state == "publicity")
        .order_by(Publicity.id)
    )
    return [(publicity, found, n) for publicity, found, n in session.execute(query)]


def rounds_in_scoring(session: Session) -> list[Round]:
    """List the rounds whose experts score."""
    return list(session.scalars(select(Round).where(Round.state == "scoring").order_by(Round.id)))

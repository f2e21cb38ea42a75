"""Questions about the panel's opinion and its leader."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import PanelOpinion, Seat


def opinion_of_round(session: Session, round_id: int) -> PanelOpinion | None:
    """Find the opinion of a round."""
    return session.get(PanelOpinion, round_id)


def leader_of_round(session: Session, round_id: int) -> Seat | None:
    """Find the seat that leads the panel."""
    query = select(Seat).join(PanelOpinion, PanelOpinion.leader_seat_id == Seat.id)
    return session.scalars(query.where(PanelOpinion.round_id == round_id)).one_or_none()


def rounds_led_by(session: Session, account_id: int) -> set[int]:
    """List the rounds whose panel this account leads."""
    query = select(Seat.round_id).join(PanelOpinion, PanelOpinion.leader_seat_id == Seat.id)
    return set(session.scalars(query.where(Seat.account_id == account_id)))

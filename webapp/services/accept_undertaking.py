"""An expert accepts the undertaking before the first file."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Seat
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.record_act import record_act


def accept_undertaking(session: Session, *, actor: Actor, seat: Seat, now: datetime) -> None:
    """Note when it was accepted; a second click changes nothing."""
    require(actor, Action.SCORE, Facts(owner_id=seat.account_id))
    if seat.undertaken_at is None:
        seat.undertaken_at = now
        facts = {"seat": seat.id}
        record_act(session, actor=actor, action="accept undertaking", facts=facts, now=now, round_id=seat.round_id)

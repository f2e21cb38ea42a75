"""Write into the ledger who opened a page with results."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.record_act import record_act


def note_reading(session: Session, *, actor: Actor, found: Round, purpose: str, now: datetime) -> None:
    """Note the reading of a ranking, where it is allowed at all."""
    require(actor, Action.SEE_RANKING, Facts(round_state=found.state))
    record_act(session, actor=actor, action="read result", facts={"purpose": purpose}, now=now, round_id=found.id)

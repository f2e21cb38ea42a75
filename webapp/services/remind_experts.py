"""Remind the experts who have not submitted everything."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.write_notice import Telling, write_notices


def remind_experts(session: Session, *, actor: Actor, found: Round, now: datetime) -> int:
    """Send one notice to each expert with open sheets; the notice names how many, never a score."""
    require(actor, Action.REMIND, Facts(round_state=found.state))
    until = RoundSettings.from_json(found.settings).score_until
    waiting = [one for one in panels.progress_of_round(session, found.id) if one.n_submitted < one.n_assigned]
    tellings = []
    for one in waiting:
        if one.seat.account_id is not None:
            told = {"round": found.title, "n": one.n_assigned - one.n_submitted, "until": until}
            tellings.append(Telling("expert_reminder", frozenset({one.seat.account_id}), told))
            one.seat.reminded_at = now
    write_notices(session, tellings, now=now)
    record_act(session, actor=actor, action="remind experts", facts={"n": len(waiting)}, now=now, round_id=found.id)
    return len(waiting)

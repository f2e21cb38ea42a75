"""Remind the experts who have not submitted everything."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Notice, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings


def remind_experts(session: Session, *, actor: Actor, found: Round, now: datetime) -> int:
    """Send one notice to each expert with open sheets; the notice names how many, never a score."""
    require(actor, Action.REMIND, Facts(round_state=found.state))
    until = RoundSettings.from_json(found.settings).score_until
    waiting = [one for one in panels.progress_of_round(session, found.id) if one.n_submitted < one.n_assigned]
    for one in waiting:
        if one.seat.account_id is not None:
            n_open = one.n_assigned - one.n_submitted
            text = f"《{found.title}》还有 {n_open} 份评审未提交，请于 {until} 前完成。"
            session.add(Notice(account_id=one.seat.account_id, text=text, at=now))
            one.seat.reminded_at = now
    record_act(session, actor=actor, action="remind experts", facts={"n": len(waiting)}, now=now, round_id=found.id)
    return len(waiting)

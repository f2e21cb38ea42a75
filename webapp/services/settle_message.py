"""Decide on a message that did not leave, or of which nobody knows: send it again, or let it rest."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.models import Outgoing
from webapp.models.turns import await_turn
from webapp.permissions import Action, Actor, require
from webapp.queries import notices
from webapp.queries.notices import DEAD, DROPPED, SENT, UNCONFIRMED, WAITING
from webapp.services.record_act import record_act

AGAIN, RECEIVED, DROP = "again", "received", "drop"
OUTCOMES = {AGAIN: WAITING, RECEIVED: SENT, DROP: DROPPED}
OPEN_TO = {AGAIN: (DEAD, UNCONFIRMED), RECEIVED: (UNCONFIRMED,), DROP: (DEAD, WAITING)}


def settle_message(session: Session, *, actor: Actor, message_id: int, outcome: str, now: datetime) -> Outgoing:
    """Carry the decision out; the number of the message stays, so that a gateway still knows it."""
    require(actor, Action.HANDLE_POST)
    await_turn(session)
    message = notices.message_by_id(session, message_id)
    if message is None or outcome not in OUTCOMES:
        raise NotFound("no-message", "没有这条通知。")
    if message.state not in OPEN_TO[outcome]:
        raise Refusal("message-settled", "这条通知的状态已变化，请刷新后再办理。")
    message.state, message.attempts, message.taken_by = OUTCOMES[outcome], 0, None
    message.next_at, message.ended_at = now, None if outcome == AGAIN else now
    if outcome != AGAIN:
        message.body = ""
    facts = {"message": message.id, "outcome": outcome}
    record_act(session, actor=actor, action="settle message", facts=facts, now=now)
    return message

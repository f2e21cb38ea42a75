"""Sign the head of the ledger because somebody asked; the asking is the last act under the signature."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Checkpoint
from webapp.permissions import Actor
from webapp.queries import ledgers
from webapp.services.record_act import record_act


def issue_checkpoint(session: Session, *, actor: Actor, reason: str, now: datetime) -> Checkpoint:
    """Return the signed head; the act is one of those that sign by themselves."""
    record_act(session, actor=actor, action="sign checkpoint", facts={"reason": reason}, now=now)
    return ledgers.newest_checkpoints(session)[0]

"""Who raised an objection: told only to those who handle it, noted, and blanked once it is no longer needed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from webapp.models import Objection, Round
from webapp.permissions import PUBLIC, Action, Actor, Facts, require
from webapp.queries import lists
from webapp.services.record_act import record_act

FORGOTTEN = "（已按期清除）"


@dataclass(frozen=True)
class Objector:
    """Name and contact of who objected."""

    name: str
    contact: str


def read_objector(session: Session, *, actor: Actor, found: Round, objection: Objection, now: datetime) -> Objector:
    """Return who objected; the reading is written into the ledger."""
    require(actor, Action.READ_OBJECTOR, Facts(round_state=found.state))
    told = {"objection": objection.number}
    record_act(session, actor=actor, action="read objector", facts=told, now=now, round_id=found.id)
    return Objector(objection.objector, objection.contact)


def forget_objectors(session: Session, *, today: date, days: int, now: datetime, actor: Actor = PUBLIC) -> int:
    """Blank who objected in rounds that were announced so many days ago; 0 days keep them. Return how many."""
    if not days:
        return 0
    due = [one for one in lists.named_objections(session, today - timedelta(days=days)) if one.objector != FORGOTTEN]
    for one in due:
        one.objector, one.contact = FORGOTTEN, ""
    if due:
        told = {"objections": [one.number for one in due], "days": days}
        record_act(session, actor=actor, action="forget objectors", facts=told, now=now)
    return len(due)

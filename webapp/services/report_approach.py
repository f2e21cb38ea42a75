"""Report an approach (打招呼): an expert writes down who tried to influence a review; only the observer reads it."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.permissions import Action, Actor, require
from webapp.services.record_act import record_act

LIMIT = 2000


def report_approach(
    session: Session, *, actor: Actor, who: str, what: str, round_id: int | None, now: datetime
) -> None:
    """Write the report into the ledger, where nobody can change it any more."""
    require(actor, Action.REPORT_APPROACH)
    if not what.strip():
        raise Refusal("nothing-reported", "请写明打招呼的时间、方式和内容。")
    facts = {"who": who.strip()[:LIMIT], "what": what.strip()[:LIMIT]}
    record_act(session, actor=actor, action="report approach", facts=facts, now=now, round_id=round_id)

"""Withdraw a declaration on the applicant's wish, as long as the procedure lets it leave."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.city_procedure import stage_of
from webapp.services.list_procedure import require_list_step
from webapp.services.record_act import record_act

WITHDRAWN = "withdrawn"


def withdraw_declaration(
    session: Session, *, actor: Actor, declaration: Declaration, found: Round, reason: str, now: datetime
) -> None:
    """Take the declaration out of the round; what was handed in stays readable."""
    facts = Facts(found.state, declaration.applicant_id or 0, declaration.city, declaration.state)
    require(actor, Action.WITHDRAW_DECLARATION, facts)
    require_list_step(found, "withdraw", stage_of(declaration), ())
    before = declaration.state
    declaration.state = WITHDRAWN
    declaration.version += 1
    declaration.updated_at = now
    told = {"declaration": declaration.number, "before": before, "reason": reason.strip()}
    record_act(session, actor=actor, action="withdraw declaration", facts=told, now=now, round_id=found.id)

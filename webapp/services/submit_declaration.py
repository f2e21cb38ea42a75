"""Submit a declaration: from then on it is screened and no longer edited."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.services.record_act import record_act
from webapp.services.screen_stored import screen_stored


def submit_declaration(
    session: Session, *, actor: Actor, declaration: Declaration, found: Round, now: datetime
) -> None:
    """Hand the declaration in and screen it at once."""
    if actor.role is Role.DEPARTMENT:
        require(actor, Action.IMPORT_DECLARATIONS, Facts(round_state=found.state))
    else:
        facts = Facts(found.state, declaration.applicant_id, declaration.city or None, declaration.state)
        require(actor, Action.FILL_DECLARATION, facts)
    if not declaration.cluster_name:
        raise Refusal("declaration-unnamed", "请先填写集群名称，再提交申报。")
    declaration.state = "submitted"
    declaration.submitted_at = now
    declaration.city_stage, declaration.city_place = "", None
    told = {"declaration": declaration.number, "version": declaration.version}
    record_act(session, actor=actor, action="submit declaration", facts=told, now=now, round_id=found.id)
    screen_stored(session, declaration=declaration, found=found, now=now)

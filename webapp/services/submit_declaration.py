"""Submit a declaration: from then on it is screened and no longer edited."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.screen_stored import screen_stored


def submit_declaration(
    session: Session, *, actor: Actor, declaration: Declaration, found: Round, today: date, now: datetime
) -> None:
    """Hand the declaration in and screen it at once; a first draft only while the notice's time runs."""
    if actor.role is Role.DEPARTMENT:
        require(actor, Action.IMPORT_DECLARATIONS, Facts(round_state=found.state))
    else:
        facts = Facts(found.state, declaration.applicant_id, declaration.city or None, declaration.state)
        require(actor, Action.FILL_DECLARATION, facts)
    until = date.fromisoformat(RoundSettings.from_json(found.settings).declare_until)
    if actor.role is Role.APPLICANT and declaration.state == "draft" and today > until:
        ended = "申报已于 {day} 截止，不能再提交；所填内容已保存。确有特殊情况的，请与所在地工信部门联系。"
        raise Refusal("declaring-ended", ended, day=until)
    if not declaration.cluster_name:
        raise Refusal("declaration-unnamed", "请先填写集群名称，再提交申报。")
    declaration.state = "submitted"
    declaration.submitted_at = now
    declaration.city_stage, declaration.city_place = "", None
    told = {"declaration": declaration.number, "version": declaration.version}
    record_act(session, actor=actor, action="submit declaration", facts=told, now=now, round_id=found.id)
    screen_stored(session, declaration=declaration, found=found, now=now)

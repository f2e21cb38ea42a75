"""Accept the plan: experts get their sheets and their accounts, and scoring begins."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp import models
from webapp.errors import Refusal
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries import panels
from webapp.services.create_account import OpenedAccount, create_account
from webapp.services.freeze_round import check_frozen
from webapp.services.record_act import record_act


def open_scoring(session: Session, *, actor: Actor, found: models.Round, now: datetime) -> list[OpenedAccount]:
    """Turn the plan into assignments; return the new accounts, whose passwords are shown this once."""
    require(actor, Action.ASSIGN, Facts(round_state=found.state))
    check_frozen(found)
    plan = panels.current_plan(session, found.id)
    if plan is None or found.state != "declaring":
        raise Refusal("no-plan", "还没有可以采用的分派方案。")
    seats = [seat for seat, _expert in panels.seated_of_round(session, found.id)]
    names = {expert.id: expert.name for _seat, expert in panels.seated_of_round(session, found.id)}
    declarations = panels.admitted_declarations(session, found.id)
    for i, j in plan.outcome["rows"]:
        session.add(models.Assignment(plan_id=plan.id, declaration_id=declarations[i].id, seat_id=seats[j].id))
    opened = []
    for seat in seats:
        login = f"{found.code.lower()}-{seat.position:02d}"
        account = create_account(session, login=login, display_name=names[seat.expert_id], role=Role.EXPERT, now=now)
        seat.account_id = account.account_id
        opened.append(account)
    plan.accepted_at = now
    found.state = "scoring"
    record_act(session, actor=actor, action="open scoring", facts={"plan": plan.id}, now=now, round_id=found.id)
    return opened

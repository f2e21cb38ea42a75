"""The security administrator decides what the system administrator asked; neither can do it alone."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.models import Account, AccountRequest
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import accounts
from webapp.services.end_sessions import end_sessions
from webapp.services.passwords import UNSET
from webapp.services.record_act import record_act


def decide_account_change(
    session: Session, *, actor: Actor, request_id: int, is_granted: bool, now: datetime
) -> AccountRequest:
    """Grant or refuse; what is granted takes effect at once and ends the account's sessions."""
    asked = accounts.request_by_number(session, request_id)
    if asked is None:
        raise NotFound("no-request", "没有这项申请。")
    require(actor, Action.DECIDE_ACCOUNT_CHANGE, Facts(owner_id=asked.account_id))
    if asked.decided_at is not None:
        raise Refusal("request-decided", "这项申请已经办理过。")
    if asked.asked_by == actor.account_id:
        raise Refusal("own-request", "申请人不能核准自己的申请，请由另一位管理员办理。")
    account = accounts.account_to_change(session, asked.account_id)
    if account is not None and is_granted:
        take_effect(account, asked)
        end_sessions(session, account_id=account.id, now=now)
    asked.decided_by, asked.decided_at, asked.is_granted = actor.account_id, now, is_granted
    facts = {"account": asked.account_id, "request": asked.id, "kind": asked.kind, "granted": is_granted}
    record_act(session, actor=actor, action="decide account change", facts=facts, now=now)
    return asked


def take_effect(account: Account, asked: AccountRequest) -> None:
    """Open the account, change its role, or take the forgotten password away so that a link can be sent."""
    if asked.kind == "open":
        account.active = True
    if asked.kind == "role":
        account.role, account.city = asked.role, asked.city
    if asked.kind == "password":
        account.password_hash = UNSET

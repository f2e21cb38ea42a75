"""Close an account: its sessions end at once and its links no longer work; what it did stays in the ledger."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.permissions import PUBLIC, Action, Actor, Facts, require
from webapp.queries import accounts, sign_in_keys
from webapp.services.end_sessions import end_sessions
from webapp.services.record_act import record_act


def close_account(session: Session, *, actor: Actor, account_id: int, now: datetime) -> None:
    """Close the account for good or until another administrator agrees to open it again."""
    if actor != PUBLIC:
        require(actor, Action.CLOSE_ACCOUNT, Facts(owner_id=account_id))
    account = accounts.account_to_change(session, account_id)
    if account is None:
        raise NotFound("no-account", "没有这个账号。")
    if not account.active:
        raise Refusal("account-closed", "该账号尚未启用或已经停用。")
    account.active = False
    end_sessions(session, account_id=account.id, now=now)
    for one in sign_in_keys.open_invitations(session, account.id):
        one.used_at = now
    record_act(session, actor=actor, action="close account", facts={"account": account.id}, now=now)

"""A link with which its receiver sets a password of their own: good once, for some days, kept only as a hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.models import Account, Invitation
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries import accounts, sign_in_keys
from webapp.services.passwords import UNSET
from webapp.services.record_act import record_act
from webapp.services.visitor import hash_token
from webapp.services.write_notice import write_notice
from webapp.settings import Settings


@dataclass(frozen=True)
class IssuedInvitation:
    """Whom the link is for, the only copy of its token, and how long it holds."""

    login: str
    display_name: str
    token: str
    expires_at: datetime


def issue_invitation(
    session: Session, *, actor: Actor, account_id: int, now: datetime, settings: Settings
) -> IssuedInvitation:
    """Let the system administrator invite staff and the organiser experts, where no own password is set yet."""
    account = accounts.account_to_change(session, account_id)
    action = Action.INVITE_EXPERT if actor.role == Role.ORGANISER else Action.ASK_ACCOUNT_CHANGE
    require(actor, action, Facts(owner_id=account_id))
    if account is None or (actor.role == Role.ORGANISER and account.role != Role.EXPERT):
        raise NotFound("no-account", "没有这个账号。")
    check_invitable(account)
    issued = write_invitation(session, account=account, now=now, settings=settings)
    record_act(session, actor=actor, action="issue invitation", facts={"account": account.id}, now=now)
    return issued


def check_invitable(account: Account) -> None:
    """Refuse accounts that are closed or whose holder has a password already: nobody takes those over by a link."""
    if not account.active:
        raise Refusal("account-closed", "账号尚未启用或已经停用，不能生成邀请链接。")
    if account.password_hash != UNSET and not account.must_change_password:
        raise Refusal(
            "password-set", "该账号的口令已由本人设置；遗忘口令的，由系统管理员申请、安全管理员核准后重新邀请。"
        )


def send_link(
    session: Session, account: Account, token: str, expires_at: datetime, *, now: datetime, settings: Settings
) -> None:
    """Send the link as well where the installation knows its own address; without one it is handed over by hand."""
    if not settings.post.public_address:
        return
    told = {
        "name": account.display_name,
        "login": account.login,
        "link": f"{settings.post.public_address}/invitation/{token}",
        "until": expires_at.astimezone(settings.time_zone).strftime("%Y-%m-%d %H:%M"),
    }
    write_notice(session, kind="invitation", to={account.id}, values=told, now=now)


def write_invitation(session: Session, *, account: Account, now: datetime, settings: Settings) -> IssuedInvitation:
    """Write the invitation; earlier links to the same account end."""
    for old in sign_in_keys.open_invitations(session, account.id):
        old.used_at = now
    token = secrets.token_urlsafe(32)
    expires_at = now + timedelta(hours=settings.invitation_hours)
    session.add(Invitation(token_hash=hash_token(token), account_id=account.id, created_at=now, expires_at=expires_at))
    send_link(session, account, token, expires_at, now=now, settings=settings)
    return IssuedInvitation(account.login, account.display_name, token, expires_at)

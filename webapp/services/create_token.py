"""Give a program a key to an account, limited to scopes and days; the key itself is shown once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import ApiToken
from webapp.permissions import Action, Actor, Facts, require
from webapp.permissions.scopes import SCOPES
from webapp.queries import tokens
from webapp.services.record_act import record_act
from webapp.services.visitor import hash_token

PREFIX = "zeyou_"
LONGEST_DAYS = 366
MOST_TOKENS = 20


@dataclass(frozen=True)
class NewToken:
    """A token just made, with the secret that is not kept."""

    token: ApiToken
    secret: str


def create_token(
    session: Session, *, actor: Actor, title: str, scopes: Sequence[str], days: int, now: datetime
) -> NewToken:
    """Make a token for one's own account."""
    require(actor, Action.KEEP_OWN_TOKENS, Facts(owner_id=actor.account_id))
    account_id = actor.account_id or 0
    check_wish(title.strip(), scopes, days)
    if sum(is_open(one, now) for one in tokens.tokens_of_account(session, account_id)) >= MOST_TOKENS:
        raise Refusal("too-many-tokens", "有效的令牌已有 {n} 个，请先撤销不用的。", n=MOST_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(
        account_id=account_id,
        title=title.strip(),
        token_hash=hash_token(secret),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    facts = {"token": made.id, "scopes": made.scopes, "expires": made.expires_at.isoformat()}
    record_act(session, actor=actor, action="create token", facts=facts, now=now)
    return NewToken(made, secret)


def check_wish(title: str, scopes: Sequence[str], days: int) -> None:
    """Refuse a token without name, of unknown scopes or for ever."""
    if not 1 <= len(title) <= 64:
        raise Refusal("token-title", "请写明令牌的用途，1 到 64 个字。")
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise Refusal("unknown-scope", "没有权限范围“{unknown}”，请从列表中选择。", unknown="、".join(unknown)[:200])
    if not scopes:
        raise Refusal("no-scope", "请至少选择一个权限范围。")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal("token-days", "有效天数应为 1 到 {longest}。", longest=LONGEST_DAYS)


def is_open(token: ApiToken, now: datetime) -> bool:
    """Tell whether the token still opens."""
    return token.revoked_at is None and token.expires_at > now

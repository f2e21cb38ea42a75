"""Take a token back; it opens nothing from now on."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import ApiToken
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import tokens
from webapp.services.record_act import record_act


def revoke_token(session: Session, *, actor: Actor, token_id: int, now: datetime) -> ApiToken:
    """Revoke a token of one's own; one that is revoked stays as it is."""
    require(actor, Action.KEEP_OWN_TOKENS, Facts(owner_id=actor.account_id))
    token = tokens.own_token(session, actor.account_id or 0, token_id)
    if token is None:
        raise NotFound("no-token", "没有这个令牌，或不属于您。")
    if token.revoked_at is None:
        token.revoked_at = now
        record_act(session, actor=actor, action="revoke token", facts={"token": token.id}, now=now)
    return token

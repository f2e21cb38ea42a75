"""What would be sent: every waiting message as it stands, a secret one without its text."""

from sqlalchemy.orm import Session

from webapp.permissions import Action, Actor, require
from webapp.queries import notices
from webapp.services.notice_kinds import KINDS

UNSHOWN = "（含一次性链接，不在此显示）"


def preview_post(session: Session, *, actor: Actor) -> list[dict[str, object]]:
    """List what waits in the order of sending."""
    require(actor, Action.SEE_POST)
    return [
        {
            "id": one.message.id,
            "kind": one.message.kind,
            "channel": one.message.channel,
            "login": one.account.login,
            "address": one.message.address,
            "subject": one.message.subject,
            "body": UNSHOWN if KINDS[one.message.kind].is_secret else one.message.body,
            "next_at": one.message.next_at.isoformat(timespec="seconds"),
            "attempts": one.message.attempts,
        }
        for one in notices.waiting_lines(session)
    ]

"""The second step of signing in: a code opens the session; wrong ones count like wrong passwords."""

from datetime import datetime

from sqlalchemy import Engine

from webapp.database import transaction
from webapp.errors import Refusal
from webapp.models import LoginSession
from webapp.permissions import Actor
from webapp.services.know_device import know_device
from webapp.services.record_act import record_act
from webapp.services.second_factor import is_right_code
from webapp.services.sign_in_limits import knock, note_outcome, refuse_when_locked
from webapp.services.visitor import Visitor, hash_token
from webapp.settings import Settings


def pass_code(
    engine: Engine,
    *,
    actor: Actor,
    token: str,
    login: str,
    code: str,
    visitor: Visitor,
    now: datetime,
    settings: Settings,
) -> str | None:
    """Open the session of the token when the code is right and return the browser's mark, else None."""
    with transaction(engine) as session:
        knock_id = knock(session, login=login, visitor=visitor, now=now)
    try:
        with transaction(engine) as session:
            refuse_when_locked(session, knock_id=knock_id, now=now, settings=settings)
            is_right = is_right_code(session, account_id=actor.account_id or 0, code=code, now=now)
            note_outcome(session, knock_id=knock_id, outcome="passed" if is_right else "wrong code")
            if not is_right:
                return None
            session.get_one(LoginSession, hash_token(token)).code_passed = True
            record_act(session, actor=actor, action="pass second factor", facts={}, now=now)
            return know_device(session, actor.account_id or 0, visitor.device, now)
    except Refusal:
        with transaction(engine) as session:
            note_outcome(session, knock_id=knock_id, outcome="locked")
        raise

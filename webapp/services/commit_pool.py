"""Publish the fingerprints of the pool and of the conflicts before anybody's random number is known."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from reviewers.seed import commitment
from webapp.errors import Refusal
from webapp.models import Commitment, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import rounds
from webapp.services.pool_fingerprint import present_conflicts, present_pool
from webapp.services.record_act import record_act
from webapp.services.seed_state import open_state


def commit_pool(session: Session, *, actor: Actor, found: Round, now: datetime) -> tuple[Commitment, Commitment]:
    """Fix both; they may be fixed anew until the first party reveals.

    Conflicts are few and could be guessed from a bare hash, so theirs is a commitment with a nonce.
    """
    require(actor, Action.COMMIT_POOL, Facts(round_state=found.state))
    state = open_state(session, found)
    if state.has_reveal:
        raise Refusal(
            "revealed-already", "已有一方公开了随机数，专家库和回避情形不能再改。确需更改的，请主管部门重新开始。"
        )
    if not rounds.count_admitted(session, found.id):
        raise Refusal("nothing-admitted", "还没有进入评审的申报，请先完成符合性审查。")
    pool, conflicts, nonce = present_pool(session, found), present_conflicts(session, found), secrets.token_hex(16)
    shared = {"round_id": found.id, "attempt": state.attempt, "party": "", "account_id": actor.account_id, "at": now}
    rows = (
        Commitment(**shared, kind="pool", fingerprint=pool),
        Commitment(**shared, kind="conflicts", fingerprint=commitment(conflicts, nonce), value=conflicts, nonce=nonce),
    )
    session.add_all(rows)
    facts = {"attempt": state.attempt, "pool": rows[0].fingerprint, "conflicts": rows[1].fingerprint}
    record_act(session, actor=actor, action="commit pool", facts=facts, now=now, round_id=found.id)
    return rows

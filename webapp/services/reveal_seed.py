"""A party reveals its random number, once everything it could depend on is committed."""

from datetime import datetime

from sqlalchemy.orm import Session

from reviewers.seed import UnusableContributionError, commitment
from webapp.errors import Refusal
from webapp.models import Commitment, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.record_act import record_act
from webapp.services.seed_parties import PARTIES
from webapp.services.seed_state import open_state


def reveal_seed(session: Session, *, actor: Actor, found: Round, value: str, nonce: str, now: datetime) -> Commitment:
    """Store the number when it is what the party committed to; refuse before everybody has committed."""
    require(actor, Action.REVEAL_SEED, Facts(round_state=found.state))
    state, party = open_state(session, found), PARTIES[actor.role]
    if state.pool is None:
        raise Refusal("pool-not-committed", "评审机构还没有公布专家库和回避情形的指纹，现在公开随机数为时过早。")
    if state.uncommitted:
        raise Refusal(
            "others-not-committed",
            "{parties}还没有提交承诺，现在公开随机数为时过早。",
            parties="、".join(state.uncommitted),
        )
    mine = state.seeds[party]
    if mine.value:
        raise Refusal("revealed-twice", "您已经公开过随机数。")
    check_revealed(value.strip(), nonce.strip(), mine.fingerprint)
    mine.value, mine.nonce, mine.revealed_at = value.strip(), nonce.strip(), now
    facts = {"attempt": state.attempt, "party": party, "value": mine.value, "nonce": mine.nonce}
    record_act(session, actor=actor, action="reveal seed", facts=facts, now=now, round_id=found.id)
    return mine


def check_revealed(value: str, nonce: str, fingerprint: str) -> None:
    """Refuse what does not hash to the commitment."""
    try:
        given = commitment(value, nonce)
    except UnusableContributionError as error:
        raise Refusal("unusable-number", "随机数和密语各填一行文字，不能为空，也不能含制表符。") from error
    if given != fingerprint:
        raise Refusal("broken-commitment", "随机数或密语与您承诺的不符，请核对是否逐字相同。")

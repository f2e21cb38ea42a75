"""A party publishes the hash of its random number; the number itself stays with the party."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Commitment, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.record_act import record_act
from webapp.services.seed_parties import PARTIES
from webapp.services.seed_state import FINGERPRINT, open_state


def commit_seed(session: Session, *, actor: Actor, found: Round, fingerprint: str, now: datetime) -> Commitment:
    """Store the hash; a party may replace its own until somebody reveals, never copy another's."""
    require(actor, Action.COMMIT_SEED, Facts(round_state=found.state))
    state, party = open_state(session, found), PARTIES[actor.role]
    text = fingerprint.strip().lower()
    if not FINGERPRINT.fullmatch(text):
        raise Refusal(
            "not-a-commitment", "承诺应为 64 位十六进制数，请用页面上的【生成承诺】或命令 zeyou commitment 得到。"
        )
    if state.has_reveal:
        raise Refusal("revealed-before-commitment", "已有一方公开了随机数，不能再更换承诺。")
    if any(one.fingerprint == text for name, one in state.seeds.items() if name != party):
        raise Refusal("copied-commitment", "这个承诺与另一方的完全相同，请各自生成自己的随机数。")
    made = Commitment(
        round_id=found.id,
        attempt=state.attempt,
        kind="seed",
        party=party,
        fingerprint=text,
        account_id=actor.account_id,
        at=now,
    )
    session.add(made)
    facts = {"attempt": state.attempt, "party": party, "commitment": text}
    record_act(session, actor=actor, action="commit seed", facts=facts, now=now, round_id=found.id)
    return made

"""What is joined into the seed: the revealed numbers of a round that committed first, or those said together."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from reviewers.seed import BrokenCommitmentError, Contribution, UnusableContributionError, joint_seed
from webapp.errors import Refusal
from webapp.models import Round
from webapp.services.pool_fingerprint import present_conflicts, present_pool
from webapp.services.round_settings import RoundSettings
from webapp.services.seed_parties import COMMITTED, PARTIES, PUBLIC_NUMBER
from webapp.services.seed_state import SeedState, seed_state


def seed_contributions(session: Session, found: Round, given: Mapping[str, str]) -> list[Contribution]:
    """Return what each party adds; refuse a draw out of order."""
    settings = RoundSettings.from_json(found.settings)
    if settings.seed_procedure != COMMITTED:
        return [Contribution(party, value) for party, value in given.items()]
    state = seed_state(session, found)
    check_ready(state)
    check_unchanged(session, found, state)
    check_public_number(settings.public_number, given)
    revealed = [
        Contribution(party, one.value, one.nonce, one.fingerprint)
        for party, one in state.seeds.items()
        if party in PARTIES.values()
    ]
    public = [Contribution(PUBLIC_NUMBER, given[PUBLIC_NUMBER])] if settings.public_number else []
    return revealed + public


def check_ready(state: SeedState) -> None:
    """Everything is committed and revealed."""
    if state.pool is None or state.conflicts is None:
        raise Refusal("pool-not-committed", "请先公布专家库和回避情形的指纹，再由各方承诺、公开随机数，最后抽取。")
    if state.uncommitted:
        raise Refusal("seed-not-committed", "{parties}还没有提交承诺，不能抽取。", parties="、".join(state.uncommitted))
    if state.unrevealed:
        raise Refusal("seed-not-revealed", "{parties}还没有公开随机数，不能抽取。", parties="、".join(state.unrevealed))


def check_unchanged(session: Session, found: Round, state: SeedState) -> None:
    """The pool and the conflicts are those that were committed before the numbers were known."""
    if state.pool is not None and state.pool.fingerprint != present_pool(session, found):
        raise Refusal(
            "pool-changed", "公布指纹之后专家库有变化，不能抽取。请恢复原状，或由主管部门写明原因重新开始承诺。"
        )
    if state.conflicts is not None and state.conflicts.value != present_conflicts(session, found):
        raise Refusal("conflicts-changed", "公布指纹之后回避情形有变化，不能抽取。请由主管部门写明原因重新开始承诺。")


def check_public_number(announced: str, given: Mapping[str, str]) -> None:
    """A public number joins exactly when its source was announced before."""
    if announced and not given.get(PUBLIC_NUMBER):
        raise Refusal("no-public-number", "请填写事先公布来源的公开随机数：{source}。", source=announced)
    if not announced and given.get(PUBLIC_NUMBER):
        raise Refusal("unannounced-number", "本轮次事先没有公布公开随机数的来源，不能在抽取时加入。")


def joined_seed(contributions: list[Contribution]) -> bytes:
    """Join them, or say what is missing."""
    try:
        return joint_seed(contributions)
    except UnusableContributionError as error:
        raise Refusal("no-seed", "请至少由一方填写随机数，每项填一行文字或数字。") from error
    except BrokenCommitmentError as error:
        raise Refusal("broken-commitment-of", "{party}公开的随机数与承诺不符，不能抽取。", party=error.party) from error

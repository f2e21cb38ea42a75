"""Whether the scores are those that were locked last: no reconsideration, no extra review under way."""

import json

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import RankingRun, Round
from webapp.queries import ledgers
from webapp.queries.reconsiderations import steps_of_round
from webapp.services.score_table import score_table


def check_settled(session: Session, found: Round, digest: str) -> None:
    """Refuse to rank while experts are still asked, or when scores came after the last lock."""
    if is_under_way(session, found):
        raise Refusal("panel-at-work", "还有复议或补评没有结束，请评审机构先“结束复议与补评，重新锁定”。")
    locked = ledgers.acts_of_round(session, found.id, "lock scores")
    if locked and json.loads(locked[-1].facts)["scores"] != digest:
        raise Refusal("not-locked-again", "锁定之后评分有变动（复议或补评），请评审机构先重新锁定。")


def check_ranked(session: Session, found: Round, run: RankingRun) -> None:
    """Refuse a decision on a ranking that is older than the scores."""
    digest = score_table(session, found.id).digest
    check_settled(session, found, digest)
    if run.ratings_digest != digest:
        raise Refusal("ranked-before", "计算排序之后评分有变动（复议或补评），请先重新计算排序。")


def is_under_way(session: Session, found: Round) -> bool:
    """Tell whether a request or an extra review is waited for."""
    steps = steps_of_round(session, found.id)
    return steps.n_open + steps.n_open_extra > 0

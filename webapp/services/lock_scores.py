"""Lock the scores: nothing is changed afterwards, and only then may anybody see them together."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound
from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels, rounds
from webapp.queries.panels import SeatProgress
from webapp.services.bundle_parts import bound_parts
from webapp.services.freeze_round import check_frozen
from webapp.services.queue_long_work import queue_look
from webapp.services.record_act import record_act
from webapp.services.score_table import score_table

STILL_OPEN = "还有 {count} 位专家未提交全部评审，不能锁定："


def open_sheets(one: SeatProgress) -> Problem:
    """Name an expert whose sheets are not all submitted."""
    facts = {"n": one.n_assigned - one.n_submitted}
    return Problem(one.expert.name, "reviews-open", "还有 {n} 份评审未提交。", facts)


def lock_scores(session: Session, *, actor: Actor, found: Round, now: datetime) -> None:
    """Lock when every assigned sheet is submitted; otherwise name who is late."""
    rounds.hold_round(session, found)
    require(actor, Action.LOCK, Facts(round_state=found.state))
    check_frozen(found)
    late = [one for one in panels.progress_of_round(session, found.id) if one.n_submitted < one.n_assigned]
    if late:
        raise ProblemsFound("reviews-open", tuple(open_sheets(one) for one in late), STILL_OPEN)
    found.state = "locked"
    found.locked_at = now
    bound = bound_parts(session, found, "scores.json", "plan.json", "conflicts.json")
    facts = {"scores": score_table(session, found.id).digest, **bound}
    record_act(session, actor=actor, action="lock scores", facts=facts, now=now, round_id=found.id)
    queue_look(session, actor=actor, found=found, now=now)

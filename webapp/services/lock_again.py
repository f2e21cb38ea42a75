"""Close what was asked after the lock and lock the scores again, with everything that changed since on record."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import reconsiderations
from webapp.services.bundle_parts import bound_parts
from webapp.services.freeze_round import check_frozen
from webapp.services.queue_long_work import queue_look
from webapp.services.record_act import record_act
from webapp.services.score_table import score_table

BOUND = ("scores.json", "plan.json", "conflicts.json", "panel.json")
STILL_OPEN = "还有 {count} 份补评未提交，不能重新锁定："


def lock_again(session: Session, *, actor: Actor, found: Round, now: datetime) -> int:
    """Lock; requests nobody answered end with the original points. Return how many those were."""
    require(actor, Action.LOCK_AGAIN, Facts(round_state=found.state))
    check_frozen(found)
    asked = [one.request for one in reconsiderations.asked_in_round(session, found.id)]
    ordered = reconsiderations.ordered_in_round(session, found.id)
    if not asked and not ordered:
        raise Refusal("nothing-to-close", "没有复议或补评，无需重新锁定。")
    late = [one for one in ordered if one.is_open]
    if late:
        problems = (
            Problem(one.declaration.number, "extra-open", "{expert}的补评未提交。", {"expert": one.seat.pseudonym})
            for one in late
        )
        raise ProblemsFound("extra-open", tuple(problems), STILL_OPEN)
    silent = [one for one in asked if one.state == "open"]
    for request in silent:
        request.state, request.revised, request.answered_at = "unanswered", request.original, now
    session.flush()
    bound = bound_parts(session, found, *BOUND)
    facts = {"scores": score_table(session, found.id).digest, **bound}
    record_act(session, actor=actor, action="lock scores", facts=facts, now=now, round_id=found.id)
    queue_look(session, actor=actor, found=found, now=now)
    return len(silent)

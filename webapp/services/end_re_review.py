"""What the end of a re-review without extension means elsewhere: it is closed, and its name leaves a published list."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import ReReview, RevocationCase
from webapp.permissions import Actor
from webapp.queries import lists, rounds
from webapp.queries.cluster_files import ClusterFile
from webapp.services.bundle_parts import bound_parts
from webapp.services.record_act import record_act
from webapp.services.start_publicity import IN_PUBLICITY, REMOVED

STOPPED, PASSED = "stopped", "passed"
SUSPENDED = "撤销事项 {number} 正在办理，复核中止；撤销事项办结后再作出复核结论。"


def check_not_suspended(file: ClusterFile) -> None:
    """Refuse to conclude a re-review while a revocation case is open."""
    if file.open_case is not None:
        raise Refusal("re-review-suspended", SUSPENDED, number=file.open_case.number)


def stop_re_review(
    session: Session, *, actor: Actor, file: ClusterFile, case: RevocationCase, today: date, now: datetime
) -> None:
    """Close what was under way for a cluster that was revoked; nothing is extended."""
    stopped = file.open_re_review
    if stopped is None:
        return
    stopped.outcome, stopped.decided_on = STOPPED, today
    leave_list(session, actor=actor, ended=stopped, reason=f"认定已撤销（{case.number}）", now=now)


def leave_list(session: Session, *, actor: Actor, ended: ReReview, reason: str, now: datetime) -> None:
    """Take the declaration of a re-review that ended off the published list of its round."""
    listed = [] if ended.round_id is None else lists.entries_of_round(session, ended.round_id)
    for one in listed:
        if one.declaration.id == ended.declaration_id and one.entry.standing == IN_PUBLICITY:
            found = rounds.round_by_id(session, one.entry.round_id)
            one.entry.standing, one.entry.reason = REMOVED, reason
            told = {"declaration": one.declaration.number, "reason": reason}
            bound = bound_parts(session, found, "publicity.json")
            record_act(session, actor=actor, action="leave list", facts={**told, **bound}, now=now, round_id=found.id)

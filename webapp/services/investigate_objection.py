"""Record who looked into an objection and what they found; nobody who judged the cluster may."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from reviewers.names import person_key
from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Objection, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import lists
from webapp.services.record_act import record_act
from webapp.services.register_objection import INVESTIGATED, RECEIVED

SEPARATORS = re.compile(r"[、，,;；\s/]+")


def investigate_objection(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    objection: Objection,
    investigators: str,
    finding: str,
    now: datetime,
) -> None:
    """Store the investigation; it may be corrected until the objection is decided."""
    require(actor, Action.HANDLE_OBJECTION, Facts(round_state=found.state))
    if objection.state not in (RECEIVED, INVESTIGATED):
        raise Refusal("objection-closed", "这件异议已经办结或不予受理，不能再核查。")
    people = [name for name in SEPARATORS.split(investigators.strip()) if name]
    problems = judges_among(session, objection, people, actor)
    if not people:
        problems.append(Problem("核查人员", "nobody", "请写明核查人员姓名，几个人用顿号分开。"))
    if not finding.strip():
        problems.append(Problem("核查情况", "no-finding", "请写明核查情况。"))
    if problems:
        raise ProblemsFound("investigation-wrong", tuple(problems))
    objection.investigators, objection.finding = "、".join(people), finding.strip()
    objection.state, objection.investigated_at = INVESTIGATED, now
    told = {"objection": objection.number, "investigators": len(people)}
    record_act(session, actor=actor, action="investigate objection", facts=told, now=now, round_id=found.id)


def judges_among(session: Session, objection: Objection, people: Sequence[str], actor: Actor) -> list[Problem]:
    """Find investigators who judged the cluster, by name and by account."""
    judges = lists.judges_of(session, objection.declaration_id)
    names = {person_key(expert.name) for expert, _seat in judges}
    template = "“{name}”不能核查：核查人员须未参与该集群的评审。"
    problems = [
        Problem("核查人员", "judged-before", template, {"name": name}) for name in people if person_key(name) in names
    ]
    if actor.account_id is not None and actor.account_id in {seat.account_id for _expert, seat in judges}:
        problems.append(Problem("核查人员", "judged-before", template, {"name": actor.name}))
    return problems

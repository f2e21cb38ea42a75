"""Record who looked into an objection and what they found; nobody who judged the cluster may."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from reviewers.names import person_key
from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Objection, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import lists
from webapp.services.record_act import record_act
from webapp.services.register_objection import INVESTIGATED, RECEIVED

INVESTIGATOR, NOT_BY_A_JUDGE = "核查人员", "“{name}”不能核查：核查人员须未参与该集群的评审。"
BETWEEN_PEOPLE, SPACES = re.compile(r"[、，,;；/\n]+"), re.compile(r"\s+")


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
    people = people_named(investigators)
    problems = judges_among(session, objection, investigators, actor)
    if not people:
        problems.append(Problem(INVESTIGATOR, "nobody", "请写明核查人员姓名，几个人用顿号分开。"))
    if not finding.strip():
        problems.append(Problem("核查情况", "no-finding", "请写明核查情况。"))
    if problems:
        raise ProblemsFound("investigation-wrong", tuple(problems))
    objection.investigators, objection.finding = "、".join(people), finding.strip()
    objection.state, objection.investigated_at = INVESTIGATED, now
    told = {"objection": objection.number, "investigators": len(people)}
    record_act(session, actor=actor, action="investigate objection", facts=told, now=now, round_id=found.id)


def people_named(written: str) -> list[str]:
    """Return the names in a line, parted by commas or spaces."""
    return [name for part in BETWEEN_PEOPLE.split(written) for name in SPACES.split(part.strip()) if name]


def spellings(written: str) -> list[str]:
    """Return every name a line may mean: a name may be spread by spaces, as in “王 伟”."""
    found: list[str] = []
    for part in BETWEEN_PEOPLE.split(written):
        names = [name for name in SPACES.split(part.strip()) if name]
        spans = ((first, last) for first in range(len(names)) for last in range(first + 1, len(names) + 1))
        found += [" ".join(names[first:last]) for first, last in spans]
    return found


def judges_among(
    session: Session,
    objection: Objection,
    written: str,
    actor: Actor,
    where: str = INVESTIGATOR,
    template: str = NOT_BY_A_JUDGE,
) -> list[Problem]:
    """Find those who judged the cluster, by name and by account."""
    judges = lists.judges_of(session, objection.declaration_id)
    names = {person_key(expert.name) for expert, _seat in judges}
    problems = [
        Problem(where, "judged-before", template, {"name": name})
        for name in spellings(written)
        if person_key(name) in names
    ]
    if actor.account_id is not None and actor.account_id in {seat.account_id for _expert, seat in judges}:
        problems.append(Problem(where, "judged-before", template, {"name": actor.name}))
    return problems

"""Record what a visit found."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound
from webapp.models import Declaration, Round, SpotCheck
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.record_act import record_act

AGREES, DIFFERS = "agrees", "differs"


def record_spot_check(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    check: SpotCheck,
    declaration: Declaration,
    visited_on: date | None,
    visitors: str,
    outcome: str,
    text: str,
    today: date,
    now: datetime,
) -> None:
    """Store day, people, outcome and words; a later record takes the place of the earlier, the ledger keeps both."""
    require(actor, Action.SPOT_CHECK, Facts(round_state=found.state))
    problems = []
    if visited_on is None or visited_on > today:
        problems.append(Problem("抽查日期", "no-day", "请填写抽查日期，不能晚于今天。"))
    if not visitors.strip():
        problems.append(Problem("抽查人员", "nobody", "请填写抽查人员姓名。"))
    if outcome not in (AGREES, DIFFERS):
        problems.append(Problem("抽查结果", "no-outcome", "请选择与申报一致或不一致。"))
    if not text.strip():
        problems.append(Problem("抽查情况", "no-words", "请写明抽查情况。"))
    if problems:
        raise ProblemsFound("spot-check-wrong", tuple(problems))
    check.visited_on, check.visitors, check.outcome = visited_on, visitors.strip()[:200], outcome
    check.text, check.recorded_at = text.strip(), now
    told = {"declaration": declaration.number, "outcome": outcome, "visited_on": str(visited_on), "text": check.text}
    record_act(session, actor=actor, action="record spot check", facts=told, now=now, round_id=found.id)

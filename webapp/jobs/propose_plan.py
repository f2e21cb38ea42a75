"""The assignment of a large round."""

from sqlalchemy.orm import Session

from webapp.jobs.kind import Kind, Outcome, Task, nothing_to_prepare
from webapp.queries import rounds
from webapp.services.propose_plan import propose_plan


def store_plan(session: Session, task: Task, _prepared: None) -> Outcome:
    """Solve and keep the plan."""
    found = rounds.round_by_id(session, task.round_id)
    plan = propose_plan(session, actor=task.actor, found=found, now=task.now)
    session.flush()
    return Outcome({"plan": plan.id})


PROPOSE_PLAN = Kind(nothing_to_prepare, store_plan)

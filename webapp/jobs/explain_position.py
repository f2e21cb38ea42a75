"""The sums of one position of a large round, and of those near it."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.database import reading
from webapp.jobs.kind import Kind, Outcome, Task
from webapp.queries import rounds
from webapp.services.decide_list import decisive_run
from webapp.services.explain_position import keep_explanations, worked_out_explanations
from webapp.services.record_act import record_act

NEAR = 10


def prepare_explanation(task: Task) -> tuple[int, list[dict[str, Any]]]:
    """Do the long sums while others may write."""
    with reading(task.engine) as session:
        found = rounds.round_by_id(session, task.round_id)
        run = decisive_run(session, found)
        return run.id, worked_out_explanations(session, found, run, task.arguments["number"], near=NEAR)


def store_explanation(session: Session, task: Task, prepared: tuple[int, list[dict[str, Any]]]) -> Outcome:
    """Store them with the ranking they explain."""
    found = rounds.round_by_id(session, task.round_id)
    run, facts = decisive_run(session, found), {"declaration": task.arguments["number"]}
    record_act(session, actor=task.actor, action="explain position", facts=facts, now=task.now, round_id=found.id)
    if run.id == prepared[0]:
        keep_explanations(session, run, prepared[1])
    return Outcome()


EXPLAIN_POSITION = Kind(prepare_explanation, store_explanation)

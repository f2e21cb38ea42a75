"""The ranking of a large round."""

from sqlalchemy.orm import Session

from webapp.database import reading
from webapp.jobs.kind import Kind, Outcome, Task
from webapp.queries import rounds
from webapp.services.rank_round import rank_round
from webapp.services.work_out_ranking import WorkedOut, ready_ranking


def prepare_ranking(task: Task) -> WorkedOut | None:
    """Do the long sums while others may write."""
    with reading(task.engine) as session:
        code = rounds.round_by_id(session, task.round_id).code
    return ready_ranking(task.engine, code, also_large=True)


def store_ranking(session: Session, task: Task, prepared: WorkedOut | None) -> Outcome:
    """Store every run."""
    found = rounds.round_by_id(session, task.round_id)
    run = rank_round(session, actor=task.actor, found=found, now=task.now, ready=prepared)
    return Outcome({"run": run.id})


RANK_ROUND = Kind(prepare_ranking, store_ranking)

"""The ranking of a large round."""

from sqlalchemy.orm import Session

from webapp.jobs.kind import Kind, Outcome, Task, nothing_to_prepare
from webapp.queries import rounds
from webapp.services.rank_round import rank_round


def store_ranking(session: Session, task: Task, _prepared: None) -> Outcome:
    """Rank and store every run."""
    found = rounds.round_by_id(session, task.round_id)
    run = rank_round(session, actor=task.actor, found=found, now=task.now)
    return Outcome({"run": run.id})


RANK_ROUND = Kind(nothing_to_prepare, store_ranking)

"""How far panels are apart, where one more review helps, whom to visit."""

from sqlalchemy.orm import Session

from webapp.database import reading
from webapp.jobs.kind import Kind, Outcome, Task
from webapp.queries import rounds
from webapp.services.look_after_lock import Look, keep_look, look


def prepare_look(task: Task) -> Look:
    """Do the long sums while others may write."""
    with reading(task.engine) as session:
        return look(session, rounds.round_by_id(session, task.round_id))


def store_look(session: Session, task: Task, prepared: Look) -> Outcome:
    """Store what was missing."""
    found = rounds.round_by_id(session, task.round_id)
    keep_look(session, actor=task.actor, found=found, prepared=prepared, now=task.now)
    return Outcome()


LOOK_AFTER_LOCK = Kind(prepare_look, store_look)

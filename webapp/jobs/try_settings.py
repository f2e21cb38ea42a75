"""A trial of other weights, places and quotas on the ranking of a large round."""

from sqlalchemy.orm import Session

from webapp.database import reading
from webapp.jobs.kind import Kind, Outcome, Task
from webapp.queries import rounds
from webapp.services.look_at_trial import trial_file
from webapp.services.queue_job import Handed


def prepare_trial(task: Task) -> Handed:
    """Try while others may write."""
    with reading(task.engine) as session:
        return trial_file(session, rounds.round_by_id(session, task.round_id), task.arguments)


def hand_over_trial(_session: Session, _task: Task, prepared: Handed) -> Outcome:
    """Keep it with the job as long as files are kept; who tried was noted when it was asked for."""
    return Outcome({}, prepared)


TRY_SETTINGS = Kind(prepare_trial, hand_over_trial)

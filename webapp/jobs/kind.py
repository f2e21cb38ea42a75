"""What a kind of job is: a part that only reads and may take long, and an effect in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from webapp.permissions import Actor
from webapp.services.queue_job import Handed
from webapp.settings import Settings

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Task:
    """What a job is given; report tells how far it is and stops the job when that was asked for."""

    job_id: int
    arguments: Mapping[str, Any]
    round_id: int
    actor: Actor
    now: datetime
    settings: Settings
    engine: Engine
    report: Report


@dataclass(frozen=True)
class Outcome:
    """What a job has brought about: facts for the page, the page to look at next, a file."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    file: Handed | None = None


@dataclass(frozen=True)
class Kind:
    """The preparation may be done again after a fault; the effect happens once, with the job's end."""

    prepare: Callable[[Task], Any]
    effect: Callable[[Session, Task, Any], Outcome]


def nothing_to_prepare(_task: Task) -> None:
    """Leave all the work to the effect."""

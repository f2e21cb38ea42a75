"""A backup into the data folder; its name comes from the job, so that a second attempt replaces the first."""

from pathlib import Path

from sqlalchemy.orm import Session

from webapp.jobs.kind import Kind, Outcome, Task
from webapp.services.back_up import back_up
from webapp.services.record_act import record_act


def write_backup(task: Task) -> Path:
    """Write the file; it appears whole or not at all."""
    target = task.settings.data_folder / "backups" / f"zeyou-{task.now:%Y%m%d}-{task.job_id}.zip"
    back_up(task.engine, task.settings.data_folder, target, secret_key=task.settings.secret_key, now=task.now)
    return target


def note_backup(session: Session, task: Task, target: Path) -> Outcome:
    """Write into the ledger that a copy of everything exists."""
    record_act(session, actor=task.actor, action="take backup", facts={"file": target.name}, now=task.now)
    return Outcome({"path": str(target), "bytes": target.stat().st_size})


BACK_UP = Kind(write_backup, note_backup)

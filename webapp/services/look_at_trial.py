"""A trial shown a part at a time: of a small round tried at once, of a large one by a worker, whose result is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Job, RankingRun, Round
from webapp.permissions import Actor
from webapp.queries import jobs, rankings
from webapp.services.explanation_parts import notes_of, plain_notes
from webapp.services.queue_job import Handed
from webapp.services.queue_long_work import MOST_AT_ONCE, is_large, queue_trial
from webapp.services.round_settings import RoundSettings
from webapp.services.try_settings import Tried, TriedRow, check_size, opened_trial, tried_run

ROWS = 50
CHANGED = ("weights", "places", "pass_line", "quotas")


@dataclass(frozen=True)
class TriedLeaf:
    """A part of a trial, and what is said of the whole."""

    rows: tuple[TriedRow, ...]
    n_crossing: int
    notes: tuple[Any, ...]
    is_exact: bool
    page: int
    n_pages: int
    is_kept: bool


def look_at_trial(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    trial: RoundSettings,
    typed: Mapping[str, Any],
    page: int,
    now: datetime,
) -> TriedLeaf | Job:
    """Show a part of a trial, or the job that tries it; who asks the same within a week gets what was kept."""
    run = opened_trial(session, actor=actor, found=found, now=now)
    if not is_large(session, found):
        return shown(session, run, plain_trial(tried_run(session, found, run, trial)), page, is_kept=False)
    check_size(MOST_AT_ONCE, trial)
    asked = {"run": run.id, "trial": changed_by(trial)}
    for job in jobs.done_with_file(session, found.id, "try settings", now):
        if asked.items() <= job.arguments.items() and (kept := jobs.file_of_job(session, job.id, "result")):
            return shown(session, run, json.loads(kept.content), page, is_kept=True)
    return queue_trial(session, actor=actor, found=found, arguments={**asked, "typed": dict(typed)}, now=now)


def changed_by(trial: RoundSettings) -> dict[str, Any]:
    """Return what a trial may change, as it comes back from a job."""
    return {name: value for name, value in json.loads(json.dumps(trial.as_json())).items() if name in CHANGED}


def plain_trial(tried: Tried) -> dict[str, Any]:
    """Write a trial down without what is stored anyway."""
    return {
        "crossing": sum(row.crosses for row in tried.rows),
        "exact": tried.is_exact,
        "notes": plain_notes(tried.proposal.notes),
        "rows": [[row.position.declaration.id, row.rank, row.estimate, row.status] for row in tried.rows],
    }


def trial_file(session: Session, found: Round, arguments: Mapping[str, Any]) -> Handed:
    """Try what a job was asked for and write it down."""
    run = rankings.run_by_id(session, arguments["run"])
    trial = RoundSettings.from_json(found.settings | dict(arguments["trial"]))
    text = json.dumps(plain_trial(tried_run(session, found, run, trial)), ensure_ascii=False)
    return Handed("trial.json", "application/json", text.encode())


def shown(session: Session, run: RankingRun, plain: Mapping[str, Any], page: int, *, is_kept: bool) -> TriedLeaf:
    """Join a part of a trial with what is stored of the same declarations."""
    n_pages = max(1, -(-len(plain["rows"]) // ROWS))
    page = min(max(1, page), n_pages)
    part = plain["rows"][(page - 1) * ROWS : page * ROWS]
    stored = rankings.positions_among(session, run.id, [one[0] for one in part])
    return TriedLeaf(
        rows=tuple(TriedRow(stored[key], rank, estimate, status) for key, rank, estimate, status in part),
        n_crossing=plain["crossing"],
        notes=notes_of(plain["notes"]),
        is_exact=plain["exact"],
        page=page,
        n_pages=n_pages,
        is_kept=is_kept,
    )

"""A worker is killed at each stage of each kind of job: the job ends once, and leaves what it leaves undisturbed."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import NOW, TODAY, Backend, give_key
from tests.stories.actors import acting
from webapp.database import build_engine, reading, transaction
from webapp.exports.declaration_template import declaration_workbook
from webapp.jobs.kind import Kind, Outcome, Task
from webapp.jobs.kinds import KINDS
from webapp.jobs.worker import Worker
from webapp.models import Job, Round
from webapp.permissions import Role
from webapp.queries import jobs, rankings, rounds
from webapp.services.check_ledger import check_ledger
from webapp.services.describe_pack import pack_for_page
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.example.invented import invented_answers, invented_experts, read_invented
from webapp.services.example.play_round import play_round
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.queue_job import Handed
from webapp.services.queue_long_work import (
    queue_backup,
    queue_document,
    queue_explanation,
    queue_import,
    queue_look,
    queue_plan,
    queue_ranking,
    queue_trial,
    queue_verification,
)
from webapp.services.store_experts import store_experts
from webapp.services.table_digests import snapshot, table_digests
from webapp.settings import Settings

FORKING = multiprocessing.get_context("fork")
# So long that no worker gives a sign of life meanwhile, however slow the machine: each sign would be one more seal.
LEASE = timedelta(hours=1)
STAGES = ("taken", "prepared", "about to commit")
# PostgreSQL does not give a number again that a killed worker had taken, and each worker that took the job left a seal.
NUMBERED = ("path", "bytes", "plan", "run", "seals")
NUMBERS = {"主管部门": "1", "评审机构": "2"}


def demo(session: Session) -> Round:
    """Return the invented round."""
    return rounds.round_by_code(session, "NM-DEMO")


def ask_for_ranking(session: Session) -> Job:
    """Queue the ranking of scores that were never ranked."""
    demo(session).state = "locked"
    return queue_ranking(session, actor=acting(session, Role.DEPARTMENT), found=demo(session), now=NOW)


def ask_for_document(session: Session) -> Job:
    """Queue the ranked list."""
    who = acting(session, Role.DEPARTMENT)
    return queue_document(session, actor=who, found=demo(session), name="ranked-list", kind="xlsx", now=NOW)


def ask_for_plan(session: Session) -> Job:
    """Queue the assignment of a round whose panel is drawn."""
    play_round(session, code="NM-DEMO", title="演示轮次", today=TODAY, now=NOW, until="declaring")
    who = acting(session, Role.ORGANISER)
    store_experts(session, actor=who, experts=invented_experts(), now=NOW)
    find_round_conflicts(session, actor=who, found=demo(session), today=TODAY, now=NOW)
    draw_round_panel(session, actor=who, found=demo(session), contributions=NUMBERS, now=NOW)
    return queue_plan(session, actor=who, found=demo(session), now=NOW)


def ask_for_import(session: Session) -> Job:
    """Queue a table of two declarations."""
    play_round(session, code="NM-DEMO", title="演示轮次", today=TODAY, now=NOW, until="declaring")
    who, pack = acting(session, Role.DEPARTMENT), pack_for_page("nm-2023")
    rows = []
    for number, cluster in enumerate(read_invented("clusters")[:2], 1):
        answers, name = invented_answers(pack, cluster, number, (2023, 2024, 2025)), f"新申报{number}"
        rows.append({**answers, "cover.cluster_name": name, "basic.cluster_name": name})
    table = Handed("申报.xlsx", "application/octet-stream", declaration_workbook(pack, rows))
    return queue_import(session, actor=who, found=demo(session), file=table, is_submitted=True, now=NOW)


def ask_for_backup(session: Session) -> Job:
    """Queue a backup."""
    return queue_backup(session, actor=acting(session, Role.SYSTEM_ADMINISTRATOR), now=NOW)


def ask_for_verification(session: Session) -> Job:
    """Queue the full check."""
    return queue_verification(session, actor=acting(session, Role.OBSERVER), now=NOW)


def ask_for_a_look(session: Session) -> Job:
    """Queue what is shown of every score."""
    return queue_look(session, actor=acting(session, Role.ORGANISER), found=demo(session), now=NOW)


def ask_for_explanation(session: Session) -> Job:
    """Queue the sums of a position."""
    who, found = acting(session, Role.DEPARTMENT), demo(session)
    return queue_explanation(session, actor=who, found=found, number="NM-DEMO-005", now=NOW)


def ask_for_trial(session: Session) -> Job:
    """Queue a trial of three places."""
    who, found = acting(session, Role.DEPARTMENT), demo(session)
    run = rankings.decisive_run(session, found.id)
    assert run is not None
    arguments = {"run": run.id, "trial": {"places": 3}, "typed": {"places": ["3"]}}
    return queue_trial(session, actor=who, found=found, arguments=arguments, now=NOW)


# For each kind: the world it is asked for in, and how. A new kind of job must be here.
ASKED: Mapping[str, tuple[str, Callable[[Session], Job]]] = {
    "rank round": ("publicity", ask_for_ranking),
    "propose plan": ("staff", ask_for_plan),
    "look after lock": ("publicity", ask_for_a_look),
    "explain position": ("publicity", ask_for_explanation),
    "try settings": ("publicity", ask_for_trial),
    "export document": ("publicity", ask_for_document),
    "import table": ("staff", ask_for_import),
    "back up": ("scoring", ask_for_backup),
    "verify ledger": ("scoring", ask_for_verification),
}


def die() -> None:
    """End as a process ends that is killed: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(kind: Kind, stage: str) -> Kind:
    """Return the kind as it works in a process that is killed at a stage."""

    def prepare(task: Task) -> Any:
        if stage == "taken":
            die()
        done = kind.prepare(task)
        if stage == "prepared":
            die()
        return done

    def effect(session: Session, task: Task, prepared: Any) -> Outcome:
        outcome = kind.effect(session, task, prepared)
        session.flush()
        die()
        return outcome

    return Kind(prepare, effect)


def work_and_die(url: str, settings: Settings, name: str, stage: str, later: timedelta) -> None:
    """Work on the database over connections of its own."""
    engine = give_key(build_engine(url))
    Worker(settings, engine, lambda: NOW + later, kinds={name: deadly(KINDS[name], stage)}, lease=LEASE).run_once()


def kill_at_each_stage(engine: Engine, settings: Settings, name: str) -> list[int | None]:
    """Let one worker after the other take the job and be killed; return how each process ended."""
    url, ends = engine.url.render_as_string(hide_password=False), []
    engine.dispose()
    for turn, stage in enumerate(STAGES):
        process = FORKING.Process(target=work_and_die, args=(url, settings, name, stage, 2 * turn * LEASE))
        process.start()
        process.join()
        ends.append(process.exitcode)
    return ends


def asked(backend: Backend, name: str, folder: Path) -> tuple[Engine, Settings, int]:
    """Bring a world about and queue the job there."""
    state, ask = ASKED[name]
    engine = backend.copy(state)
    with transaction(engine) as session:
        job_id = ask(session).id
    folder.mkdir()
    return engine, replace(Settings(Path("unused"), "", "s"), data_folder=folder), job_id


def rows_of(engine: Engine) -> dict[str, int]:
    """Count the rows of every table."""
    with snapshot(engine) as connection:
        return {name: one.rows for name, one in table_digests(connection).items()}


def finished(engine: Engine, settings: Settings, job_id: int) -> tuple[Any, ...]:
    """Let a living worker do what is left; return the job's end, the rows of each table and the files in the folder."""
    worker = Worker(settings, engine, lambda: NOW + 2 * len(STAGES) * LEASE, lease=LEASE)
    assert [worker.run_once(), worker.run_once()] == [True, False]
    with reading(engine) as session:
        job, faults = jobs.job_by_id(session, job_id), check_ledger(session)
        result = {key: value for key, value in job.result.items() if key not in NUMBERED}
    files = sorted(path.name for path in settings.data_folder.rglob("*") if path.suffix != ".log")
    return (job.state, result, rows_of(engine), files, faults)


def test_every_kind_of_job_has_its_worker_killed() -> None:
    assert sorted(ASKED) == sorted(KINDS)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ASKED))
def test_job_ends_once_whose_worker_was_killed_at_each_stage(backend: Backend, name: str, tmp_path: Path) -> None:
    calm = finished(*asked(backend, name, tmp_path / "calm"))
    calm[2]["seal"] += len(STAGES)  # each worker that took the job had that sealed before it was killed
    engine, settings, job_id = asked(backend, name, tmp_path / "killed")
    assert kill_at_each_stage(engine, settings, name) == [-signal.SIGKILL] * len(STAGES)
    with reading(engine) as session:
        assert jobs.job_by_id(session, job_id).state == "running"
    assert (finished(engine, settings, job_id), calm[0]) == (calm, "done")

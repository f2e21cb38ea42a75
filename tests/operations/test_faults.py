"""What a fault cannot lose: killed services, a database that goes away, the same act asked for many times at once."""

import random
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from sqlalchemy import Engine, event, func, select, text

from tests.conftest import NOW, Backend
from tests.operations.faulty_world import Service, compare, save_until_killed, saving_expert
from tests.stories.actors import acting, signed_in
from tests.webapp.api.programs import program
from webapp.database import build_engine, reading, transaction
from webapp.errors import Refusal
from webapp.models import Draw, LedgerEntry, RankingRun
from webapp.permissions import Role
from webapp.queries import rounds
from webapp.services.check_ledger import check_ledger
from webapp.services.create_token import create_token
from webapp.services.lock_scores import lock_scores
from webapp.services.rank_round import rank_round
from webapp.services.record_act import record_act


@pytest.mark.slow
@pytest.mark.parametrize("n_kills", [2])
def test_killed_service_loses_no_acknowledged_score_and_doubles_none(
    scoring: Engine, n_kills: int, tmp_path: Path
) -> None:
    expert, service = saving_expert(scoring), Service(scoring, tmp_path)
    service.start()
    try:
        expert.sign_in(service.port)
        moments = random.Random(20260321)
        for _ in range(n_kills):
            save_until_killed(service, expert, moments.uniform(0.1, 0.8))
    finally:
        service.kill()
    found = compare(scoring, expert)
    assert found == {"saved": expert.n_saved, "lost": {}, "twice": 0, "broken": ()}
    assert expert.n_saved > n_kills


def test_database_that_goes_away_is_said_in_words_and_comes_back(postgres_backend: Backend, tmp_path: Path) -> None:
    engine = postgres_backend.copy("scoring")
    client = signed_in(engine, Role.DEPARTMENT, tmp_path)
    name = engine.url.database
    administration = build_engine(
        engine.url.set(database="postgres").render_as_string(hide_password=False)
    ).execution_options(isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        away = client.get("/rounds/")
        ready = client.get("/health/ready").status_code
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    administration.dispose()
    assert (away.status_code, "数据库暂时不可用" in away.text, ready) == (503, True, 503)
    assert [client.get(path).status_code for path in ("/rounds/", "/health/ready")] == [200, 200]


def at_once(n_times: int, act: Callable[[], object]) -> list[str]:
    """Do the same thing many times at once; return the codes of what was refused."""
    refused: list[str] = []

    def once() -> None:
        try:
            act()
        except Refusal as refusal:
            refused.append(refusal.code)

    threads = [threading.Thread(target=once) for _ in range(n_times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def count(engine: Engine, action: str) -> int:
    """Count the ledger's entries of one kind of act."""
    with reading(engine) as session:
        query = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.action == action)
        return session.scalar(query) or 0


def test_scores_locked_many_times_at_once_are_locked_once(scoring: Engine) -> None:
    with transaction(scoring) as session:
        before = count(scoring, "lock scores")
        who = acting(session, Role.ORGANISER)

    def lock() -> None:
        with transaction(scoring) as session:
            lock_scores(session, actor=who, found=rounds.round_by_code(session, "NM-DEMO"), now=NOW)

    at_once(8, lock)
    assert count(scoring, "lock scores") - before <= 1


def test_ranking_asked_for_many_times_at_once_is_stored_once(published: Engine) -> None:
    with transaction(published) as session:
        who = acting(session, Role.DEPARTMENT)
        rounds.round_by_code(session, "NM-DEMO").state = "locked"
    with reading(published) as session:
        before = session.scalar(select(func.count()).select_from(RankingRun)) or 0

    def rank() -> None:
        with transaction(published) as session:
            rank_round(session, actor=who, found=rounds.round_by_code(session, "NM-DEMO"), now=NOW)

    at_once(4, rank)
    with reading(published) as session:
        assert session.scalar(select(func.count()).select_from(RankingRun)) == before
        assert session.scalar(select(func.count()).select_from(Draw)) == 1


def test_ledger_goes_on_in_order_when_the_clock_jumps_back(scoring: Engine) -> None:
    with transaction(scoring) as session:
        who = acting(session, Role.DEPARTMENT)
        first = record_act(session, actor=who, action="sign in", facts={}, now=NOW)
    with transaction(scoring) as session:
        second = record_act(session, actor=who, action="sign in", facts={}, now=NOW.replace(year=2025))
    assert (second.sequence, second.previous) == (first.sequence + 1, first.digest)


def test_full_disk_is_refused_in_words_and_nothing_is_lost(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = sqlite_backend.copy("scoring")
    client = signed_in(engine, Role.ORGANISER, tmp_path)

    def fill_disk(connection: Any) -> None:
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={n_pages}")

    event.listen(engine, "begin", fill_disk)
    answers = [client.post("/progress/NM-DEMO/remind").status_code for _ in range(40)]
    reading_still = client.get("/progress/NM-DEMO").status_code
    event.remove(engine, "begin", fill_disk)
    engine.dispose()
    assert (answers[-1], reading_still) == (507, 200)
    assert client.post("/progress/NM-DEMO/remind").status_code == 302
    with reading(engine) as session:
        assert check_ledger(session) == ()
    assert count(engine, "remind experts") == answers.count(302) + 1
    engine.dispose()


def test_call_sent_fifty_times_at_once_acts_once_and_answers_alike(scoring: Engine, tmp_path: Path) -> None:
    sender = program(scoring, Role.ORGANISER, tmp_path)
    before, answers = count(scoring, "remind experts"), list[tuple[int, str]]()

    def send() -> None:
        own = replace(sender, client=sender.client.application.test_client())
        answer = own.post("/rounds/NM-DEMO/remind", {}, Idempotency_Key="once")
        answers.append((answer.status_code, answer.text))

    at_once(50, send)
    assert (len(answers), len(set(answers)), answers[0][0]) == (50, 1, 200)
    assert count(scoring, "remind experts") - before == 1


def test_upload_that_breaks_off_leaves_nothing_behind(scoring: Engine, tmp_path: Path) -> None:
    with transaction(scoring) as session:
        who, moment = acting(session, Role.ORGANISER), datetime.now(UTC)
        made = create_token(session, actor=who, title="test", scopes=("write:panel",), days=1, now=moment)
    before, service = count(scoring, "import pool"), Service(scoring, tmp_path)
    service.start()
    lines = (
        "POST /api/v1/experts/table?filename=a.xlsx HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {made.secret}",
        "Content-Length: 100000",
    )
    try:
        with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
            connection.sendall("\r\n".join([*lines, "", "PK"]).encode() + bytes(50_000))
        with urlopen(f"http://127.0.0.1:{service.port}/health/ready", timeout=30) as answer:
            assert answer.status == 200
    finally:
        service.kill()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size > 40_000] == []
    assert count(scoring, "import pool") == before

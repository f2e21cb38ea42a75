"""Experts at work on a large round, through gunicorn as it is deployed: errors, lost writes, times, beside the floor.

.venv/bin/python -m benchmarks.bench_load --data /tmp/d30000 --database postgresql+psycopg://… --users 200 --seconds 60

The folder is one that benchmarks.fill_round has filled (state `scoring`); the figures are one line of JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from benchmarks.fill_reviews import criteria_of
from benchmarks.fill_round import installation
from benchmarks.kept_figures import keep
from benchmarks.load_users import BY_HAND, BY_OBJECTS, SAVING, WORKING_DAY, Day, Expert, run_experts, run_floor
from benchmarks.processor import of_children, of_connections
from benchmarks.signed_in import accounts_of, token_of
from webapp.app import create_app
from webapp.models import Assignment, LedgerEntry, Review, Round, Score, Seat
from webapp.permissions import Role
from webapp.settings import read_settings

AS_DEPLOYED = Path(__file__).resolve().parents[1] / "deploy/gunicorn.conf.py"
SHEETS_EACH = 5
WARMING_SECONDS = 5.0  # both processes have answered every kind of request once; not counted


@dataclass(frozen=True)
class Site:
    """Where the installation is and how it is served."""

    data: Path
    url: str
    port: int
    processes: int
    threads: int

    def environment(self) -> dict[str, str]:
        """Return the variables of the server's process."""
        own = {"ZEYOU_DATA": str(self.data), "ZEYOU_DATABASE": self.url, "ZEYOU_TWO_FACTOR": "offered"}
        return {**os.environ, **own, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@contextmanager
def served(site: Site, application: str, probe: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run gunicorn as it is deployed, with the given application, until the block ends."""
    command = [sys.executable, "-m", "gunicorn", "-c", str(AS_DEPLOYED), "-w", str(site.processes)]
    command += ["--threads", str(site.threads), "--worker-connections", str(site.threads)]
    command += ["-b", f"127.0.0.1:{site.port}", "--timeout", "120", "--log-level", "error", application]
    with subprocess.Popen(command, env=site.environment()) as process:
        try:
            for _ in range(300):
                try:
                    urlopen(f"http://127.0.0.1:{site.port}{probe}", timeout=60).read()
                    break
                except OSError:
                    time.sleep(0.2)
            yield process
        finally:
            process.terminate()


@contextmanager
def workers(site: Site, n: int) -> Iterator[None]:
    """Run job workers beside the web processes."""
    command = [str(Path(sys.executable).with_name("zeyou")), "worker"]
    running = [subprocess.Popen(command, env=site.environment()) for _ in range(n)]
    try:
        yield
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def signed_cookie(engine: Engine, site: Site) -> Callable[[int], str]:
    """Return what signs an account in and gives its cookie."""
    app = create_app(read_settings(site.environment()), engine=engine)
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's cookie session
    return lambda account: f"zeyou={signing.dumps({'_user_id': token_of(engine, account), '_fresh': True})}"


def experts_of(engine: Engine, site: Site, n: int) -> list[Expert]:
    """Sign in the first experts and read what is stored for some of their sheets."""
    cookie_of, people = signed_cookie(engine, site), []
    for account in accounts_of(engine, Role.EXPERT, n):
        with Session(engine) as session:
            own = select(Assignment.id).join(Seat, Assignment.seat_id == Seat.id).where(Seat.account_id == account)
            sheets = list(session.scalars(own.order_by(Assignment.id).limit(SHEETS_EACH)))
            found = session.scalars(select(Round).where(Round.code == "LARGE")).one()
            criteria = criteria_of(found)
            stored = points_of(session, sheets)
        people.append(Expert(cookie_of(account), sheets, criteria, stored))
    return people


def organiser_of(engine: Engine, site: Site) -> Expert:
    """Sign in the organiser, who looks at how the round goes."""
    (account,) = accounts_of(engine, Role.ORGANISER, 1)
    return Expert(signed_cookie(engine, site)(account), [], [], {})


def points_of(session: Session, sheets: list[int]) -> dict[tuple[int, str], int]:
    """Read the stored points of some sheets."""
    query = (
        select(Review.assignment_id, Score.criterion, Score.hundredths)
        .join(Score, Score.review_id == Review.id)
        .where(Review.assignment_id.in_(sheets))
    )
    return {(assignment, criterion): points or 0 for assignment, criterion, points in session.execute(query)}


def n_lost(engine: Engine, experts: list[Expert]) -> int:
    """Count acknowledged points that the database does not hold."""
    with Session(engine) as session:
        return sum(
            found != one.stored[key] for one in experts for key, found in points_of(session, list(one.sheets)).items()
        )


def quantile(times: list[float], share: float) -> float:
    """Return a quantile in milliseconds."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")


def floor_table(engine: Engine, *, is_there: bool) -> None:
    """Make or drop the table the floor writes into."""
    number = "INTEGER PRIMARY KEY" if engine.dialect.name == "sqlite" else "SERIAL PRIMARY KEY"
    made = f"CREATE TABLE IF NOT EXISTS floor_row (id {number}, at TEXT)"
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(made if is_there else "DROP TABLE floor_row"))


def n_acts(engine: Engine) -> int:
    """Count the acts of saving; each acknowledged save must have left one."""
    with Session(engine) as session:
        query = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.action == "save review")
        return session.scalar(query) or 0


@contextmanager
def weighed(engine: Engine, process: subprocess.Popen[bytes], figures: dict[str, object], title: str) -> Iterator[None]:
    """Note the processor seconds that web service and database use meanwhile."""
    name = str(engine.url.database)
    web, database = of_children(process.pid), of_connections(name)
    yield
    figures[f"{title} processor"] = {
        "web": round(of_children(process.pid) - web, 2),
        "database": round(of_connections(name) - database, 2),
    }


def measure(engine: Engine, site: Site, asked: argparse.Namespace) -> dict[str, object]:
    """Run the floor, then the experts, and put the figures together."""
    experts, before = experts_of(engine, site, asked.users), n_acts(engine)
    if len(experts) < asked.users:
        sys.exit(f"the round has {len(experts)} experts, {asked.users} were asked for")
    figures: dict[str, object] = {"users": asked.users, "think": asked.think, "database": engine.dialect.name}
    floor_table(engine, is_there=True)
    floor: dict[str, list[float]] = {}
    with served(site, "benchmarks.floor:application", "/read") as process:
        for title, ways in (("floor", BY_HAND), ("floor by objects", BY_OBJECTS)):
            run_floor(site.port, asked.users, 1, asked.think, ways)
            with weighed(engine, process, figures, title):
                floor |= run_floor(site.port, asked.users, asked.seconds / 3, asked.think, ways)
    floor_table(engine, is_there=False)
    with served(site, "webapp.wsgi:application", "/health/live") as process, workers(site, asked.workers):
        mix = WORKING_DAY if asked.working_day else SAVING
        chair = organiser_of(engine, site)
        run_experts(site.port, experts, Day(time.perf_counter() + WARMING_SECONDS, asked.think, mix, chair))
        for one in experts:
            one.took.clear()
        with weighed(engine, process, figures, "experts"):
            start = time.perf_counter()
            run_experts(site.port, experts, Day(start + asked.seconds, asked.think, mix, chair))
            seconds = time.perf_counter() - start
    took: dict[str, list[float]] = {}
    for one in experts:
        for kind, each in one.took:
            took.setdefault(kind, []).append(each)
    figures["load"] = os.getloadavg()[0]
    figures |= {"errors": sum(len(one.errors) for one in experts), "lost": n_lost(engine, experts)}
    figures["acknowledged"] = sum(one.n_acknowledged for one in experts)
    figures["acts"] = n_acts(engine) - before
    figures["messages"] = [error for one in experts for error in one.errors][:3]
    figures["milliseconds of processor a request"] = each_request(figures, floor, took)
    figures["ratios of p95"] = {
        f"{kind} / {name}": round(quantile(took[kind], 0.95) / quantile(floor[name], 0.95), 2)
        for kind, names in (
            ("save", ("insert", "object")),
            ("form", ("read", "objects")),
            ("desk", ("read", "objects")),
        )
        for name in names
        if kind in took
    }
    figures["requests per second"] = round(sum(map(len, took.values())) / seconds, 1)
    figures["saves per second"] = round(len(took.get("save", ())) / seconds, 1)
    for kind, times in {**{f"floor {name}": floor[name] for name in floor}, **took}.items():
        spots = {f"p{int(share * 100)}": round(quantile(times, share), 1) for share in (0.5, 0.95, 0.99)}
        figures[kind] = {"n": len(times), **spots}
    return figures


def each_request(
    figures: dict[str, Any], floor: dict[str, list[float]], took: dict[str, list[float]]
) -> dict[str, Any]:
    """Divide the processor seconds by the requests they went into, web service and database apart."""
    n = {"experts": sum(map(len, took.values()))}
    n |= {
        "floor": sum(len(floor[one]) for one in BY_HAND),
        "floor by objects": sum(len(floor[one]) for one in BY_OBJECTS),
    }
    return {
        title: {part: round(seconds / n[title] * 1000, 2) for part, seconds in figures[f"{title} processor"].items()}
        for title in n
    }


def keep_ratios(figures: dict[str, Any]) -> None:
    """Keep p95 of each kind of request as a multiple of the floor's."""
    for kind, floor in (("save", "floor insert"), ("form", "floor read"), ("desk", "floor read")):
        pause = f"pause {figures['think']:g} s" if figures["think"] else "no pause"
        ratio = figures[kind]["p95"] / figures[floor]["p95"]
        keep("users", f"{kind}, {figures['database']}, {pause}", figures["users"], ratio)


def main() -> None:
    """Print the figures; fail where a request failed or a write was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=0.0, help="mean seconds between two requests of a user")
    parser.add_argument("--working-day", action="store_true", help="ask in the mix of goals.md instead of mostly saves")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="keep the figures for benchmarks.draw_curves")
    parser.add_argument("--port", type=int, default=8871)
    asked = parser.parse_args()
    engine = installation(asked.data, asked.database)
    url = engine.url.render_as_string(hide_password=False)
    figures = measure(engine, Site(asked.data, url, asked.port, asked.processes, asked.threads), asked)
    print(json.dumps(figures, ensure_ascii=False), flush=True)
    if asked.keep:
        keep_ratios(figures)
    if figures["errors"] or figures["lost"] or figures["acknowledged"] != figures["acts"]:
        sys.exit(1)


if __name__ == "__main__":
    main()

"""Every page a role may open, on rounds of several sizes: processor time, statements and bytes, and the ratio of sizes.

.venv/bin/python -m benchmarks.bench_pages /tmp/d300 /tmp/d3000 /tmp/d30000

The folders are those that benchmarks.fill_round has filled; "folder@postgresql://…" measures where `zeyou move` has
brought it, the database's own processes counted in (in brackets). Each figure is the least of REPEATS openings; the
ratio is between the last folder and the first.
"""

import gzip
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from benchmarks.fill_round import installation
from benchmarks.kept_figures import keep
from benchmarks.processor import of_connections
from benchmarks.signed_in import accounts_of, application, client_of
from webapp.models import Account, Assignment, Checkpoint, Declaration, Seat
from webapp.permissions import Actor, Role, why_not
from webapp.settings import read_settings

ROLES = tuple(Role(one) for one in os.environ.get("ROLES", ",".join(Role)).split(","))
REPEATS = int(os.environ.get("REPEATS", "5"))
SLOW = 1_000.0  # a page that takes so many milliseconds is opened once more only
LEFT_OUT = ("/api/", "/health", "/sign-", "/language", "/metrics")


@dataclass(frozen=True)
class Figure:
    """What one page costs."""

    status: int
    milliseconds: float
    database: float
    n_statements: int
    kibibytes: float


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def places(engine: Engine, role: Role) -> dict[str, str | int]:
    """Choose what stands for the variable parts of an address."""
    with Session(engine) as session:
        own = select(Assignment.id).join(Seat, Assignment.seat_id == Seat.id).order_by(Assignment.id)
        if role is Role.EXPERT:
            own = own.where(Seat.account_id == accounts_of(engine, role, 1)[0])
        declaration, number = session.execute(select(Declaration.id, Declaration.number).limit(1)).one()
        return {
            "code": "LARGE",
            "number": number,
            "declaration_id": declaration,
            "assignment_id": session.scalar(own.limit(1)) or 1,
            "sequence": session.scalar(select(Checkpoint.sequence).limit(1)) or 1,
            "account_id": session.scalar(select(func.max(Account.id))) or 1,
            "notice_kind": "scores_due",
        }


@dataclass(frozen=True)
class Door:
    """One page of one role in one folder."""

    client: FlaskClient
    engine: Engine
    address: str

    @property
    def database(self) -> str:
        """Name of the database whose processes work for it; empty on SQLite, which works in this one."""
        return (self.engine.url.database or "") if self.engine.dialect.name == "postgresql" else ""

    def worked(self) -> float:
        """Tell what the database's processes have used so far, milliseconds."""
        return of_connections(self.database) * 1000 if self.database else 0.0

    def opening(self) -> tuple[float, float]:
        """Open it once: what that took here and in the database, and of this the database's part."""
        before, start = self.worked(), time.process_time()
        self.client.get(self.address)
        here = (time.process_time() - start) * 1000
        there = self.worked() - before
        return (here + there, there) if there >= 0 else self.opening()  # a connection was closed meanwhile

    def figure(self, least: tuple[float, float]) -> Figure:
        """Open it once more, for what does not vary."""
        with counting(self.engine) as seen:
            answer = self.client.get(self.address)
        return Figure(answer.status_code, *least, len(seen), len(gzip.compress(answer.data)) / 1024)


def measure(doors: list[Door]) -> list[Figure]:
    """Open a page once in each folder to warm up, then in turn, so that all meet the same company on the machine."""
    slowest = max(door.opening()[0] for door in doors)
    rounds = [[door.opening() for door in doors] for _ in range(REPEATS if slowest < SLOW else 1)]
    return [door.figure(min(column)) for door, column in zip(doors, zip(*rounds, strict=True), strict=True)]


def opened(place: str) -> tuple[Path, Engine]:
    """Open a folder, or a folder@address of a database."""
    folder, _, url = place.partition("@")
    return Path(folder), installation(Path(folder), url or None)


def doors_of(place: str, wanted: str) -> dict[tuple[str, str], Door]:
    """Find every page of every role in a folder."""
    folder, engine = opened(place)
    settings = read_settings({"ZEYOU_DATA": str(folder), "ZEYOU_DATABASE": str(engine.url)})
    app = application(replace(settings, two_factor="offered"), engine)
    adapter, found = app.url_map.bind("localhost"), {}
    for role in ROLES:
        filled = places(engine, role)
        client = app.test_client() if role is Role.PUBLIC else client_of(app, engine, role)
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
            action = getattr(app.view_functions[rule.endpoint], "asks_for", None)
            is_page = "GET" in (rule.methods or ()) and not rule.endpoint.endswith(("_file", "_act"))
            is_page = (
                is_page
                and "." not in rule.rule
                and not rule.rule.startswith(LEFT_OUT)
                and any(part in rule.rule for part in wanted.split(","))
            )
            if is_page and action and why_not(Actor(role), action) is None and rule.arguments <= set(filled):
                address = adapter.build(rule.endpoint, {name: filled[name] for name in rule.arguments})
                if rule.rule == "/declarations/":
                    address += "?round=LARGE"
                found[role.value, rule.rule] = Door(client, engine, address)
    return found


def visit(folders: list[str], wanted: str) -> list[dict[tuple[str, str], Figure]]:
    """Open every page that all folders have."""
    doors = [doors_of(folder, wanted) for folder in folders]
    found: list[dict[tuple[str, str], Figure]] = [{} for _ in folders]
    for key in [key for key in doors[0] if all(key in one for one in doors)]:
        for one, figure in zip(found, measure([one[key] for one in doors]), strict=True):
            one[key] = figure
        print(*(f"{one[key].milliseconds:9.1f}" for one in found), *key, file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Print one line for each page, the one that grows most first."""
    folders = [one for one in sys.argv[1:] if not one.startswith("--")]
    wanted = next((one.removeprefix("--only=") for one in sys.argv if one.startswith("--only=")), "")
    print(f"load {os.getloadavg()[0]:.1f}")
    found = visit(folders, wanted)
    first, last = found[0], found[-1]
    ratios = {key: last[key].milliseconds / first[key].milliseconds for key in first if key in last}
    for key in sorted((one for one in ratios if first[one].status == 200), key=lambda one: -ratios[one]):
        columns = "  ".join(
            f"{each.status} {each.milliseconds:8.1f} ms ({each.database:4.1f}) {each.n_statements:3d} q "
            f"{each.kibibytes:6.0f} KiB"
            for each in (one[key] for one in found)
        )
        print(f"{ratios[key]:7.2f}  {key[0]:<12} {key[1]:<44} {columns}", flush=True)
    keep_medians(folders, found)


def keep_medians(folders: list[str], found: list[dict[tuple[str, str], Figure]]) -> None:
    """Keep the median of each role at each size for benchmarks.draw_curves, where that was asked for."""
    for folder, figures in zip(folders, found, strict=True) if "--keep" in sys.argv else ():
        with Session(opened(folder)[1]) as session:
            n = session.scalar(select(func.count(Declaration.id))) or 1
        for role in ROLES:
            mine = [one.milliseconds for key, one in figures.items() if key[0] == role.value and one.status == 200]
            if mine:
                keep("pages", role.value, n, statistics.median(mine))


if __name__ == "__main__":
    main()

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


def measure(client: FlaskClient, engine: Engine, address: str) -> Figure:
    """Open a page once to warm up and then repeatedly; a page that takes seconds is opened once more only."""
    start = time.process_time()
    client.get(address)
    repeats = REPEATS if time.process_time() - start < 1 else 1
    took, database = [], (engine.url.database or "") if engine.dialect.name == "postgresql" else ""
    for _ in range(repeats):
        before = of_connections(database) if database else 0.0
        start = time.process_time()
        answer = client.get(address)
        here = (time.process_time() - start) * 1000
        worked = (of_connections(database) - before) * 1000 if database else 0.0
        if worked >= 0:  # else a connection was closed meanwhile, and its seconds went with it
            took.append((here + worked, worked))
    with counting(engine) as seen:
        client.get(address)
    size = len(gzip.compress(answer.data)) / 1024
    return Figure(answer.status_code, *min(took, default=(0.0, 0.0)), len(seen), size)


def opened(place: str) -> tuple[Path, Engine]:
    """Open a folder, or a folder@address of a database."""
    folder, _, url = place.partition("@")
    return Path(folder), installation(Path(folder), url or None)


def visit(place: str, wanted: str) -> dict[tuple[str, str], Figure]:
    """Open every page of every role."""
    folder, engine = opened(place)
    settings = read_settings({"ZEYOU_DATA": str(folder)})
    app = application(replace(settings, two_factor="offered"), engine)
    adapter, figures = app.url_map.bind("localhost"), {}
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
                figures[role.value, rule.rule] = measure(client, engine, address)
                print(f"{figures[role.value, rule.rule].milliseconds:9.1f} ms {address}", file=sys.stderr, flush=True)
    return figures


def main() -> None:
    """Print one line for each page, the one that grows most first."""
    folders = [one for one in sys.argv[1:] if not one.startswith("--")]
    wanted = next((one.removeprefix("--only=") for one in sys.argv if one.startswith("--only=")), "")
    print(f"load {os.getloadavg()[0]:.1f}")
    found = [visit(folder, wanted) for folder in folders]
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

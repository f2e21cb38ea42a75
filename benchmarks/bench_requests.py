"""What one request costs over all server processes, asked one after the other through gunicorn, beside the floor.

.venv/bin/python -m benchmarks.bench_requests --data /tmp/d3000 --database postgresql+psycopg://… --requests 600

The folder is one that benchmarks.fill_round has filled (state `scoring`). Processor milliseconds, those of the
database's processes apart; each kind is asked in several parts and the least part counts. One line of JSON.
"""

import argparse
import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.bench_load import Site, experts_of, floor_table, n_lost, organiser_of, served
from benchmarks.fill_round import installation
from benchmarks.load_users import BY_HAND, BY_OBJECTS, Browser, Expert
from benchmarks.plain_http import Connection
from benchmarks.processor import of_children, of_connections

PARTS, PEOPLE = 4, 12
Weigh = Callable[[Callable[[], object]], dict[str, float]]


def weigher(process_id: int, database: str, n: int) -> Weigh:
    """Return what weighs one kind of request."""

    def weigh(ask: Callable[[], object]) -> dict[str, float]:
        parts = []
        for _ in range(PARTS):
            before = of_children(process_id), of_connections(database)
            for _ in range(n // PARTS):
                ask()
            used = of_children(process_id) - before[0], of_connections(database) - before[1]
            parts.append([seconds / (n // PARTS) * 1000 for seconds in used])
        web, of_database = min(parts, key=sum)
        return {"web": round(web, 2), "database": round(of_database, 2)}

    return weigh


def of_floor(site: Site, weigh_in: Callable[[int], Weigh]) -> dict[str, dict[str, float]]:
    """Weigh the bare application."""
    figures = {}
    with served(site, "benchmarks.floor:application", "/read") as process:
        weigh, connection = weigh_in(process.pid), Connection(site.port)
        for names in (BY_HAND, BY_OBJECTS):
            for name, method in zip(names, ("GET", "POST"), strict=True):
                figures[f"floor {name}"] = weigh(partial(connection.ask, method, f"/{name}"))
    return figures


def of_experts(
    site: Site, people: list[Expert], organiser: Expert, weigh_in: Callable[[int], Weigh]
) -> dict[str, dict[str, float]]:
    """Weigh what experts and the organiser ask, once every sheet has been looked at."""
    chance = random.Random(1)
    browsers, looking = [Browser(site.port, one) for one in people], Browser(site.port, organiser)

    def save() -> None:
        browser = chance.choice(browsers)
        browser.save(chance.choice(browser.expert.sheets), chance.choice(browser.expert.criteria), chance)

    def form() -> None:
        browser = chance.choice(browsers)
        browser.form(chance.choice(browser.expert.sheets))

    kinds: dict[str, Callable[[], object]] = {
        "desk": lambda: chance.choice(browsers).ask("desk", "GET", "/desk/"),
        "form": form,
        "save": save,
        "progress": lambda: looking.ask("chair", "GET", "/progress/LARGE"),
    }
    with served(site, "webapp.wsgi:application", "/health/live") as process:
        for browser in browsers * 2:
            for sheet in browser.expert.sheets:
                browser.form(sheet)
            browser.ask("desk", "GET", "/desk/")
        weigh = weigh_in(process.pid)
        return {name: weigh(ask) for name, ask in kinds.items()}


def main() -> None:
    """Print the figures; fail where a request failed or a write was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database")
    parser.add_argument("--requests", type=int, default=600, help="of each kind")
    parser.add_argument("--port", type=int, default=8873)
    asked = parser.parse_args()
    engine = installation(asked.data, asked.database)
    site = Site(asked.data, engine.url.render_as_string(hide_password=False), asked.port, 1, 4)
    people, organiser = experts_of(engine, site, PEOPLE), organiser_of(engine, site)

    def weigh_in(process_id: int) -> Weigh:
        return weigher(process_id, str(engine.url.database), asked.requests)

    floor_table(engine, is_there=True)
    figures = of_floor(site, weigh_in)
    floor_table(engine, is_there=False)
    figures |= of_experts(site, people, organiser, weigh_in)
    print(json.dumps({"database": engine.dialect.name, **figures}), flush=True)
    errors = [error for one in [*people, organiser] for error in one.errors]
    if errors or n_lost(engine, people):
        raise SystemExit(f"{errors[:3]}, lost: {n_lost(engine, people)}")


if __name__ == "__main__":
    main()

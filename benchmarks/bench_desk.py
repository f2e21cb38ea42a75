"""What the expert's desk costs beside a bare Flask in the same run: processor time, bytes, first paint among ten users.

.venv/bin/python -m benchmarks.bench_desk [requests, default 300] [clients, default 10]
"""

import gzip
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median, quantiles

from flask import Flask, render_template_string, request
from flask.testing import FlaskClient
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from webapp.app import create_app
from webapp.database import build_engine, transaction
from webapp.permissions import Role
from webapp.queries import accounts
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.passwords import hash_password
from webapp.services.upgrade_schema import upgrade_schema
from webapp.settings import Settings

NOW = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
PASSWORD = "Bench-Password-1"
FLOOR_PAGE = "<!doctype html>{% for row in rows %}<p>{{ row[0] }} {{ row[1] }}</p>{% endfor %}{{ filler }}"


def world(folder: Path) -> tuple[Flask, Engine, str]:
    """Return the application on the invented round while experts score, and the login of an expert."""
    settings = Settings(
        folder, f"sqlite:///{folder / 'a.sqlite3'}", "bench", ledger_key="bench", field_secret="bench", testing=True
    )
    engine = build_engine(settings.database_url, settings)
    upgrade_schema(engine)
    with transaction(engine) as session:
        open_staff_accounts(session, NOW)
        play_round(session, code="NM-DEMO", title="演示轮次", today=date(2026, 3, 23), now=NOW, until="scoring")
    with transaction(engine) as session:
        account = accounts.accounts_of_role(session, Role.EXPERT)[0]
        account.password_hash = hash_password(PASSWORD)
        login = account.login
    app = create_app(settings, engine=engine, clock=lambda: NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    return app, engine, login


def desk_of(app: Flask, login: str) -> tuple[FlaskClient, str, list[str]]:
    """Sign in, sign the undertaking and open the first sheet: client, address, criteria."""
    client = app.test_client()
    client.post("/sign-in", data={"login": login, "password": PASSWORD})
    signing = re.search(r'action="(/desk/undertaking/\d+)"', client.get("/desk/").text)
    if signing:
        client.post(signing[1], data={"accepted": "yes"})
    sheet = re.findall(r'href="(/desk/\d+)"', client.get("/desk/").text)[0]
    return client, sheet, re.findall(r'data-criterion="([^"]+)"', client.get(sheet).text)


def floor(engine: Engine, filler: str) -> FlaskClient:
    """Return a bare Flask that reads thirty rows, writes a page as long, and stores one row a save."""
    bare = Flask("bare")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE bench_floor (id INTEGER PRIMARY KEY, text TEXT)")

    @bare.get("/")
    def page() -> str:
        with Session(engine) as session:
            rows = session.execute(text("SELECT criterion, hundredths FROM score LIMIT 30")).all()
        return render_template_string(FLOOR_PAGE, rows=rows, filler=filler)

    @bare.post("/save")
    def save() -> dict[str, str]:
        with Session(engine.execution_options(writes=True)) as session:
            session.execute(text("INSERT INTO bench_floor (text) VALUES (:text)"), {"text": str(request.get_json())})
            session.commit()
        return {"saved": "yes"}

    return bare.test_client()


def cpu_each(work: Callable[[], TestResponse], n: int) -> float:
    """Return the median of milliseconds of processor time of one request, in ten parts."""
    parts = []
    for _part in range(10):
        start = time.process_time()
        for _ in range(max(n // 10, 1)):
            assert work().status_code == 200
        parts.append((time.process_time() - start) / max(n // 10, 1) * 1000)
    return median(parts)


def saver(client: FlaskClient, address: str, criterion: str) -> Callable[[], TestResponse]:
    """Return a request that saves one changed score each time."""
    state = {"points": "", "na": False, "reason": ""}
    count = iter(range(10**6))

    def save() -> TestResponse:
        seen = dict(state)
        state["points"] = f"{next(count) % 101}.00"
        return client.post(f"{address}/save", json={"fields": {criterion: {"seen": seen, "now": dict(state)}}})

    return save


def costs(app: Flask, engine: Engine, login: str, n: int) -> None:
    """Print processor time of list, page and save beside the floor."""
    client, address, criteria = desk_of(app, login)
    page = client.get(address).data
    bare = floor(engine, page.decode())
    save = saver(client, address, criteria[0])
    bare_page, bare_save = cpu_each(lambda: bare.get("/"), n), cpu_each(lambda: bare.post("/save", json={"a": 1}), n)
    for name, work, least in (
        ("list", lambda: client.get("/desk/"), bare_page),
        ("page", lambda: client.get(address), bare_page),
        ("save", save, bare_save),
    ):
        work()
        each = cpu_each(work, n)
        print(f"{name}: {each:.2f} ms CPU, floor {least:.2f} ms, ratio {each / least:.1f}")
    packed = client.get(address, headers={"Accept-Encoding": "gzip"}).data
    assert gzip.decompress(packed)[-8:].strip() == page[-8:].strip()
    print(f"page: {len(page):,} bytes, {len(packed):,} on the wire")


def busy(address: str, cookie: str, sheet: str, stop: threading.Event, waits: list[float]) -> None:
    """Read the desk page again and again until told to stop."""
    from http.client import HTTPConnection

    host = address.removeprefix("http://")
    connection = HTTPConnection(host, timeout=30)
    while not stop.is_set():
        start = time.monotonic()
        connection.request("GET", sheet, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        connection.getresponse().read()
        waits.append(time.monotonic() - start)


def paint_of(page: Page) -> float:
    """Return when the first content was painted; the entry comes shortly after the load."""
    while True:
        found = page.evaluate("performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)")
        if found:
            return float(found[0])


def first_paint(app: Flask, login: str, clients: int) -> None:
    """Print the first contentful paint of the desk in Chromium while others ask for it in a closed loop."""
    from waitress.server import create_server

    _client, sheet, _criteria = desk_of(app, login)
    server = create_server(app, port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.click("button.primary")
        page.wait_for_selector("header form")
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
        stop, waits = threading.Event(), list[float]()
        others = [threading.Thread(target=busy, args=(address, cookie, sheet, stop, waits)) for _ in range(clients - 1)]
        for one in others:
            one.start()
        paints = []
        for _visit in range(15):
            page.goto(f"{address}{sheet}", wait_until="load")
            paints.append(paint_of(page))
        stop.set()
        for one in others:
            one.join()
        browser.close()
    late = quantiles([wait * 1000 for wait in waits], n=20)[-1]
    print(f"first paint among {clients}: median {median(paints):.0f} ms, worst {max(paints):.0f} ms")
    print(f"the others: {len(waits)} pages, median {median(waits) * 1000:.0f} ms, p95 {late:.0f} ms")


def main() -> None:
    """Measure everything once."""
    n, clients = (int(value) for value in (sys.argv[1:] + ["300", "10"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        app, engine, login = world(Path(folder))
        costs(app, engine, login, n)
        first_paint(app, login, clients)


if __name__ == "__main__":
    main()

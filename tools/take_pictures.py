"""Take the README's pictures anew from the invented round: five pages at 1366 × 768.

    .venv/bin/python tools/take_pictures.py

It plays the round twice in a database that is thrown away, serves it on this machine and asks Debian's Chromium.
"""

import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from waitress.server import create_server

from webapp.app import create_app
from webapp.database import build_engine, transaction
from webapp.models import Account, Declaration
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.passwords import hash_password
from webapp.services.upgrade_schema import upgrade_schema
from webapp.settings import Settings

NOW, TODAY = datetime(2026, 3, 23, 2, 0, tzinfo=UTC), date(2026, 3, 23)
IMAGES = Path(__file__).resolve().parents[1] / "docs/images"
CODE, TITLE, PASSWORD = "NM-2026-DEMO", "2026年度内蒙古自治区中小企业特色产业集群（演示）", "Picture-Password-1"


@contextmanager
def served(folder: Path, until: str) -> Iterator[tuple[str, dict[str, str], int]]:
    """Serve the round as far as asked: address, a login for each role, and the declaration that leaves a question."""
    url = f"sqlite:///{folder / until}.sqlite3"
    settings = Settings(folder, url, "pictures", field_secret=secrets.token_hex(32), testing=True)
    settings = replace(settings, session_hours=10_000, idle_minutes=100_000)
    engine = build_engine(url, settings)
    upgrade_schema(engine)
    with transaction(engine) as session:
        open_staff_accounts(session, NOW)
        play_round(session, code=CODE, title=TITLE, today=TODAY, now=NOW, until=until)
    with transaction(engine) as session:
        accounts = list(session.scalars(select(Account).order_by(Account.id.desc())))
        for account in accounts:
            account.password_hash = hash_password(PASSWORD)
        logins = {account.role: account.login for account in accounts}
        question = select(Declaration.id).where(Declaration.number.endswith("-017"))
        asked = session.scalars(question).one()
    server = create_server(create_app(settings, engine=engine, clock=lambda: NOW), port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}", logins, asked
    server.close()


def entered(browser: Browser, address: str, login: str) -> Page:
    """Sign in with a window of one's own."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("button.primary")
    page.wait_for_selector("header form")
    return page


def take(page: Page, name: str) -> None:
    """Keep what is in the window."""
    page.screenshot(path=IMAGES / f"{name}.png")
    print(IMAGES / f"{name}.png")


def scoring(browser: Browser, folder: Path) -> None:
    """The desk with the first points given."""
    with served(folder, "scoring") as (address, logins, _question):
        page = entered(browser, address, logins["expert"])
        page.goto(f"{address}/desk/")
        page.check("[name=accepted]")
        page.click("main button.primary")
        page.locator("main tbody a").first.click()
        for points in ("86", "78"):
            page.keyboard.type(points)
            page.keyboard.press("Enter")
        page.wait_for_selector("#saving[data-state=saved]")
        page.evaluate("scrollTo(0, 0)")
        take(page, "desk")


def published(browser: Browser, folder: Path) -> None:
    """The round, a declaration's findings, the ranking, and what the observer works out again."""
    with served(folder, "publicity") as (address, logins, question):
        page = entered(browser, address, logins["department"])
        page.goto(f"{address}/rounds/{CODE}")
        take(page, "round")
        page.goto(f"{address}/declarations/{question}")
        take(page, "findings")
        page.goto(f"{address}/rankings/{CODE}")
        page.evaluate("document.querySelector('.tiles').scrollIntoView()")
        take(page, "ranking")
        page = entered(browser, address, logins["observer"])
        page.goto(f"{address}/bundle/{CODE}?verify=1", timeout=180_000)
        take(page, "replay")


def main() -> None:
    """Take all five."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        scoring(browser, Path(folder))
        published(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()

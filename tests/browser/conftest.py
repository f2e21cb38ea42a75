"""A real server and a real browser; without Debian's Chromium these tests say so and do not run."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine
from waitress.server import create_server

from tests.conftest import NOW, Backend
from webapp.app import create_app
from webapp.database import transaction
from webapp.permissions import Role
from webapp.queries import accounts
from webapp.services.passwords import hash_password
from webapp.settings import Settings

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts"
PASSWORD = "Browser-Password-1"
NEW_PASSWORD = "Own-Browser-Password-2"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the folder; where there is no browser, say how to get one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="runs where Chromium is installed: apt-get install chromium"))


@dataclass
class Site:
    """A running server and the database behind it."""

    address: str
    engine: Engine

    def know(self, login: str) -> str:
        """Give an account a password this test knows."""
        with transaction(self.engine) as session:
            account = accounts.account_by_login(session, login)
            assert account is not None, login
            account.password_hash = hash_password(PASSWORD)
        return PASSWORD


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def serve(sqlite_backend: Backend, tmp_path: Path) -> Iterator[Callable[[str], Site]]:
    """Start servers on copies of prepared databases."""
    with ExitStack() as stack:

        def start(state: str) -> Site:
            engine = sqlite_backend.copy(state)
            settings = Settings(
                tmp_path, str(engine.url), "browser-secret", session_hours=10_000, idle_minutes=100_000, testing=True
            )
            server = create_server(create_app(settings, engine=engine, clock=lambda: NOW), port=0, threads=4)
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            stack.callback(thread.join, 10)
            stack.callback(server.close)
            return Site(f"http://127.0.0.1:{server.effective_port}", engine)

        yield start


@pytest.fixture
def enter(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window of its own for each person, signed in; any script error fails the test."""
    with ExitStack() as stack:
        errors: list[str] = []

        def open_window(site: Site, login: str, password: str | None = None, width: int = 1366) -> Page:
            context = browser.new_context(viewport={"width": width, "height": 768}, accept_downloads=True)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{site.address}/sign-in")
            page.fill("#login", login)
            page.fill("#password", password or site.know(login))
            page.click("button.primary")
            page.wait_for_selector("header form, #new")
            if page.locator("#new").count():
                renew(page, password or PASSWORD)
            return page

        yield open_window
    assert errors == []


def renew(page: Page, present: str) -> None:
    """Set a password of one's own where the first one came from somebody else."""
    page.fill("#present", present)
    page.fill("#new", NEW_PASSWORD)
    page.fill("#again", NEW_PASSWORD)
    page.click("button.primary")
    page.wait_for_selector("header form")


def keep(page: Page, name: str) -> None:
    """Keep a picture as an artefact of the test run."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A window in which nobody is signed in."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


@pytest.fixture
def expert_login() -> Callable[[Site], str]:
    """Tell the login of the first expert account of a site."""

    def first(site: Site) -> str:
        with transaction(site.engine) as session:
            return accounts.accounts_of_role(session, Role.EXPERT)[0].login

    return first

"""Sixty scripts stored wherever people's words are kept: no page of any role runs one, and none even tries."""

from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.conftest import Site
from tests.browser.looking import LOGINS
from tests.browser.tour import pages_of
from tests.conftest import NOW
from tests.hostile.poisoned_round import fuller_round, poison
from tests.hostile.script_payloads import MARK, SCRIPT_PAYLOADS
from webapp.database import transaction
from webapp.models import Seat
from webapp.permissions import Role

POLICY_BREACH = ("Content Security Policy", "violates the following")


def watch(page: Page) -> list[str]:
    """Note everything a script that runs, or one that the policy stops, would leave behind."""
    seen: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if MARK in message.text or any(words in message.text for words in POLICY_BREACH):
            seen.append(message.text[:200])

    page.on("console", note)
    page.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message[:100]}"), dialog.dismiss()))
    return seen


def poisoned_site(serve: Callable[[str], Site], state: str, folder: Path) -> Site:
    """Serve the round with a script in every place."""
    site = serve(state)
    with transaction(site.engine) as session:
        for seat in session.query(Seat):
            seat.undertaken_at = NOW
    fuller_round(site.engine, folder)
    assert poison(site.engine, SCRIPT_PAYLOADS) >= 3 * len(SCRIPT_PAYLOADS)
    return site


def run_on(page: Page, site: Site, role: Role, every: int) -> tuple[int, list[str]]:
    """Open the role's pages, one of every so many; return how many of them held a stored script, and what ran."""
    seen, shown = watch(page), 0
    for turn, address in zip(cycle(range(every)), pages_of(site.engine, role), strict=False):
        answer = page.goto(site.address + address) if turn == 0 else None
        if answer is not None and answer.status == 200:
            shown += MARK in page.content()
            if page.evaluate(f"window.{MARK} === 1"):
                seen.append(f"ran on {address}")
    return shown, seen


def test_no_stored_script_runs_on_a_page_of_the_department(
    serve: Callable[[str], Site], enter: Callable[..., Page], tmp_path: Path
) -> None:
    site = poisoned_site(serve, "publicity", tmp_path)
    shown, seen = run_on(enter(site, "department"), site, Role.DEPARTMENT, every=3)
    assert (shown >= 5, seen) == (True, [])


@pytest.mark.slow
@pytest.mark.parametrize("role", list(LOGINS))
@pytest.mark.parametrize("state", ["scoring", "publicity"])
def test_no_stored_script_runs_on_any_page_of_staff(
    serve: Callable[[str], Site], enter: Callable[..., Page], tmp_path: Path, state: str, role: Role
) -> None:
    site = poisoned_site(serve, state, tmp_path)
    shown, seen = run_on(enter(site, LOGINS[role]), site, role, every=1)
    assert (shown >= 1, seen) == (True, [])


@pytest.mark.slow
def test_no_stored_script_runs_on_any_page_of_an_expert(
    serve: Callable[[str], Site], enter: Callable[..., Page], expert_login: Callable[[Site], str], tmp_path: Path
) -> None:
    site = poisoned_site(serve, "scoring", tmp_path)
    shown, seen = run_on(enter(site, expert_login(site)), site, Role.EXPERT, every=1)
    assert (shown >= 1, seen) == (True, [])


def test_no_stored_script_runs_on_a_page_of_the_public(
    serve: Callable[[str], Site], browser_page: Page, tmp_path: Path
) -> None:
    site = poisoned_site(serve, "publicity", tmp_path)
    shown, seen = run_on(browser_page, site, Role.PUBLIC, every=1)
    assert (shown >= 1, seen) == (True, [])

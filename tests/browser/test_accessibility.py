"""Every page of every role in both languages: no violation axe can find, no sideways scroll on a phone.

The same addresses in the same full rooms are asked for in tests/webapp/pages/test_every_page.py, which fails where a
page is never seen.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, keep
from tests.browser.tour import in_language, overflow, pages_of
from tests.stories.full_rooms import fill_rooms
from webapp.permissions import Role

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
LOGINS = {
    Role.DEPARTMENT: "department",
    Role.ORGANISER: "organiser",
    Role.OBSERVER: "observer",
    Role.CITY_BUREAU: "city",
    Role.APPLICANT: "applicant",
    Role.SYSTEM_ADMINISTRATOR: "system",
    Role.SECURITY_ADMINISTRATOR: "security",
    Role.AUDIT_ADMINISTRATOR: "audit",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = f"{{resultTypes: ['violations'], runOnly: {TAGS}}}"


def violations(page: Page) -> list[str]:
    """Return what axe finds: rule and the places."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {RULES})")["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def look_at_everything(page: Page, site: Site, role: Role, state: str) -> list[tuple[str, str]]:
    """Open every page of the role in both languages and both widths; return what is wrong."""
    wrong: list[tuple[str, str]] = []
    seen = 0
    for address in pages_of(site.engine, role):
        for language in ("zh", "en"):
            page.set_viewport_size({"width": 1366, "height": 768})
            answer = page.goto(site.address + in_language(address, language))
            assert answer is not None
            if answer.status in (403, 404, 422) or not answer.headers["content-type"].startswith("text/html"):
                continue
            seen += 1
            assert answer.status == 200, (address, answer.status)
            keep(page, f"page-{state}-{role}-{address.strip('/').replace('/', '-') or 'home'}-{language}")
            wrong += [(f"{address} {language}", one) for one in violations(page)]
            if overflow(page) > 0:
                wrong.append((f"{address} {language}", f"at 1366 px: {overflow(page)} px too wide"))
            page.set_viewport_size({"width": 360, "height": 740})
            if overflow(page) > 0:
                wrong.append((f"{address} {language}", f"at 360 px: {overflow(page)} px too wide"))
            if language == "zh":
                wrong += [(f"{address} at 360 px", one) for one in violations(page)]
                keep(page, f"phone-{state}-{role}-{address.strip('/').replace('/', '-') or 'home'}")
    assert seen >= 4
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("role", list(LOGINS))
@pytest.mark.parametrize("state", ["staff", "scoring", "locked", "publicity"])
def test_no_page_of_staff_has_a_violation(
    serve: Callable[[str], Site], enter: Callable[..., Page], tmp_path: Path, state: str, role: Role
) -> None:
    site = serve(state)
    if state != "staff":
        fill_rooms(site.engine, tmp_path, 3)
    assert look_at_everything(enter(site, LOGINS[role]), site, role, state) == []


@pytest.mark.slow
def test_no_page_of_an_expert_after_the_lock_has_a_violation(
    serve: Callable[[str], Site], enter: Callable[..., Page], expert_login: Callable[[Site], str], tmp_path: Path
) -> None:
    site = serve("locked")
    fill_rooms(site.engine, tmp_path, 3)
    assert look_at_everything(enter(site, expert_login(site)), site, Role.EXPERT, "locked") == []


@pytest.mark.slow
def test_no_page_of_an_expert_has_a_violation(
    serve: Callable[[str], Site], enter: Callable[..., Page], expert_login: Callable[[Site], str]
) -> None:
    site = serve("scoring")
    page = enter(site, expert_login(site))
    assert look_at_everything(page, site, Role.EXPERT, "undertaking") == []
    page.goto(f"{site.address}/desk/")
    page.check("[name=accepted]")
    page.click("main button.primary")
    assert look_at_everything(page, site, Role.EXPERT, "scoring") == []


def test_no_page_of_the_public_has_a_violation(serve: Callable[[str], Site], browser_page: Page) -> None:
    site = serve("publicity")
    assert look_at_everything(browser_page, site, Role.PUBLIC, "publicity") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_ranking_table_fits_a_laptop_without_scrolling(
    serve: Callable[[str], Site], enter: Callable[..., Page], language: str
) -> None:
    site = serve("publicity")
    page = enter(site, LOGINS[Role.DEPARTMENT])
    page.goto(site.address + in_language("/rankings/NM-DEMO", language))
    hidden = "box => box.scrollWidth - box.clientWidth"
    assert page.locator(".scroll:has(table.ranking)").evaluate(hidden) == 0

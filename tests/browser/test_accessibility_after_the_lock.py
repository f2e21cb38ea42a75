"""The same of a round whose scores are locked, and of one whose list hangs out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.looking import LOGINS, look_at_everything
from tests.browser.tour import in_language
from tests.stories.full_rooms import fill_rooms
from webapp.permissions import Role


@pytest.mark.slow
@pytest.mark.parametrize("role", list(LOGINS))
@pytest.mark.parametrize("state", ["locked", "publicity"])
def test_no_page_of_staff_after_the_lock_has_a_violation(
    serve: Callable[[str], Site], enter: Callable[..., Page], tmp_path: Path, state: str, role: Role
) -> None:
    site = serve(state)
    fill_rooms(site.engine, tmp_path, 3)
    assert look_at_everything(enter(site, LOGINS[role]), site, role, state) == []


@pytest.mark.slow
def test_no_page_of_an_expert_after_the_lock_has_a_violation(
    serve: Callable[[str], Site], enter: Callable[..., Page], expert_login: Callable[[Site], str], tmp_path: Path
) -> None:
    site = serve("locked")
    fill_rooms(site.engine, tmp_path, 3)
    assert look_at_everything(enter(site, expert_login(site)), site, Role.EXPERT, "locked") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_ranking_table_fits_a_laptop_without_scrolling(
    serve: Callable[[str], Site], enter: Callable[..., Page], language: str
) -> None:
    site = serve("publicity")
    page = enter(site, LOGINS[Role.DEPARTMENT])
    page.goto(site.address + in_language("/rankings/NM-DEMO", language))
    hidden = "box => box.scrollWidth - box.clientWidth"
    assert page.locator(".scroll:has(table.ranking)").evaluate(hidden) == 0

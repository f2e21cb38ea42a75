"""Every page of every role in both languages: no violation axe can find, no sideways scroll on a phone.

The same addresses in the same full rooms are asked for in tests/webapp/pages/test_every_page.py, which fails where a
page is never seen.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.looking import LOGINS, look_at_everything
from tests.stories.full_rooms import fill_rooms
from webapp.permissions import Role


@pytest.mark.slow
@pytest.mark.parametrize("role", list(LOGINS))
@pytest.mark.parametrize("state", ["staff", "scoring"])
def test_no_page_of_staff_has_a_violation(
    serve: Callable[[str], Site], enter: Callable[..., Page], tmp_path: Path, state: str, role: Role
) -> None:
    site = serve(state)
    if state != "staff":
        fill_rooms(site.engine, tmp_path, 3)
    assert look_at_everything(enter(site, LOGINS[role]), site, role, state) == []


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

"""The main act of those who sit at a desk, done without a mouse; what has the focus is seen all the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.looking import LOGINS
from webapp.permissions import Role

HERE = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  return [one.textContent.trim(), look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2];
}"""


def go_to(page: Page, text: str) -> int:
    """Press Tab until what is called so has the focus; return how often."""
    for pressed in range(1, 80):
        page.keyboard.press("Tab")
        here, is_seen = page.evaluate(HERE)
        assert is_seen, here
        if here == text:
            return pressed
    raise AssertionError(f"{text} is not reached")


@pytest.mark.parametrize(
    ("state", "role", "address", "button", "outcome"),
    [
        ("declaring", Role.APPLICANT, "/declarations/", "在线填报", "填报申报表"),
        ("declaring", Role.ORGANISER, "/experts/rounds/NM-DEMO", "按规则核对回避", "按规则核对回避"),
        ("declaring", Role.DEPARTMENT, "/declarations/?round=NM-DEMO", "按审查结果确定进入评审的申报", "进入评审"),
        ("publicity", Role.OBSERVER, "/ledger", "全面核对", "全面核对结果"),
        ("publicity", Role.DEPARTMENT, "/studies/NM-DEMO/what-if", "试算一次", "试算"),
    ],
)
def test_main_act_is_done_without_a_mouse(
    serve: Callable[[str], Site],
    enter: Callable[..., Page],
    state: str,
    role: Role,
    address: str,
    button: str,
    outcome: str,
) -> None:
    site = serve(state)
    page = enter(site, LOGINS[role])
    page.goto(site.address + address)
    assert go_to(page, button) <= 40
    with page.expect_navigation() as answered:
        page.keyboard.press("Enter")
    assert answered.value is not None
    assert (answered.value.status, outcome in page.content()) == (200, True)

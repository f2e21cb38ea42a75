"""The department explains its list in a browser: who would cross the line, a trial that leaves the ranking alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import story_acts as acts
from tests.browser.conftest import Site, keep


@pytest.mark.slow
def test_department_explains_and_tries_without_touching_the_list(
    serve: Callable[[str], Site], enter: Callable[..., Page]
) -> None:
    department = enter(serve("publicity"), "department")
    acts.go(department, "/rankings/NM-DEMO")
    before = department.locator("[data-estimate]").all_inner_texts()
    keep(department, "department-1-ranking")
    department.get_by_role("link", name="名单稳不稳").click()
    expect(department.locator("h2", has_text="谁会越线")).to_be_visible()
    keep(department, "department-2-who-crosses")
    department.get_by_role("link", name="试算权重和名额").click()
    department.fill("#places", "７")
    department.get_by_role("button", name="试算一次").click()
    expect(department.locator("tr.changed")).to_have_count(1)
    expect(department.locator("tr.changed .tag.warn")).to_have_text("退出名单")
    keep(department, "department-3-trial")
    acts.go(department, "/rankings/NM-DEMO")
    assert department.locator("[data-estimate]").all_inner_texts() == before
    department.locator("table.ranking tbody a").first.click()
    expect(department.locator(".watermark")).to_contain_text("NM-DEMO")
    keep(department, "department-4-position")

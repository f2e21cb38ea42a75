"""After the lock in a browser: an expert is asked and revises, another reviews once more, all is locked again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.conftest import Site, keep
from tests.browser.looking import violations
from tests.browser.story_acts import go, press
from tests.browser.tour import overflow
from webapp.database import reading
from webapp.models import Account, Assignment, ExtraReview, Reconsideration, Seat


def login_of(site: Site, table: type[Reconsideration] | type[ExtraReview]) -> str:
    """Return the login of the expert whom the first row is about."""
    query = (
        select(Account.login)
        .join(Seat, Seat.account_id == Account.id)
        .join(Assignment, Assignment.seat_id == Seat.id)
        .join(table, table.assignment_id == Assignment.id)
    )
    with reading(site.engine) as session:
        return session.scalars(query.limit(1)).one()


def looked_at(page: Page, name: str) -> None:
    """Keep a picture; no violation, no sideways scroll on a phone."""
    keep(page, f"panel-{name}")
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert overflow(page) <= 0
    page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.slow
def test_divergence_is_reconsidered_and_locked_again(serve: Callable[[str], Site], enter: Callable[..., Page]) -> None:
    site = serve("locked")
    organiser = enter(site, "organiser")
    go(organiser, "/panel/NM-DEMO/divergence?share=10")
    organiser.locator("tbody summary").first.click()
    form = organiser.locator("tbody details[open] form")
    for box in form.locator("[name=review]:checked").all()[1:]:
        box.uncheck()
    form.get_by_role("button", name="发出复议请求").click()
    expect(organiser.locator("[role=status]").first).to_contain_text("已请 1 位专家复议")
    looked_at(organiser, "divergence")
    expert = enter(site, login_of(site, Reconsideration))
    go(expert, "/desk/")
    expert.get_by_role("link", name="查看").first.click()
    expert.fill("#reason", "重看佐证材料，平台数量此前看漏。")
    looked_at(expert, "reconsider")
    expert.locator("input.points").first.fill("７２")
    press(expert, "提交修改")
    expect(expert.locator("tr.changed")).to_have_count(1)
    looked_at(expert, "reconsidered")
    go(organiser, "/panel/NM-DEMO/divergence")
    press(organiser, "结束复议与补评，重新锁定")
    expect(organiser.locator("[role=status]").first).to_contain_text("评分已重新锁定")
    department = enter(site, "department")
    go(department, "/rankings/NM-DEMO")
    press(department, "计算排序")
    expect(department.locator("table.ranking tbody tr")).to_have_count(16)


@pytest.mark.slow
def test_extra_review_reaches_the_desk_of_its_expert(serve: Callable[[str], Site], enter: Callable[..., Page]) -> None:
    site = serve("locked")
    organiser = enter(site, "organiser")
    go(organiser, "/panel/NM-DEMO/extra")
    organiser.locator("tbody summary").first.click()
    organiser.locator("tbody details[open]").get_by_role("button", name="确认安排").click()
    expect(organiser.locator("tbody .tag", has_text="补评中")).to_have_count(1)
    looked_at(organiser, "extra")
    expert = enter(site, login_of(site, ExtraReview))
    go(expert, "/desk/")
    expert.locator("tr", has_text="补评").locator("a").first.click()
    expert.locator("[data-points]").first.fill("75")
    expect(expert.locator("#saving")).to_have_attribute("data-state", "saved")
    looked_at(expert, "extra-desk")


def test_projector_is_driven_by_the_keyboard(serve: Callable[[str], Site], enter: Callable[..., Page]) -> None:
    site = serve("scoring")
    page = enter(site, "organiser")
    go(page, "/rounds/NM-DEMO/meeting")
    expect(page.locator("#refreshing")).to_have_text("每 15 秒刷新")
    looked_at(page, "meeting")
    page.keyboard.press("Space")
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(page.locator("nav [aria-current]")).to_have_text("日程安排")

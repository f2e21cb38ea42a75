"""What was typed into a form that did not get through is there again when its page is opened."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from tests.browser import story_acts as acts
from tests.browser.conftest import PASSWORD, Site
from tests.webapp.pages.intake_world import declare, open_intake
from webapp.database import transaction
from webapp.models import LoginSession

Enter = Callable[..., Page]
RISK = "[name='leading_industry.supply_risk']"
SHARING = "[name='leading_industry.sharing_text']"
OUTPUT = "[name='leading_industry.total_output.0']"


@pytest.fixture
def site(serve: Callable[[str], Site]) -> Site:
    """A round that takes declarations."""
    opened = serve("staff")
    open_intake(opened.engine)
    return opened


@pytest.fixture
def page(site: Site, enter: Enter) -> Page:
    """The form of one declaration before its applicant."""
    opened = enter(site, "applicant")
    acts.go(opened, f"/declaring/{declare(site.engine)}")
    return opened


def end_sessions(site: Site) -> None:
    """End every session, as idle time would."""
    with transaction(site.engine) as session:
        session.execute(delete(LoginSession))


def sign_in(page: Page) -> None:
    """Fill in the entrance that stands before the person."""
    page.fill("#login", "applicant")
    page.fill("#password", PASSWORD)
    page.click("button.primary")


def test_form_sent_after_the_session_ended_is_filled_again(site: Site, page: Page) -> None:
    page.fill(RISK, "供应链稳定，备有两家供应商。")
    address = page.url
    end_sessions(site)
    acts.press(page, "保存")
    sign_in(page)
    expect(page).to_have_url(address)
    expect(page.locator(RISK)).to_have_value("供应链稳定，备有两家供应商。")
    expect(page.locator("#declaration > .note[role=status]")).to_contain_text("已放回")
    acts.press(page, "保存")
    expect(page.locator(".note.good")).to_contain_text("已保存")
    expect(page.locator("#declaration > .note[role=status]")).to_have_count(0)


def test_form_filled_again_overwrites_nothing_saved_meanwhile(site: Site, page: Page, enter: Enter) -> None:
    page.fill(RISK, "我写的。")
    page.fill(OUTPUT, "31.00")
    end_sessions(site)
    colleague = enter(site, "applicant")
    colleague.goto(page.url)
    colleague.fill(RISK, "同事写的。")
    colleague.fill(SHARING, "同事写的共享情况。")
    acts.press(colleague, "保存")
    acts.press(page, "保存")
    sign_in(page)
    expect(page.locator(RISK)).to_have_value("我写的。")
    expect(page.locator(f"{RISK} + .hint")).to_have_text("现已保存的是：同事写的。")
    expect(page.locator(OUTPUT)).to_have_value("31.00")
    expect(page.locator(SHARING)).to_have_value("同事写的共享情况。")


def test_page_of_an_ended_session_is_filled_again_after_its_refusal(site: Site, page: Page) -> None:
    page.fill(RISK, "旧窗口里写的。")
    end_sessions(site)
    other = page.context.new_page()
    other.goto(f"{site.address}/sign-in")
    sign_in(other)
    other.wait_for_selector("header form")
    acts.press(page, "保存")
    expect(page.locator("h1")).to_have_text("页面已过期")
    page.get_by_role("link", name="返回上一页").click()
    expect(page.locator(RISK)).to_have_value("旧窗口里写的。")


def test_form_sent_while_the_network_was_away_is_filled_again(page: Page) -> None:
    page.fill(RISK, "断网时提交的。")
    address = page.url
    page.context.set_offline(True)
    acts.press(page, "保存")
    expect(page.locator(RISK)).to_have_count(0)
    page.context.set_offline(False)
    page.goto(address)
    expect(page.locator(RISK)).to_have_value("断网时提交的。")


def test_another_person_in_the_same_window_finds_nothing_typed(site: Site, page: Page) -> None:
    page.fill(RISK, "不给别人看。")
    end_sessions(site)
    acts.press(page, "保存")
    page.fill("#login", "city")
    page.fill("#password", site.know("city"))
    page.click("button.primary")
    page.wait_for_selector("header form")
    assert page.evaluate("Object.keys(sessionStorage)") == []

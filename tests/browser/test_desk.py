"""The expert's desk in a real browser: nothing acknowledged is lost, nothing stored twice, no mouse needed."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Response, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browser import desk_acts as acts
from tests.browser.conftest import PASSWORD, Site, keep
from webapp.models import Account, Review
from webapp.permissions import Role
from webapp.queries import accounts

Enter = Callable[..., Page]
Serve = Callable[[str], Site]
WEIGHT_LIMIT = 120 * 1024


@pytest.fixture
def site(serve: Serve) -> Site:
    """The invented round while experts score."""
    return serve("scoring")


@pytest.fixture
def page(site: Site, enter: Enter, expert_login: Callable[[Site], str]) -> Page:
    """The first expert's window on the first sheet."""
    opened = enter(site, expert_login(site))
    acts.sign(opened, site)
    return opened


def test_scores_typed_while_offline_are_all_saved_on_return(site: Site, page: Page) -> None:
    sheet = acts.sheet_number(page)
    acts.type_points(page, "81")
    acts.wait_for(page, "saved")
    page.context.set_offline(True)
    acts.type_points(page, "82", "83.5", "84", "85", "86")
    acts.wait_for(page, "offline")
    keep(page, "desk-offline")
    assert list(acts.stored(site, sheet).values()) == [8100]
    page.context.set_offline(False)
    acts.wait_for(page, "saved")
    acts.wait_until_no_draft_is_left(page)
    assert sorted(value or 0 for value in acts.stored(site, sheet).values()) == [8200, 8350, 8400, 8500, 8600]
    saved = acts.times_saved(site, sheet)
    # The first criterion was saved twice because it was typed twice; each other one once.
    assert (len(saved), len(set(saved))) == (6, 5)


def test_window_closed_while_offline_gives_its_draft_to_the_next(site: Site, page: Page) -> None:
    sheet, address = acts.sheet_number(page), page.url
    page.context.set_offline(True)
    acts.type_points(page, "91", "92")
    page.locator("#opinion").fill("网络中断时写下的意见。")
    acts.wait_for(page, "offline")
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    acts.wait_for(again, "saved")
    assert again.locator("[data-points]").nth(1).input_value() == "92.00"
    assert sorted(value or 0 for value in acts.stored(site, sheet).values()) == [9100, 9200]
    assert acts.opinion_of(site, sheet) == "网络中断时写下的意见。"


def test_drafts_of_other_sheets_are_sent_from_the_list(site: Site, page: Page) -> None:
    sheet = acts.sheet_number(page)
    page.context.set_offline(True)
    acts.type_points(page, "77")
    acts.wait_for(page, "offline")
    context = page.context
    page.close()
    context.set_offline(False)
    listed = context.new_page()
    with listed.expect_response(lambda answer: answer.url.endswith("/save")):
        listed.goto(f"{site.address}/desk/")
    # The list shows itself again once the draft is stored.
    expect(listed.locator("main tbody tr").first).to_contain_text("1/30")
    acts.wait_until_no_draft_is_left(listed)
    assert list(acts.stored(site, sheet).values()) == [7700]


def test_desk_goes_on_after_signing_in_again_elsewhere(site: Site, page: Page) -> None:
    sheet = acts.sheet_number(page)
    other = page.context.new_page()
    other.goto(f"{site.address}/desk/")
    other.locator("header form button").click()
    other.wait_for_selector("#login")
    acts.type_points(page, "71")
    acts.wait_for(page, "offline")
    login = acts.login_of(site, sheet)
    other.fill("#login", login)
    other.fill("#password", PASSWORD)
    other.click("button.primary")
    other.wait_for_selector("header form")
    acts.wait_for(page, "saved")
    assert list(acts.stored(site, sheet).values()) == [7100]


def test_pasted_full_width_points_with_spaces_are_read(site: Site, page: Page) -> None:
    sheet = acts.sheet_number(page)
    page.locator("[data-points]").first.focus()
    page.keyboard.insert_text("    　　１２．５   ")
    acts.wait_for(page, "saved")
    assert list(acts.stored(site, sheet).values()) == [1250]


def test_head_counts_what_is_given_while_the_network_is_away(page: Page) -> None:
    page.context.set_offline(True)
    acts.type_points(page, "81", "82")
    expect(page.locator("#given")).to_have_text("2")
    page.context.set_offline(False)
    acts.wait_for(page, "saved")


def test_second_window_sees_the_clash_and_keeps_its_own(site: Site, page: Page) -> None:
    sheet = acts.sheet_number(page)
    other = page.context.new_page()
    other.goto(page.url)
    acts.type_points(page, "60.5")
    acts.wait_for(page, "saved")
    acts.type_points(other, "70")
    box = other.locator("[data-criterion]").first
    expect(box.locator("[data-error]")).to_contain_text("60.50")
    keep(other, "desk-clash")
    assert list(acts.stored(site, sheet).values()) == [6050]
    box.get_by_role("button", name="保留本窗口").press("Enter")
    acts.wait_for(other, "saved")
    expect(box.locator("[data-error]")).to_have_text("")
    assert list(acts.stored(site, sheet).values()) == [7000]


def test_second_window_may_take_what_the_first_saved(site: Site, page: Page) -> None:
    sheet = acts.sheet_number(page)
    other = page.context.new_page()
    other.goto(page.url)
    acts.type_points(page, "60")
    acts.wait_for(page, "saved")
    acts.type_points(other, "70")
    other.get_by_role("button", name="采用已保存的").press("Enter")
    expect(other.locator("[data-points]").first).to_have_value("60.00")
    assert list(acts.stored(site, sheet).values()) == [6000]


def test_unsettled_clash_outlives_its_window(site: Site, page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    acts.type_points(page, "60")
    acts.wait_for(page, "saved")
    acts.type_points(other, "70")
    expect(other.locator("[data-error]").first).to_contain_text("60.00")
    other.reload()
    expect(other.locator("[data-error]").first).to_contain_text("60.00")
    assert other.locator("[data-points]").first.input_value() == "70.00"


def test_two_opinions_are_both_kept(site: Site, page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#opinion").fill("甲窗口的意见。")
    acts.wait_for(page, "saved")
    other.locator("#opinion").fill("乙窗口的意见。")
    acts.wait_for(other, "saved")
    acts.wait_until_no_draft_is_left(other)
    assert acts.opinion_of(site, acts.sheet_number(page)) == "甲窗口的意见。\n乙窗口的意见。"


def test_two_opinions_too_long_together_lose_nothing(site: Site, page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#opinion").fill("甲" * 3000)
    acts.wait_for(page, "saved")
    other.locator("#opinion").fill("乙" * 3000)
    acts.wait_for(other, "error")
    expect(other.locator("#e-opinion")).to_contain_text("最多写 4000 字，现有 6001 字")
    other.reload()
    acts.wait_for(other, "error")
    assert other.locator("#opinion").input_value() == "甲" * 3000 + "\n" + "乙" * 3000
    other.locator("#opinion").fill("甲乙")
    acts.wait_for(other, "saved")
    expect(other.locator("#e-opinion")).to_have_text("")
    assert acts.opinion_of(site, acts.sheet_number(page)) == "甲乙"


def test_second_machine_carries_on_where_the_first_stopped(
    site: Site, page: Page, enter: Enter, expert_login: Callable[[Site], str]
) -> None:
    sheet = acts.sheet_number(page)
    acts.type_points(page, "61", "62")
    acts.wait_for(page, "saved")
    second = enter(site, expert_login(site), PASSWORD)
    second.goto(page.url)
    assert [second.locator("[data-points]").nth(n).input_value() for n in range(3)] == ["61.00", "62.00", ""]
    second.keyboard.type("63")
    second.keyboard.press("Enter")
    acts.wait_for(second, "saved")
    assert sorted(value or 0 for value in acts.stored(site, sheet).values()) == [6100, 6200, 6300]


def test_full_width_digits_are_read_as_numbers(site: Site, page: Page) -> None:
    acts.type_points(page, "８５．５", "９０。２５")
    acts.wait_for(page, "saved")
    assert sorted(value or 0 for value in acts.stored(site, acts.sheet_number(page)).values()) == [8550, 9025]


def test_wrong_points_are_explained_and_not_saved(site: Site, page: Page) -> None:
    acts.type_points(page, "101")
    acts.wait_for(page, "error")
    with page.expect_response(lambda answer: answer.url.endswith("/save")):
        page.keyboard.type("88")
        page.keyboard.press("Enter")
    acts.wait_for(page, "error")
    expect(page.locator("[data-error]").first).to_contain_text("0 到 100")
    assert list(acts.stored(site, acts.sheet_number(page)).values()) == [8800]


def test_desk_page_weighs_little_and_logs_no_error(site: Site, page: Page) -> None:
    answers: list[Response] = []
    errors: list[str] = []
    sizes: list[int] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("response", lambda answer: answers.append(answer))
    page.on("console", note)
    network = page.context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda done: sizes.append(int(done["encodedDataLength"])))
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload(wait_until="networkidle")
    assert 0 < sum(sizes) <= WEIGHT_LIMIT
    policy = answers[0].headers["content-security-policy"]
    assert ("unsafe" in policy, "script-src 'self'" in policy, errors) == (False, True, [])
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(site.address).netloc}


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _press in range(80):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def press_enter(page: Page) -> None:
    """Press Enter and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.slow
def test_twenty_declarations_are_scored_without_the_mouse(
    site: Site, browser_page: Page, expert_login: Callable[[Site], str]
) -> None:
    page, login = browser_page, expert_login(site)
    with Session(site.engine) as session:
        account = accounts.accounts_of_role(session, Role.EXPERT)[0]
        acts.enlarge(site, account.id, 20)
    password = site.know(login)
    page.goto(f"{site.address}/sign-in")
    tab_to(page, "#login")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    press_enter(page)
    tab_to(page, "[name=accepted]")
    page.keyboard.press("Space")
    tab_to(page, "main button.primary")
    press_enter(page)
    tab_to(page, "main tbody a")
    press_enter(page)
    for place in range(20):
        page.wait_for_selector("#saving", state="attached")
        assert page.locator("[data-points]").count() == 30
        for number in range(30):
            page.keyboard.type(str(70 + (place + number) % 20))
            page.keyboard.press("Enter")
        page.keyboard.type(f"第{place + 1}份：产业特色鲜明。")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    tab_to(page, "main form button.primary")
    press_enter(page)
    keep(page, "desk-all-submitted")
    with Session(site.engine) as session:
        mine = select(Review).where(Review.state == "submitted")
        reviews = session.scalars(mine).all()
        assert session.get_one(Account, account.id).login == login
    assert len(reviews) == 20
    assert [len(acts.stored(site, review.assignment_id)) for review in reviews] == [30] * 20

"""The page of particulars in a real browser: uploading a file costs nobody what was chosen and not yet saved."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import story_acts as acts
from tests.browser.conftest import Site
from tests.webapp.imports.test_evidence import pdf
from tests.webapp.pages.intake_world import declare, open_intake, stored


def test_upload_keeps_what_was_chosen_and_not_saved(serve: Callable[[str], Site], enter: Callable[..., Page]) -> None:
    site = serve("staff")
    open_intake(site.engine)
    number = declare(site.engine)
    page = enter(site, "applicant")
    acts.go(page, f"/declarations/{number}/particulars")
    choice = page.locator("select[name='evidence:governance.service_ticks']")
    choice.select_option("paper")
    row = page.locator("#evidence tbody tr", has_text="公共服务平台").first
    row.locator("input[type=file]").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    with page.expect_navigation():
        row.get_by_role("button", name="上传").click()
    expect(page.locator(".files").get_by_role("link", name="a.pdf")).to_be_visible()
    expect(choice).to_have_value("paper")
    expect(page.locator("#carried")).to_be_visible()
    acts.press(page, "保存申报主体与材料")
    expect(page.locator("#carried")).to_be_hidden()
    assert stored(site.engine, number).context["evidence_stated"] == {"governance.service_ticks": "paper"}


def test_section_without_findings_shows_no_number(serve: Callable[[str], Site], enter: Callable[..., Page]) -> None:
    site = serve("staff")
    open_intake(site.engine)
    page = enter(site, "applicant")
    acts.go(page, f"/declaring/{declare(site.engine)}")
    badges = page.locator("[data-badge]")
    assert [badge.text_content() for badge in badges.all() if badge.is_visible() and badge.text_content() == "0"] == []

"""The applicant types and is told at once; the city returns the declaration with one letter; it comes back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import story_acts as acts
from tests.browser.conftest import Site, keep
from tests.webapp.pages.intake_world import declare, open_intake


@pytest.mark.slow
def test_applicant_is_told_at_once_and_corrects_after_one_letter(
    serve: Callable[[str], Site], enter: Callable[..., Page]
) -> None:
    site = serve("staff")
    open_intake(site.engine)
    number = declare(site.engine)
    applicant, city = enter(site, "applicant"), enter(site, "city")
    acts.go(applicant, f"/declaring/{number}")
    applicant.fill("[name='leading_industry.total_output.0']", "14.20")
    applicant.fill("[name='leading_industry.supply_risk']", "供应链稳定")
    expect(applicant.locator("#live-leading_industry")).to_contain_text("15亿元以上")
    expect(applicant.locator("[data-counter='leading_industry.supply_risk']")).to_have_text("5/200")
    expect(applicant.locator("[data-badge=leading_industry]")).to_have_text(re.compile(r"[1-9]"))
    keep(applicant, "intake-1-told-at-once")
    applicant.fill("[name='leading_industry.total_output.0']", "15.20")
    expect(applicant.locator("#live-leading_industry")).not_to_contain_text("15亿元以上")
    acts.press(applicant, "保存并提交")
    acts.go(city, f"/city/{number}/correction")
    city.fill("#more", "申报表封面：未加盖公章")
    city.fill("#due_on", "2026-04-10")
    keep(city, "intake-2-one-letter")
    acts.press(city, "退回并生成补正通知")
    acts.go(applicant, f"/declaring/{number}")
    expect(applicant.locator("main")).to_contain_text("未加盖公章")
    acts.press(applicant, "保存并提交")
    acts.go(applicant, f"/declarations/{number}/particulars")
    keep(applicant, "intake-3-particulars")
    acts.go(city, f"/declarations/{number}")
    keep(city, "intake-4-city")
    expect(city.locator("#city h2 .tag")).to_have_text("已提交盟市")

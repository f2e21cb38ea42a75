"""The list in a browser: a spot check, an upheld objection, a replacement in its own publicity, the announcement."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.browser import story_acts as acts
from tests.browser.conftest import Site, keep
from tests.conftest import NOW, TODAY
from tests.stories.list_world import published_round
from webapp.database import transaction
from webapp.models import Objection, Publicity

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def move_back(session: Session, days: int) -> None:
    """Let publicities and objections lie so many days further back, for the clock of the site stands still."""
    for hung in session.query(Publicity):
        moved = {name: getattr(hung, name) - timedelta(days=days) for name in ("published_on", "first_day", "last_day")}
        session.execute(update(Publicity).where(Publicity.id == hung.id).values(**moved))
    for heard in session.query(Objection):
        if heard.decided_at is not None:
            heard.decided_at -= timedelta(days=days)


@pytest.mark.slow
def test_objection_replacement_and_announcement_in_the_browser(
    serve: Callable[[str], Site], enter: Callable[..., Page], browser_page: Page
) -> None:
    site = serve("publicity")
    with transaction(site.engine) as session:
        found, positions = published_round(session, "nm-2023", replacement="next_in_rank")
        found.decided_at = NOW - timedelta(days=60)
        names = {one.declaration.number: one.declaration.cluster_name for one in positions}
        ninth = positions[8].declaration.cluster_name
    department = enter(site, "department")
    acts.go(department, "/spot-checks/NM-DEMO")
    department.locator("input[name=chosen]").first.check()
    keep(department, "list-1-spot-checks")
    acts.press(department, "列入抽查")
    department.locator("main section a").first.click()
    department.fill("#visitors", "甲某、乙某")
    department.select_option("#outcome", "agrees")
    department.fill("#text", "现场与申报一致。")
    acts.press(department, "保存抽查结果")
    expect(department.locator("main .tag.good")).to_have_text("与申报一致")
    acts.go(department, "/objections/NM-DEMO")
    first = department.locator("#number option").first.get_attribute("value") or ""
    department.fill("#received_on", str(TODAY))
    department.fill("#objector", "某公司")
    department.fill("#contact", "13800000000")
    department.fill("#claim", "产值数据与税务数据不符。")
    department.set_input_files("#file", {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": PDF})
    keep(department, "list-2-objection-form")
    acts.press(department, "登记")
    department.fill("#investigators", "甲某")
    department.fill("#finding", "调阅税务数据核对属实。")
    acts.press(department, "保存核查情况")
    acts.go(department, "/publicity/NM-DEMO")
    acts.press(department, "公布名单")
    expect(department.locator("[role=alert]")).to_contain_text("异议尚未处理完毕，不得公布认定。（第10条）")
    keep(department, "list-3-refused")
    acts.go(department, "/objections/NM-DEMO")
    department.locator("main tbody a").click()
    department.select_option("#outcome", "upheld")
    department.fill("#decider", "厅长办公会")
    department.fill("#answer", "经核查属实，退出名单。")
    acts.press(department, "作出处理")
    keep(department, "list-4-decided")
    with transaction(site.engine) as session:
        move_back(session, 28)
    acts.go(department, "/publicity/NM-DEMO")
    expect(department.locator("main select[name=newcomer] option")).to_contain_text([ninth])
    department.locator("input[name=published_on]").fill("2026-03-02")
    acts.press(department, "开始递补公示")
    acts.press(department, "公布名单")
    expect(department.locator("main .tag.good").first).to_have_text("已认定")
    keep(department, "list-5-announced")
    with department.expect_download() as download:
        department.locator("a[href$='certificates.xlsx']").click()
    assert download.value.suggested_filename == "NM-DEMO-证书信息表.xlsx"
    browser_page.goto(f"{site.address}/public/NM-DEMO/embed")
    expect(browser_page.locator("main")).to_contain_text(f"递补“{names[first]}”")
    keep(browser_page, "list-6-embedded")

"""One round from opening to publicity, every step by the person who takes it, in Chinese, in a browser."""

import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser import story_acts as acts
from tests.browser.conftest import Site, keep
from webapp.services.verify_bundle import verify_bundle


def sign_and_score(page: Page, points: int) -> None:
    """Expert: the undertaking, then every criterion by keyboard, then the opinion, then submit all."""
    page.check("[name=accepted]")
    acts.press(page, "签署承诺书")
    page.locator("main tbody a").first.click()
    while True:
        inputs = page.locator("[data-points]")
        number = re.search(r"STORY-1-00(\d)", page.locator(".desk-head").inner_text())
        assert number is not None
        better = 3 * int(number[1])
        inputs.first.focus()
        for at in range(inputs.count()):
            page.keyboard.type(str(points + better + at % 7))
            page.keyboard.press("Enter")
        page.keyboard.type("产业特色鲜明，同意按得分择优。")
        expect(page.locator("#saving")).to_have_attribute("data-state", "saved")
        expect(page.locator("#total")).to_have_text(re.compile(r"^\d+\.\d\d$"))
        is_last = page.locator("#next").inner_text() == "汇总并提交"
        page.locator("#next").click()
        page.wait_for_load_state()
        if is_last:
            break
    acts.press(page, "确认并提交全部评审")
    expect(page.locator(".tag", has_text="未开始")).to_have_count(0)


def figures_on_screen(page: Page) -> list[tuple[str, Decimal]]:
    """Read number and estimate of every row."""
    rows = page.locator("table.ranking tbody tr")
    return [
        (rows.nth(n).locator("td").nth(1).inner_text(), Decimal(rows.nth(n).locator("[data-estimate]").inner_text()))
        for n in range(rows.count())
    ]


def figures_in_workbook(path: Path) -> dict[str, Decimal]:
    """Read number and estimate of every row with another reader."""
    sheet = load_workbook(BytesIO(path.read_bytes())).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(rows) if "项目编号" in row)
    number, estimate = (
        rows[head].index("项目编号"),
        next(n for n, value in enumerate(rows[head]) if value and "校准" in str(value)),
    )
    return {row[number]: Decimal(str(row[estimate])) for row in rows if str(row[number] or "").startswith("STORY")}


@pytest.mark.slow
def test_round_from_opening_to_replayed_bundle(
    serve: Callable[[str], Site], enter: Callable[..., Page], tmp_path: Path
) -> None:
    site = serve("staff")
    department = enter(site, "department")
    acts.open_and_freeze_round(department)
    keep(department, "1-round-frozen")
    acts.bring_declarations(department)
    acts.fill_declaration_online(enter(site, "applicant"))
    acts.recommend_everything(enter(site, "city"))
    acts.decide_and_admit(department)
    keep(department, "2-declarations")
    organiser = enter(site, "organiser")
    passwords = acts.draw_and_assign(organiser)
    keep(organiser, "3-accounts")
    for place, (login, password) in enumerate(passwords.items()):
        expert = enter(site, login, password)
        sign_and_score(expert, 66 + 3 * place)
        if place == 0:
            keep(expert, "4-desk")
    acts.go(organiser, "/progress/STORY-1")
    acts.press(organiser, "提醒未完成的专家")
    acts.press(organiser, "锁定评分")
    acts.go(department, "/rankings/STORY-1")
    acts.press(department, "计算排序")
    keep(department, "6-ranking")
    shown = figures_on_screen(department)
    acts.press(department, "确定名单")
    with department.expect_download() as download:
        department.locator("a[href$='ranked-list.xlsx']").click()
    assert figures_in_workbook(Path(download.value.path())) == dict(shown)
    acts.go(department, "/publicity/STORY-1")
    department.fill("#published_on", "2026-03-23")
    acts.press(department, "开始公示")
    expect(department.locator("dd strong").nth(1)).to_have_text("2026-03-30")
    observer = enter(site, "observer")
    acts.go(observer, "/bundle/STORY-1?verify=1")
    expect(observer.locator("li .tag.good")).to_have_count(14)
    keep(observer, "7-replayed")
    with observer.expect_download() as bundle:
        observer.get_by_role("link", name="下载核验包").click()
    lines = verify_bundle(Path(bundle.value.path()).read_bytes())
    assert [line.fault for line in lines] == [None] * 14

"""Who judges what, by the organiser in a browser: pool, conflicts, draw, plan, edits, comparison, experts' lists."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser import round_files
from tests.browser.conftest import Site, keep
from tests.browser.looking import violations
from tests.browser.story_acts import EXCEL, go, press
from tests.browser.tour import overflow

ROUND = "NM-DEMO"


def looked_at(page: Page, name: str) -> None:
    """Keep a picture; no violation, no sideways scroll on a phone."""
    keep(page, f"assignment-{name}")
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert overflow(page) <= 0
    page.set_viewport_size({"width": 1366, "height": 768})


def pool_with(n_in_baotou: int) -> bytes:
    """The invented pool as a workbook; the first so many experts sit in the city of two declarations."""
    book = load_workbook(BytesIO(round_files.expert_table()))
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value and "姓名" in str(cell.value) for cell in row))
    city = next(cell.column for cell in header if str(cell.value).startswith("所在市"))
    for row in range(header[0].row + 1, header[0].row + 1 + n_in_baotou):
        sheet.cell(row, city, "包头市")
    return round_files.saved(book)


def bring_and_draw(page: Page, pool: bytes) -> None:
    """Bring experts from a workbook, check conflicts and draw."""
    go(page, "/experts/")
    page.set_input_files("input[name=table]", {"name": "专家.xlsx", "mimeType": EXCEL, "buffer": pool})
    press(page, "导入")
    go(page, f"/experts/rounds/{ROUND}")
    press(page, "按规则核对回避")
    expect(page.locator("#conflicts tbody tr").first).to_contain_text("同一地区")
    page.fill("#department", "42")
    page.fill("#observer", "17")
    press(page, "抽取专家组")


def edit_first_panel(page: Page) -> None:
    """Whom a rule bars cannot be ticked; one expert too many is objected to at once, and saved only with a reason."""
    page.get_by_role("link", name="调整", exact=True).first.click()
    barred = page.locator("tbody tr", has_text="须回避").locator("input:not(:checked)")
    expect(barred.first).to_be_disabled()
    page.locator("tbody input:not(:checked):enabled").first.check()
    expect(page.locator("#objections .note")).to_contain_text("6")
    looked_at(page, "edit")
    page.locator("tbody input:checked").first.uncheck()
    expect(page.locator("#objections .note.good")).to_have_count(1)
    page.fill("#reason", "换入更熟悉该行业的专家。")
    press(page, "保存调整")
    expect(page.locator("main ol li")).to_contain_text("换入更熟悉该行业的专家")


@pytest.mark.slow
def test_organiser_draws_assigns_edits_compares_and_prints(
    serve: Callable[[str], Site], enter: Callable[..., Page]
) -> None:
    page = enter(serve("declaring"), "organiser")
    bring_and_draw(page, pool_with(6))
    press(page, "计算分派")
    looked_at(page, "assigned")
    go(page, f"/assigning/{ROUND}")
    facts = page.locator("dl.facts").first
    for figure in ("匹配度合计", "匹配最差的申报", "每位专家份数", "可比性"):
        expect(facts).to_contain_text(figure)
    looked_at(page, "plan")
    edit_first_panel(page)
    page.get_by_role("link", name="方案比较").click()
    page.select_option("#other", "fair")
    press(page, "比较")
    expect(page.locator("section tbody tr").first).to_contain_text("匹配度合计")
    looked_at(page, "compared")
    go(page, f"/assigning/{ROUND}")
    press(page, "采用方案，开始评分")
    page.goto(f"{page.url.split('/experts')[0].split('/assigning')[0]}/assigning/{ROUND}/people")
    with page.expect_download() as download:
        page.locator("#papers li", has_text="专家评审名单").get_by_role("link", name="docx").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


@pytest.mark.slow
def test_organiser_reads_in_words_why_there_is_no_plan(
    serve: Callable[[str], Site], enter: Callable[..., Page]
) -> None:
    page = enter(serve("declaring"), "organiser")
    bring_and_draw(page, pool_with(21))
    press(page, "计算分派")
    alert = page.locator("[role=alert]")
    expect(alert).to_contain_text("没有可行的分派方案")
    expect(alert).to_contain_text("办法：把 2 件申报所需专家合计减少 10 人次：NM-DEMO-001（-5）、NM-DEMO-012（-5）")
    looked_at(page, "impossible")

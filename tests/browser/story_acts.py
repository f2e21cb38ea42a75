"""The acts of the story, each as the person does it in the browser."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import round_files

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def press(page: Page, text: str) -> None:
    """Press the button with this text and wait for the page that follows."""
    page.get_by_role("button", name=text, exact=True).click()
    page.wait_for_load_state()


def go(page: Page, path: str) -> None:
    """Open a page of the same site."""
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)


def open_and_freeze_round(page: Page) -> None:
    """Department: a round on the rule pack, its settings, the freeze."""
    go(page, "/rounds/new")
    page.select_option("#pack", "nm-2023")
    page.fill("#code", "STORY-1")
    press(page, "新建并设置")
    for name, value in {
        "declaration_year": "2026",
        "experts_per_declaration": "３",
        "panel_size": "4",
        "n_reserves": "2",
        "max_load": "5",
        "places": "2",
        "contact_phone": "0471-0000000",
    }.items():
        page.fill(f"#{name}", value)
    page.select_option("#seed_procedure", "together")
    page.fill("#weight_green", "20")
    press(page, "保存设置")
    expect(page.locator("[role=alert]")).to_contain_text("权重之和应为 100")
    page.go_back()
    page.fill("#weight_green", "15")
    press(page, "保存设置")
    press(page, "冻结规则，开始受理")
    expect(page.locator("dd.mono")).to_have_text(re.compile(r"^[0-9a-f]{64}$"))


def bring_declarations(page: Page) -> None:
    """Department: a spoiled table is refused by cell, then a table and a filled form come in."""
    go(page, "/declarations/?round=STORY-1")
    spoiled = round_files.filled_table(range(2), spoil=True)
    page.set_input_files("input[name=table]", {"name": "汇总.xlsx", "mimeType": EXCEL, "buffer": spoiled})
    press(page, "导入汇总表")
    expect(page.locator("[role=alert] li")).to_have_count(1)
    go(page, "/declarations/?round=STORY-1")
    table = round_files.filled_table(range(2))
    page.set_input_files("input[name=table]", {"name": "汇总.xlsx", "mimeType": EXCEL, "buffer": table})
    press(page, "导入汇总表")
    expect(page.locator("main tbody tr")).to_have_count(2)
    form = round_files.filled_form(2)
    page.set_input_files("input[name=form]", {"name": "申报表.docx", "mimeType": WORD, "buffer": form})
    press(page, "导入申报表")
    expect(page.locator("h1")).to_contain_text("鄂尔多斯市东胜区羊绒纺织")


def fill_declaration_online(page: Page) -> None:
    """Applicant: begin, make a mistake, return, correct it, submit."""
    go(page, "/declarations/")
    press(page, "在线填报")
    answers = round_files.answers_of(3)
    type_answers(page, {**answers, "basic.area_km2": "三十"})
    press(page, "保存")
    expect(page.locator(".error").first).to_be_visible()
    go(page, "/declarations/")
    page.locator("main tbody a").click()
    assert page.input_value("[name='cover.cluster_name']") == answers["cover.cluster_name"]
    type_answers(page, {"basic.area_km2": "３０．５０"})
    press(page, "保存并提交")
    expect(page.locator("#findings")).to_be_visible()


def type_answers(page: Page, answers: dict[str, Any]) -> None:
    """Type answers into the cells of the online form."""
    for key, value in answers.items():
        if isinstance(value, list) and page.locator(f"[name='{key}.0']").count():
            for index, cell in enumerate(value):
                page.fill(f"[name='{key}.{index}']", str(cell))
        elif isinstance(value, list) and page.locator(f"[name='{key}'][type=checkbox]").count():
            for number in value:
                page.check(f"[name='{key}'][value='{number}']")
        elif page.locator(f"select[name='{key}']").count():
            page.select_option(f"[name='{key}']", str(value))
        elif page.locator(f"[name='{key}']").count():
            page.fill(f"[name='{key}']", str(value))


def recommend_everything(page: Page) -> None:
    """City bureau: verify on site and recommend each declaration."""
    go(page, "/declarations/")
    links = page.locator("main tbody a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for link in links:
        go(page, link)
        page.check("[name=visited]")
        page.select_option("#operator_kind", "产业园区管委会")
        page.fill("#opinion", "经实地核实，同意推荐。")
        press(page, "推荐至主管部门")


def decide_and_admit(page: Page) -> None:
    """Department: decide in writing what is left open, then admit."""
    go(page, "/declarations/?round=STORY-1")
    links = page.locator("main tbody a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for link in links:
        go(page, link)
        while page.locator("form:has([name=outcome])").count() > page.locator("td .note.good, li .note.good").count():
            form = page.locator("tr:not(:has(.note)) form:has([name=outcome]), li:not(:has(.note)) form").first
            form.locator("[name=reason]").fill("经核实，佐证材料齐全，予以认定。")
            form.get_by_role("button").click()
            page.wait_for_load_state()
    go(page, "/declarations/?round=STORY-1")
    press(page, "按审查结果确定进入评审的申报")
    expect(page.locator("main tbody .tag", has_text="进入评审")).to_have_count(4)


def draw_and_assign(page: Page) -> dict[str, str]:
    """Organiser: pool, conflicts, draw, plan; return the experts' passwords shown once."""
    go(page, "/experts/")
    pool = round_files.expert_table()
    page.set_input_files("input[name=table]", {"name": "专家.xlsx", "mimeType": EXCEL, "buffer": pool})
    press(page, "导入")
    go(page, "/experts/rounds/STORY-1")
    press(page, "按规则核对回避")
    page.fill("#department", "42")
    page.fill("#observer", "17")
    press(page, "抽取专家组")
    press(page, "计算分派")
    press(page, "采用方案，开始评分")
    rows = page.locator("main tbody tr")
    cells = [rows.nth(n).locator("td").all_inner_texts() for n in range(rows.count())]
    return {login: password for _name, login, password in cells}

"""The columns of the table of experts: what each is called, and which of them a row cannot do without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.imports.imported_declaration import CellProblem, Place
from webapp.imports.score_table import column_letter
from webapp.imports.workbook import CellValue

TITLES: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "专家姓名"),
    "unit": ("工作单位", "单位", "所在单位", "单位名称"),
    "other_names": ("单位曾用名/别名", "单位曾用名", "单位别名", "曾用名/别名"),
    "parents": ("上级单位", "主管单位"),
    "province": ("所在省", "省", "省份", "所在省（区、市）"),
    "city": ("所在市", "市", "盟市", "所在盟市"),
    "county": ("所在县", "县", "旗县", "所在旗县", "所在旗县（市、区）"),
    "titles": ("职称", "专业技术职称"),
    "posts": ("职务", "行政职务"),
    "industries": ("行业专长", "行业", "专业领域"),
    "areas": ("领域专长", "擅长领域"),
    "keywords": ("关键词", "研究方向"),
    "advice": ("兼职单位", "兼职", "兼职及顾问单位"),
    "past": ("原工作单位及年份", "原工作单位", "工作经历"),
    "avoid": ("回避单位", "申请回避单位"),
    "phone": ("联系电话", "电话", "手机", "手机号"),
    "note": ("备注", "说明"),
}
REQUIRED = ("name", "unit")
NUMBERING = ("序号", "编号", "no", "no.")
UNWANTED = re.compile(r"身份证|证件号|银行|账号|卡号|住址|出生|民族|籍贯|政治面貌")
SEARCHED_ROWS = 10

NO_HEADER = "没有找到表头。表头应在前10行内，至少含有“姓名”和“工作单位”两列，请使用模板。"
MISSING_COLUMN = "缺少“{title}”这一列，请补上。"
TWICE = "“{title}”这一列出现了两次，请只保留一列。"
UNKNOWN = "不认识“{title}”这一列。请改成模板里的列名，或删除这一列。"
NOT_WANTED = "本系统不收集“{title}”。为保护个人信息，请删除这一列后再导入。"


@dataclass(frozen=True)
class ExpertHeader:
    """Which column (from 0) holds what, and the index of the header's row."""

    row: int
    columns: Mapping[str, int]


def find_expert_header(
    sheet: str, rows: Sequence[Sequence[CellValue]]
) -> tuple[ExpertHeader | None, tuple[CellProblem, ...]]:
    """Return the header with its problems; None when no row looks like one."""
    known = {plain(title): key for key, titles in TITLES.items() for title in titles}
    for at, row in enumerate(rows[:SEARCHED_ROWS]):
        named = {known[text] for value in row if (text := plain(value)) in known}
        if named & set(REQUIRED) and len(named) > 1:
            return _read(sheet, at, row, known)
    return None, (place(sheet, 0, 0).problem("", "no_header", NO_HEADER),)


def _read(
    sheet: str, at: int, row: Sequence[CellValue], known: Mapping[str, str]
) -> tuple[ExpertHeader, tuple[CellProblem, ...]]:
    columns: dict[str, int] = {}
    problems: list[CellProblem] = []
    for column, value in enumerate(row):
        text, here = plain(value), place(sheet, at, column)
        values = {"title": str(value).strip()}
        if not text or text in NUMBERING:
            continue
        if text in known and known[text] in columns:
            problems.append(here.problem(known[text], "column_twice", TWICE, values))
        elif text in known:
            columns[known[text]] = column
        elif UNWANTED.search(text):
            problems.append(here.problem("", "personal_data_not_wanted", NOT_WANTED, values))
        else:
            problems.append(here.problem("", "unknown_column", UNKNOWN, values))
    problems += [
        place(sheet, at, 0).problem(key, "missing_column", MISSING_COLUMN, {"title": TITLES[key][0]})
        for key in REQUIRED
        if key not in columns
    ]
    return ExpertHeader(at, columns), tuple(problems)


def place(sheet: str, row: int, column: int) -> Place:
    """Where a cell stands, from indices that count from 0."""
    return Place(sheet, row + 1, column + 1, f"{column_letter(column)}{row + 1}")


def plain(value: CellValue) -> str:
    """A header's text without blanks, half width, so that printed variants agree."""
    return "" if value is None else "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())

"""The empty table of experts as .xlsx, with a sheet that says what goes into each column."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from webapp.exports.declaration_template import LINE, print_guide
from webapp.exports.text_width import n_lines

SHEET, GUIDE = "专家库", "填写说明"
LETTERING = {"font_name": "仿宋_GB2312", "font_size": 11, "valign": "vcenter", "text_wrap": True}
GUIDE_LINES = (
    "一行填一位专家，从第2行起填写；不要改动列名，不用的列可以留空或删除。",
    "只有“姓名”和“工作单位”必填；其他列填得越全，回避核对和分派越准。",
    "一格填多项时用“；”隔开。全角数字、空格和括号都认得。",
    "请不要填写身份证号、银行账号等信息，系统不收集。",
    "上传后系统一次列出所有有问题的单元格，改好再传；有一处问题就不会保存任何内容。",
)
GUIDE_HEADINGS = ("列名", "是否必填", "怎样填", "例")
GUIDE_WIDTHS = (22, 10, 60, 34)


@dataclass(frozen=True)
class ExpertColumn:
    """One column of the template: its title, how to fill it, and an example."""

    title: str
    guidance: str
    example: str
    width: int = 18
    is_required: bool = False


COLUMNS = (
    ExpertColumn("姓名", "一位专家的姓名", "单田方", 10, is_required=True),
    ExpertColumn("工作单位", "单位全称；有两个单位的，主要单位写在前面", "内蒙古工业大学", 28, is_required=True),
    ExpertColumn("单位曾用名/别名", "简称、英文名照写，曾用名前加“原”", "内工大；原内蒙古工学院", 28),
    ExpertColumn("上级单位", "单位所属的集团、学校或主管部门", "内蒙古自治区教育厅", 24),
    ExpertColumn("所在省", "单位所在省（区、市）", "内蒙古自治区", 14),
    ExpertColumn("所在市", "单位所在市（盟）", "呼和浩特市", 12),
    ExpertColumn("所在县", "单位所在旗县（市、区）", "新城区", 12),
    ExpertColumn("职称", "专业技术职称", "教授", 12),
    ExpertColumn("职务", "行政或其他职务", "系主任", 12),
    ExpertColumn("行业专长", "国民经济行业代码或行业名称", "C3985；稀土功能材料", 24),
    ExpertColumn(
        "领域专长",
        "主导产业优势、创新活力、数字化升级、绿色低碳转型、开放合作、治理和服务能力中的一项或几项",
        "创新活力；数字化升级",
        26,
    ),
    ExpertColumn("关键词", "专业方向", "稀土永磁；电机", 24),
    ExpertColumn("兼职单位", "现任兼职、顾问、独立董事的单位；已结束的写明年份", "包头稀土研究院（2022-至今）", 28),
    ExpertColumn("原工作单位及年份", "近年的其他工作单位，写明起止年份", "北方稀土（2015-2020）", 28),
    ExpertColumn("回避单位", "本人认为应当回避的单位", "某某有限公司", 24),
    ExpertColumn("联系电话", "可以不填", "", 16),
    ExpertColumn("备注", "其他需要说明的情况", "", 24),
)


def write_expert_template() -> bytes:
    """Return the empty template."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _fill_table(book, book.add_worksheet(SHEET))
    _fill_guide(book, book.add_worksheet(GUIDE))
    book.set_properties({"title": "专家库导入模板", "author": ""})
    book.close()
    return buffer.getvalue()


def _fill_table(book: Any, sheet: Any) -> None:
    plain = book.add_format({**LETTERING, "num_format": "@"})
    head = {**LETTERING, "font_name": "黑体", "align": "center", "border": 1, "bg_color": "#D9E5F3"}
    optional, required = book.add_format(head), book.add_format({**head, "bg_color": "#FCE4D6"})
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, plain)
        sheet.write_string(0, at, column.title, required if column.is_required else optional)
        sheet.write_comment(0, at, f"{column.guidance}\n例：{column.example}" if column.example else column.guidance)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _fill_guide(book: Any, sheet: Any) -> None:
    plain = book.add_format(LETTERING)
    ruled = book.add_format({**LETTERING, "border": 1})
    head = book.add_format({**LETTERING, "font_name": "黑体", "border": 1})
    for at, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(at, at, width)
    for at, line in enumerate(GUIDE_LINES):
        sheet.merge_range(at, 0, at, 3, f"{at + 1}. {line}", plain)
    first = len(GUIDE_LINES) + 1
    for at, heading in enumerate(GUIDE_HEADINGS):
        sheet.write_string(first, at, heading, head)
    for row, column in enumerate(COLUMNS, start=first + 1):
        texts = (column.title, "必填" if column.is_required else "选填", column.guidance, column.example)
        for at, text in enumerate(texts):
            sheet.write_string(row, at, text, ruled)
        sheet.set_row(row, LINE * max(map(n_lines, texts, GUIDE_WIDTHS)) + 3)
    print_guide(sheet, first)

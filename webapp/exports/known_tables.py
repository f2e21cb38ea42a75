"""The organiser's tables of units and ties as one workbook, filled with what is stored, to be edited and handed in."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

LETTERING = {"font_name": "仿宋_GB2312", "font_size": 11, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
UNITS, TIES = "单位", "关系"
UNIT_COLUMNS = {
    "name": ("单位名称", "单位全称，一行一个单位", 32),
    "aliases": ("别名和简称", "多个用“；”隔开，如“内大；内蒙古大学（本部）”", 28),
    "former_names": ("曾用名", "多个用“；”隔开，不必写“原”字", 28),
    "parents": ("上级单位", "所属的集团、学校或主管部门，由近到远", 28),
    "english_name": ("英文名", "没有可以不填", 28),
}
TIE_COLUMNS = {
    "person_a": ("专家姓名", "专家库中的姓名", 12),
    "unit_a": ("专家单位", "用来区分同名的人，可以不填", 28),
    "person_b": ("对方姓名", "申报材料中可能出现的人", 12),
    "unit_b": ("对方单位", "用来区分同名的人；亲属关系填写后，该单位的申报也须回避", 28),
    "kind": ("关系", "亲属、合作、师生、合著、商业往来、其他利害中的一种", 12),
    "evidence": ("依据", "如“夫妻”“2024年共同承担课题”", 36),
}


def known_workbook(units: Sequence[Mapping[str, str]], ties: Sequence[Mapping[str, str]]) -> bytes:
    """Return the workbook; rows are texts by the keys of the columns."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    fill_sheet(book, UNITS, UNIT_COLUMNS, units)
    fill_sheet(book, TIES, TIE_COLUMNS, ties)
    book.set_properties({"title": "单位与关系表", "author": ""})
    book.close()
    return buffer.getvalue()


def fill_sheet(
    book: Any, title: str, columns: Mapping[str, tuple[str, str, int]], rows: Sequence[Mapping[str, str]]
) -> None:
    """Write a sheet: titles with a comment each, then the rows as text."""
    sheet, plain = book.add_worksheet(title), book.add_format(LETTERING)
    head = book.add_format({**LETTERING, "font_name": "黑体", "align": "center", "border": 1, "bg_color": "#D9E5F3"})
    for at, (key, (name, guidance, width)) in enumerate(columns.items()):
        sheet.set_column(at, at, width, plain)
        sheet.write_string(0, at, name, head)
        sheet.write_comment(0, at, guidance)
        for down, row in enumerate(rows, start=1):
            sheet.write_string(down, at, row[key], plain)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)

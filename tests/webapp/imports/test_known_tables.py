"""The organiser's tables of units and ties: read back as they were written, every wrong cell named."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from webapp.exports.known_tables import known_workbook
from webapp.imports.known_tables import KnownTables, TieRow, UnitRow, read_known_tables
from webapp.imports.refusal import RefusedFileError

UNIT = {"name": "内蒙古大学", "aliases": "内大；内蒙大", "former_names": "", "parents": "教育厅", "english_name": ""}
TIE = {
    "person_a": "王伟",
    "unit_a": "内蒙古大学",
    "person_b": "李强",
    "unit_b": "包头市工业和信息化局",
    "kind": "亲属",
    "evidence": "夫妻",
}


def book(**sheets: list[list[str]]) -> bytes:
    """A workbook of sheets by name."""
    made, data = Workbook(), BytesIO()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(data)
    return data.getvalue()


def problems_of(**sheets: list[list[str]]) -> list[tuple[str, str, str]]:
    """Place, code and message of every problem."""
    _found, problems = read_known_tables(book(**sheets), "t.xlsx")
    return [(one.cell, one.code, one.message) for one in problems]


def test_workbook_written_here_reads_back_the_same() -> None:
    found, problems = read_known_tables(known_workbook([UNIT], [TIE]), "单位与关系表.xlsx")
    assert problems == ()
    assert found == KnownTables(
        (UnitRow(2, "内蒙古大学", ("内大", "内蒙大"), (), ("教育厅",), ""),),
        (TieRow(2, "王伟", "内蒙古大学", "李强", "包头市工业和信息化局", "family", "夫妻"),),
    )


def test_every_wrong_cell_is_named_at_once() -> None:
    assert problems_of(
        单位=[["单位名称", "备注"], ["内蒙古大学", ""], ["内蒙古大学", ""]],
        关系=[["专家姓名", "对方姓名", "关系"], ["王伟", "", "朋友"]],
    ) == [
        ("B1", "unknown_column", "不认识“备注”这一列。请改成模板里的列名，或删除这一列。"),
        ("B2", "blank", "“对方姓名”不能为空，请填写。"),
        ("C2", "unknown_kind", "不认识“朋友”这种关系，请填写亲属、合作、师生、合著、商业往来、其他利害中的一种。"),
        ("A3", "twice", "单位“内蒙古大学”与第2行重复，请合并成一行。"),
    ]


def test_table_that_is_missing_is_none_not_empty() -> None:
    found, problems = read_known_tables(book(单位=[["单位名称"], ["内蒙古大学"]]), "t.xlsx")
    assert (problems, found.ties) == ((), None)


def test_workbook_without_either_table_is_refused() -> None:
    with pytest.raises(RefusedFileError):
        read_known_tables(book(名单=[["姓名", "单位"], ["王伟", "内蒙古大学"]]), "t.xlsx")

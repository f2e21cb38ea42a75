"""Tables are read digit for digit, in a child that may die without harm."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from tests.webapp.imports.office_files import number_cell, packed, relationships, sheet_parts, text_cell, workbook_bytes
from webapp.imports.refusal import RefusedFileError
from webapp.imports.workbook import FORMULA_ERROR, Sheet, read_workbook


def written(fill: object) -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(workbook)
    workbook.close()
    return buffer.getvalue()


def test_numbers_keep_the_digits_their_cells_show() -> None:
    cells = number_cell("A1", "26.620000000000001") + number_cell("B1", "0.1") + number_cell("C1", "12")
    sheet = read_workbook(workbook_bytes(f'<row r="1">{cells}</row>'), "a.xlsx")[0]
    assert sheet == Sheet("表一", ((Decimal("26.62"), Decimal("0.1"), Decimal("12")),), hidden=False, merged=())


def test_text_blank_and_flags_keep_their_kinds() -> None:
    cells = (
        text_cell("A1", "００１２３４") + '<c r="B1"/>' + '<c r="C1" t="b"><v>1</v></c>' + number_cell("D1", "1E+17")
    )
    rows = read_workbook(workbook_bytes(f'<row r="1">{cells}</row>'), "a.xlsx")[0].rows
    assert rows == (("００１２３４", None, "TRUE", "1e+17"),)


def test_dates_hidden_sheets_and_merged_cells_are_told() -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        first, second = workbook.add_worksheet("申报"), workbook.add_worksheet("备注")
        first.merge_range("A1:C1", "标题")
        first.write_string("A2", "001234")
        first.write_datetime("B2", datetime.date(2024, 3, 1), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        second.hide()

    first, second = read_workbook(written(fill), "a.xlsx")
    assert first.merged == (((0, 0), (0, 2)),)
    assert first.rows == (("标题", None), ("001234", "2024-03-01"))
    assert (second.name, second.hidden) == ("备注", True)


def test_workbook_saved_by_another_writer_reads_alike() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["集群名称", 22.0, "无"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert read_workbook(buffer.getvalue(), "a.xlsx")[0].rows == (("集群名称", Decimal(22), "无"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_reads_in_every_encoding_offices_write(encoding: str) -> None:
    data = '集群名称,产值\r\n"稀土,新材料",26.62\r\n包头\r\n'.encode(encoding)
    rows = read_workbook(data, "申报.csv")[0].rows
    assert rows == (("集群名称", "产值"), ("稀土,新材料", "26.62"), ("包头", None))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_delimiter_is_taken_from_the_first_line(delimiter: str) -> None:
    assert read_workbook(f"a{delimiter}b\n1{delimiter}2\n".encode(), "x.csv")[0].rows == (("a", "b"), ("1", "2"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ((",".join("x" * 201) + "\n").encode(), "table.too_wide"),
        (b"a\n" * 20_001, "table.too_tall"),
        (b"\x89PNG\0\0", "file.wrong_kind"),
        (b"\xff\xff\xff\xff", "csv.undecodable"),
        (b'a,b\n"unclosed,1\n', "csv.broken_line"),
    ],
)
def test_csv_that_is_no_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(RefusedFileError) as caught:
        read_workbook(data, "申报.csv")
    assert caught.value.code == code


def test_unknown_ending_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RefusedFileError) as caught:
        read_workbook(b"x", "申报.ods")
    assert caught.value.message == "不认识“.ods”这种表格。请上传 .xlsx、.xls、.et 或 .csv 文件。"


def test_child_that_exhausts_its_memory_only_refuses() -> None:
    """40 columns by 12,000 rows, each showing one shared text of 30,000 letters, want 14 GB in the reader."""
    cells = '<c t="s"><v>0</v></c>' * 40
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(1, 12_001))
    parts = sheet_parts(rows)
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"a" * 30_000}</t></si></sst>'
    )
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("worksheet", "worksheets/sheet1.xml", ""), ("sharedStrings", "sharedStrings.xml", "")
    )
    with pytest.raises(RefusedFileError) as caught:
        read_workbook(packed(parts), "a.xlsx")
    assert caught.value.code == "file.unreadable"


def test_broken_old_workbook_is_refused_not_crashed() -> None:
    with pytest.raises(RefusedFileError) as caught:
        read_workbook(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "旧表.xls")
    assert caught.value.code == "file.wrong_kind"


def test_percentages_are_read_as_they_are_shown() -> None:
    """A spreadsheet stores 36.5% as 0.365; read without its format it would be a hundredth of the answer."""

    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("数据")
        sheet.write_number("A1", 0.365, workbook.add_format({"num_format": "0.00%"}))
        sheet.write_number("B1", 0.07, workbook.add_format({"num_format": 9}))
        sheet.write_number("C1", 0.5, workbook.add_format({"num_format": "0.00"}))
        sheet.write_string("D1", "无", workbook.add_format({"num_format": 9}))

    assert read_workbook(written(fill), "a.xlsx")[0].rows == (("36.5%", "7%", Decimal("0.5"), "无"),)


def test_failed_formulas_are_told_from_blanks() -> None:
    cells = '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"/>' + number_cell("C1", "2")
    rows = read_workbook(workbook_bytes(f'<row r="1">{cells}</row>'), "a.xlsx")[0].rows
    assert rows == ((FORMULA_ERROR, None, Decimal(2)),)

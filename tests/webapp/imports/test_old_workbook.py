"""Old .xls and .et tables show what the person saw, or say why they cannot."""

import struct
from decimal import Decimal

import pytest

from tests.webapp.imports.old_workbook import compound_bytes, failed, failed_formula, number, old_workbook, record
from webapp.imports.old_sheet_scan import old_workbook_marks
from webapp.imports.refusal import RefusedFileError
from webapp.imports.workbook import FORMULA_ERROR, read_workbook


@pytest.mark.parametrize("name", ["旧表.xls", "旧表.et"])
def test_old_table_shows_percentages_and_failed_formulas(name: str) -> None:
    cells = number(0, 0, 1, 0.365) + number(0, 1, 0, 26.62) + failed(0, 2) + failed_formula(0, 3)
    sheet = read_workbook(old_workbook(cells), name)[0]
    assert (sheet.name, sheet.rows) == ("数据", (("36.5%", Decimal("26.62"), FORMULA_ERROR, FORMULA_ERROR),))


def test_packed_numbers_keep_their_styles_apart() -> None:
    """Three packed numbers in one record, the middle one a percentage."""
    body = (
        struct.pack("<2H", 0, 0) + b"".join(struct.pack("<HI", style, 0) for style in (0, 1, 0)) + struct.pack("<H", 2)
    )
    assert old_workbook_marks(old_workbook(record(0xBD, body))) == {"数据": {(0, 1): "percent"}}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (old_workbook(b"", extra=record(0x2F, b"\0\0")), "file.password"),
        (old_workbook(b"", sheet_kind=1), "archive.macros"),
        (old_workbook(b"", version=0x500), "table.too_old"),
        (old_workbook(b"")[:600], "file.wrong_kind"),
        (old_workbook(b"")[:1600], "file.damaged"),
        (compound_bytes(b"", "_VBA_PROJECT_CUR"), "archive.macros"),
        (compound_bytes(b"", "WordDocument"), "file.wrong_kind"),
    ],
)
def test_old_table_that_may_not_come_in_says_why(data: bytes, code: str) -> None:
    with pytest.raises(RefusedFileError) as caught:
        read_workbook(data, "旧表.xls")
    assert caught.value.code == code


def test_sector_chain_in_a_circle_comes_to_an_end() -> None:
    data = bytearray(old_workbook(number(0, 0, 0, 1.0)))
    struct.pack_into("<I", data, 512 + 4 * 3, 2)
    assert old_workbook_marks(bytes(data)) == {"数据": {}}


def test_every_flipped_byte_is_refused_or_read() -> None:
    whole, codes = old_workbook(number(0, 0, 1, 0.5)), set()
    for at in range(0, 2048, 5):
        data = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            codes.add(str(sorted(old_workbook_marks(data).values(), key=str))[:1])
        except RefusedFileError as refusal:
            codes.add(refusal.code)
    assert codes >= {"file.damaged", "["}

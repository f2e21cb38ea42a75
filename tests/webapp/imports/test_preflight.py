"""Hostile and damaged files are refused by the guard, each with its reason, cheaply."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from tests.webapp.imports.office_files import (
    RELATIONSHIPS,
    content_types,
    document_bytes,
    document_parts,
    number_cell,
    packed,
    relationships,
    sheet_parts,
    text_cell,
    workbook_bytes,
)
from webapp.imports.limits import TABLE_LIMITS
from webapp.imports.preflight import check_office_file, check_workbook
from webapp.imports.refusal import RefusedFileError

LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
CANARY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ROW = f'<row r="1">{number_cell("A1", "1")}</row>'


def check(data: bytes, filename: str, kind: str) -> None:
    """Pass the file through the guard that its kind has."""
    if kind == "xlsx":
        check_workbook(data, filename, TABLE_LIMITS)
    else:
        check_office_file(data, filename, kind)


def refused(data: bytes, kind: str = "xlsx") -> str:
    """Return the code of the refusal after holding the guard to 128 MiB; benchmarks/ holds it to half a CPU second."""
    tracemalloc.start()
    with pytest.raises(RefusedFileError) as caught:
        check(data, f"申报.{kind}", kind)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 128 * 1024 * 1024
    assert caught.value.message != ""
    return caught.value.code


def test_honest_workbook_and_document_pass_unrefused() -> None:
    assert check_workbook(workbook_bytes(ROW), "a.xlsx", TABLE_LIMITS) == {"表一": {}}
    assert check_office_file(document_bytes("<w:p/>"), "a.docx", "docx") is None


def test_gibibyte_of_rows_is_refused_by_announced_size() -> None:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    mebibyte = b"<row/>" * 174_763
    stream = b"".join(compressor.compress(mebibyte) for _ in range(128)) + compressor.flush()
    assert refused(handmade_archive("xl/worksheets/sheet1.xml", stream, 128 * len(mebibyte))) == "archive.too_large"


def test_bomb_that_lies_about_its_size_is_refused() -> None:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = b"".join(compressor.compress(b" " * 1_048_576) for _ in range(200)) + compressor.flush()
    assert refused(handmade_archive("[Content_Types].xml", stream, 1000)) == "file.damaged"


def test_string_larger_than_any_part_is_refused() -> None:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = b"".join(compressor.compress(b"a" * 1_048_576) for _ in range(64)) + compressor.flush()
    assert refused(handmade_archive("xl/sharedStrings.xml", stream, 64 * 1_048_576)) == "archive.too_large"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f'<row r="1">{number_cell("A1", "1")}{number_cell("XFD1048576", "1")}</row>', "table.too_wide"),
        (f'<row r="1048576">{number_cell("A1048576", "1")}</row>', "table.too_tall"),
        (f'<row r="2000000000">{number_cell("A2000000000", "1")}</row>', "table.too_tall"),
        ('<row r="2000000000"/>', "table.too_tall"),
        (f'<row r="1">{number_cell("ZZZZZZ1", "1")}</row>', "table.too_wide"),
        ("<row>" + "<c><v>1</v></c>" * 10_000 + "</row>", "table.too_wide"),
        ("<row><c><v>1</v></c></row>" * 20_001, "table.too_tall"),
        ('<row r="1"><c r="B1"><f>1+1</f></c></row>', "table.formula_without_value"),
    ],
)
def test_table_beyond_its_bounds_is_refused_by_cell(rows: str, code: str) -> None:
    assert refused(workbook_bytes(rows)) == code


def test_styled_blanks_at_the_far_edge_are_no_offence() -> None:
    rows = f'<row r="1">{number_cell("A1", "1")}<c r="XFD1" s="1"/></row><row r="1048576" hidden="1"/>'
    assert check_workbook(workbook_bytes(rows), "a.xlsx", TABLE_LIMITS) == {"表一": {}}


def test_refusal_names_the_cell_that_lies_outside() -> None:
    with pytest.raises(RefusedFileError) as caught:
        check_workbook(workbook_bytes(f'<row r="7">{text_cell("GS7", "x")}</row>'), "a.xlsx", TABLE_LIMITS)
    assert caught.value.message == "单元格 GS7 超出了前 200 列的范围。请按模板填写，删去右侧多余的列后再上传。"


@pytest.mark.parametrize("prologue", [LAUGHS, CANARY])
def test_entities_are_refused_in_sheets_and_documents(prologue: str) -> None:
    assert refused(workbook_bytes(ROW, prologue)) == "xml.entities"
    assert refused(document_bytes("<w:p/>", prologue), "docx") == "xml.entities"


def test_entities_hidden_in_utf_16_are_refused() -> None:
    sheet = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<worksheet/>'.encode("utf-16")
    assert refused(packed({**sheet_parts(ROW), "xl/worksheets/sheet1.xml": sheet})) == "xml.odd_encoding"


def test_hundred_thousand_parts_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.xml"), b"")
    assert refused(buffer.getvalue()) == "archive.too_many_parts"


@pytest.mark.parametrize(
    "name", ["../../../tmp/evil", "/etc/evil.xml", "xl\\evil.xml", "C:evil.xml", "XL/WORKBOOK.XML"]
)
def test_names_that_leave_the_archive_are_refused(name: str) -> None:
    assert refused(packed({**sheet_parts(ROW), name: "<a/>"})) == "archive.unsafe_name"


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "word/activeX/activeX1.xml"])
def test_macro_parts_are_refused_wherever_they_lie(name: str) -> None:
    assert refused(packed({**sheet_parts(ROW), name: "<a/>"})) == "archive.macros"


def test_macro_content_type_and_ending_are_refused() -> None:
    macro = content_types("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    assert refused(packed({**sheet_parts(ROW), "[Content_Types].xml": macro})) == "archive.macros"
    with pytest.raises(RefusedFileError) as caught:
        check_workbook(workbook_bytes(ROW), "申报.XLSM", TABLE_LIMITS)
    assert caught.value.code == "archive.macros"


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.example/t.dotm",
        "HTTPS:evil",
        "\\\\server\\share\\t.dotm",
        "file://server/t.dotm",
        "file:///%5C%5Cserver/t.dotm",
        "mhtml:http://evil.example/x",
        "//evil.example/t.dotm",
    ],
)
def test_remote_template_is_refused_with_its_address(target: str) -> None:
    rels = relationships(("attachedTemplate", target, ' TargetMode="External"'))
    data = packed({**document_parts("<w:p/>"), "word/_rels/settings.xml.rels": rels})
    assert refused(data, "docx") == "archive.remote_content"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "http://gxt.nmg.gov.cn/"),
        ("attachedTemplate", "file:///C:\\Users\\王\\Normal.dotm"),
        ("attachedTemplate", "Normal.dotm"),
        ("externalLinkPath", "/Users/wang/去年.xlsx"),
    ],
)
def test_hyperlinks_and_templates_on_the_own_disk_pass(kind: str, target: str) -> None:
    rels = relationships((kind, target, ' TargetMode="External"'))
    data = packed({**document_parts("<w:p/>"), "word/_rels/settings.xml.rels": rels})
    assert check_office_file(data, "a.docx", "docx") is None


def test_deep_nesting_is_refused_before_the_parser() -> None:
    assert refused(document_bytes("<w:p>" * 5_000 + "</w:p>" * 5_000), "docx") == "xml.too_deep"


def test_element_flood_is_refused_within_the_budget() -> None:
    assert refused(document_bytes("<w:p/>" * 700_000), "docx") == "xml.too_many_elements"


def test_sheet_disguised_as_picture_is_refused() -> None:
    data = packed({**sheet_parts(ROW), "xl/media/image1.png": '<?xml version="1.0"?><worksheet/>'})
    assert refused(data) == "archive.disguised"


@pytest.mark.parametrize("cut", [10, 100, 400])
def test_truncated_file_is_refused_as_damaged(cut: int) -> None:
    assert refused(workbook_bytes(ROW)[:-cut]) == "file.damaged"


def test_every_flipped_byte_is_refused_or_harmless() -> None:
    whole, codes = workbook_bytes(ROW), set()
    for at in range(0, len(whole), 7):
        data = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
        try:
            check_workbook(data, "a.xlsx", TABLE_LIMITS)
        except RefusedFileError as refusal:
            codes.add(refusal.code)
    assert "file.damaged" in codes


@pytest.mark.parametrize("data", [b"%PDF-1.7 not a table", b"hello", workbook_bytes(ROW)[:4]])
def test_other_content_under_the_ending_is_refused(data: bytes) -> None:
    assert refused(data) in ("file.wrong_kind", "file.damaged")


def test_document_renamed_to_workbook_is_refused() -> None:
    assert refused(document_bytes("<w:p/>")) == "file.wrong_kind"


def test_archive_behind_another_file_is_refused() -> None:
    assert refused(b"PK\x03\x04" + b"x" * 60 + workbook_bytes(ROW)) == "file.damaged"
    assert refused(workbook_bytes(ROW) + b"<script>") == "file.damaged"


def test_empty_and_oversized_files_are_refused_by_size() -> None:
    assert refused(b"") == "file.empty"
    assert refused(b"PK\x03\x04" * (6 * 1024 * 1024)) == "file.too_large"


def test_password_protected_workbook_asks_for_no_password() -> None:
    entry = "EncryptedPackage\0".encode("utf-16-le")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entry.ljust(64, b"\0") + struct.pack("<H", len(entry))
    assert refused(data.ljust(1024, b"\0")) == "file.password"


def test_relationship_namespace_is_the_published_one() -> None:
    assert RELATIONSHIPS == "http://schemas.openxmlformats.org/package/2006/relationships"


def handmade_archive(name: str, stream: bytes, announced: int) -> bytes:
    """Return an archive with one deflated part whose headers announce the size we like."""
    encoded = name.encode()
    crc = zlib.crc32(b"")
    shared = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, crc, len(stream), announced, len(encoded), 0)
    local = b"PK\x03\x04" + shared + encoded
    central = b"PK\x01\x02" + struct.pack("<H", 20) + shared + struct.pack("<3H2L", 0, 0, 0, 0, 0) + encoded
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, len(central), len(local) + len(stream), 0)
    return local + stream + central + end

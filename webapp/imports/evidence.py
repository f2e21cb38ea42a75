"""Attachments: what they really are, by content and not by name; anything with a second nature is refused."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from webapp.imports.image_check import check_jpeg, check_png
from webapp.imports.limits import DOCUMENT_LIMITS, TABLE_LIMITS, Limits
from webapp.imports.pdf_check import check_pdf
from webapp.imports.preflight import check_ending, check_office_file, check_size, check_workbook, file_kind, wrong_kind
from webapp.imports.refusal import RefusedFileError

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
KIND_OF_ENDING = {".pdf": "pdf", ".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".xlsx": "xlsx", ".docx": "docx"}
EVIDENCE_TABLE_LIMITS = replace(TABLE_LIMITS, columns=16_384, rows=100_000)
LONGEST_NAME = 120
ACTIVE_MARKUP = re.compile(rb"<\s*(script|html|svg|iframe|\?php|%|!doctype)", re.IGNORECASE)
SNIFFED_BYTES = 1_024

UNKNOWN_ENDING = "佐证材料不收“{ending}”文件。请上传 PDF、PNG、JPG、.xlsx 或 .docx 文件。"
POLYGLOT = "文件里夹带了另一个文件或网页代码，已拒收。请重新扫描、导出后再上传。"


@dataclass(frozen=True)
class EvidenceFile:
    """One attachment that was let in; ``name`` is safe to show and to send."""

    name: str
    kind: str
    media_type: str
    size: int
    sha256: str


def check_evidence(data: bytes, filename: str, limits: Limits = DOCUMENT_LIMITS) -> EvidenceFile:
    """Return what the attachment is; `RefusedFileError` when it may not come in."""
    check_size(data, limits)
    check_ending(filename)
    name = safe_name(filename)
    ending = PurePath(name).suffix.lower()
    kind = KIND_OF_ENDING.get(ending)
    if kind is None:
        raise RefusedFileError("file.unknown_ending", UNKNOWN_ENDING, {"ending": ending or name})
    if kind == "xlsx":
        check_workbook(data, name, EVIDENCE_TABLE_LIMITS, keeps_values=False)
    elif kind == "docx":
        check_office_file(data, name, kind)
    else:
        _check_plain_file(data, name, kind)
    return EvidenceFile(name, kind, MEDIA_TYPES[kind], len(data), hashlib.sha256(data).hexdigest())


def _check_plain_file(data: bytes, name: str, kind: str) -> None:
    if file_kind(data) != kind:
        raise wrong_kind(name, MEDIA_TYPES[kind].rpartition("/")[2].upper())
    checks: dict[str, Callable[[bytes], None]] = {"pdf": check_pdf, "png": check_png, "jpg": check_jpeg}
    checks[kind](data)
    if _has_archive(data) or ACTIVE_MARKUP.search(data[:SNIFFED_BYTES]):
        raise RefusedFileError("evidence.polyglot", POLYGLOT)


def _has_archive(data: bytes) -> bool:
    """Whether the file is at the same time an archive: an end record whose directory is where it says."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        return False
    directory_bytes = int.from_bytes(data[end + 12 : end + 16], "little")
    return directory_bytes == 0 or data[max(0, end - directory_bytes) :].startswith(b"PK\x01\x02")


def safe_name(filename: str) -> str:
    """Return the last part of a name without what could lead elsewhere or mislead the eye."""
    last = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    visible = "".join(
        character for character in last if unicodedata.category(character)[0] not in "CZ" or character == " "
    )
    visible = re.sub(r'[<>:"|?*%;]', "_", visible).strip(" .")
    stem, dot, ending = visible.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:8]}" if dot else visible[:LONGEST_NAME]

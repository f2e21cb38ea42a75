"""The guard before every parser: a file is streamed through once and refused with its reason, or let pass."""

from collections.abc import Iterator
from pathlib import PurePath

from webapp.imports.archive import Part, damaged, open_archive, unpacked
from webapp.imports.compound_file import SIGNATURE as COMPOUND_SIGNATURE
from webapp.imports.compound_file import compound_kind
from webapp.imports.limits import DOCUMENT_LIMITS, MEBIBYTE, TABLE_LIMITS, Limits
from webapp.imports.refusal import RefusedFileError
from webapp.imports.sheet_scan import Marks, SheetScan
from webapp.imports.xml_scan import ENTITIES, MACROS, XmlScan

CONTENT_TYPES = "[Content_Types].xml"
STYLES = "xl/styles.xml"
MAIN_CONTENT = {"xlsx": "spreadsheetml.sheet.main+xml", "docx": "wordprocessingml.document.main+xml"}
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
MACRO_FOLDERS = ("/activex/", "/macrosheets/", "/intlmacrosheets/")
MACRO_ENDINGS = {".xlsm", ".xltm", ".xlam", ".docm", ".dotm", ".pptm"}
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff", ".wdp", ".odttf", ".fntdata"}
BINARIES = PICTURES | {".bin", ".dat"}

TOO_LARGE = "文件有 {size} MB，超过 {limit} MB 的上限。请压缩图片或分成几个文件后再上传。"
EMPTY = "文件是空的。请选择填写好的文件再上传。"
WRONG_KIND = "文件的内容与扩展名“{ending}”不符，请上传真正的 {kind} 文件，不要只改扩展名。"
EMBEDDED = "文件里嵌有其他程序的对象（{name}），已拒收。请删去嵌入的对象、另存后再上传。"
DISGUISED = "文件里的部件“{name}”与其扩展名不符，已拒收。请另存为新文件后再上传。"


def file_kind(data: bytes) -> str:
    """Return what the first bytes say the file is: zip, compound, pdf, png, jpg, or text."""
    signatures = {
        b"PK\x03\x04": "zip",
        COMPOUND_SIGNATURE: "compound",
        b"%PDF-": "pdf",
        b"\x89PNG\r\n\x1a\n": "png",
        b"\xff\xd8\xff": "jpg",
    }
    return next((kind for signature, kind in signatures.items() if data.startswith(signature)), "text")


def check_size(data: bytes, limits: Limits) -> None:
    """Refuse an empty file and one beyond the limit."""
    if not data:
        raise RefusedFileError("file.empty", EMPTY)
    if len(data) > limits.file_bytes:
        values = {"size": -(-len(data) // MEBIBYTE), "limit": limits.file_bytes // MEBIBYTE}
        raise RefusedFileError("file.too_large", TOO_LARGE, values)


def check_ending(filename: str) -> None:
    """Refuse the endings that promise macros, whatever the content."""
    if PurePath(filename).suffix.lower() in MACRO_ENDINGS:
        raise RefusedFileError("archive.macros", MACROS)


def wrong_kind(filename: str, kind: str) -> RefusedFileError:
    """Return the refusal of a file that is not what its name says."""
    ending = PurePath(filename).suffix or filename[-20:]
    return RefusedFileError("file.wrong_kind", WRONG_KIND, {"ending": ending, "kind": kind})


def check_office_file(data: bytes, filename: str, kind: str, limits: Limits | None = None) -> None:
    """Let a harmless .xlsx or .docx pass; raise `RefusedFileError` for any other."""
    scan_office_file(data, filename, kind, XmlScan(limits or DOCUMENT_LIMITS))


def check_workbook(data: bytes, filename: str, limits: Limits, *, keeps_values: bool = True) -> dict[str, Marks]:
    """As `check_office_file` for a table; return the cells that do not show what they store, by sheet."""
    scan = SheetScan(limits, keeps_values=keeps_values)
    scan_office_file(data, filename, "xlsx", scan)
    return scan.marks_by_sheet


def scan_office_file(data: bytes, filename: str, kind: str, scan: XmlScan) -> None:
    """Stream every part through the scan, what names the others first."""
    check_size(data, scan.limits)
    check_ending(filename)
    if file_kind(data) == "compound":
        compound_kind(data)
    if file_kind(data) != "zip":
        raise wrong_kind(filename, f".{kind}")
    parts = open_archive(data, scan.limits)
    for part in parts:
        _check_name(part)
    for part in sorted(parts, key=lambda part: (part.name != CONTENT_TYPES, part.name != STYLES)):
        _check_content(data, part, scan)
    if not any(content.endswith(MAIN_CONTENT[kind]) for content in scan.content_types):
        raise wrong_kind(filename, f".{kind}")


def check_compound_file(data: bytes, filename: str, kind: str, limits: Limits = TABLE_LIMITS) -> None:
    """Let an old .xls (.et) or .doc (.wps) pass; raise `RefusedFileError` for any other."""
    check_size(data, limits)
    if compound_kind(data) != kind:
        raise wrong_kind(filename, f".{kind}")


def _check_name(part: Part) -> None:
    name = f"/{part.name.lower()}"
    if name.rpartition("/")[2] in MACRO_PARTS or any(folder in name for folder in MACRO_FOLDERS):
        raise RefusedFileError("archive.macros", MACROS)
    if "/embeddings/" in name and name.endswith(".bin"):
        raise RefusedFileError("archive.embedded_object", EMBEDDED, {"name": part.name})


def _check_content(data: bytes, part: Part, scan: XmlScan) -> None:
    """Pictures are never parsed here and pass by their first bytes; everything else must be XML without entities."""
    chunks = unpacked(data, part)
    ending = "." + part.name.lower().rpartition(".")[2]
    if "/embeddings/" in f"/{part.name.lower()}":
        return None
    if ending in BINARIES:
        head = next(chunks, b"")[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
        if head.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")) and ending not in (".emf", ".wmf"):
            raise RefusedFileError("archive.disguised", DISGUISED, {"name": part.name})
        return None
    if ending == ".vml":
        return _check_drawing(chunks)
    if ending not in (".xml", ".rels"):
        raise damaged("含有不认识的部件")
    return scan.scan(part.name, chunks)


def _check_drawing(chunks: Iterator[bytes]) -> None:
    """Excel's own .vml is often not well-formed and nothing here parses it; entities are refused all the same."""
    if b"<!" in b"".join(chunks).replace(b"<!--", b"").replace(b"<![", b""):
        raise RefusedFileError("xml.entities", ENTITIES)

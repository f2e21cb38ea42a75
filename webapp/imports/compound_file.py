"""What an old Office file (.doc, .xls, .et) says about itself in its directory: macros, a password, its kind."""

from webapp.imports.refusal import RefusedFileError
from webapp.imports.xml_scan import MACROS

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY_BYTES = 128
MACRO_STORAGES = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "Macros", "VBA")
LOCKED = "文件加了密码，无法读取。请取消密码后另存再上传。"
EMBEDDED = "文件里嵌有其他程序的对象，已拒收。请删去嵌入的对象、另存后再上传。"


def _has_entry(data: bytes, name: str) -> bool:
    """Directory entries are 128 bytes each and begin with their name, so a name is found by its alignment."""
    needle = (name + "\0").encode("utf-16-le")
    at = data.find(needle)
    while at >= 0:
        if at % ENTRY_BYTES == 0 and data[at + 64 : at + 66] == len(needle).to_bytes(2, "little"):
            return True
        at = data.find(needle, at + 1)
    return False


def compound_kind(data: bytes) -> str:
    """Return ``xls``, ``doc`` or ``other``; refuse macros, embedded programs and passwords."""
    if _has_entry(data, "EncryptedPackage"):
        raise RefusedFileError("file.password", LOCKED)
    if any(_has_entry(data, name) for name in MACRO_STORAGES):
        raise RefusedFileError("archive.macros", MACROS)
    if _has_entry(data, "\x01Ole10Native"):
        raise RefusedFileError("archive.embedded_object", EMBEDDED)
    if _has_entry(data, "Workbook") or _has_entry(data, "Book"):
        return "xls"
    return "doc" if _has_entry(data, "WordDocument") else "other"

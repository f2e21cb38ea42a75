"""The parts of an Office file, unpacked piece by piece within a budget that no header can talk its way out of."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.imports.limits import MEBIBYTE, Limits
from webapp.imports.refusal import RefusedFileError

CHUNK = 256 * 1024
END_RECORD = struct.Struct("<4s4H2LH")
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
CENTRAL_ENTRY_BYTES = 46
LONGEST_NAME = 300
STORED, DEFLATED = 0, 8
ENCRYPTED = 0x1
UTF8_NAME = 0x800

DAMAGED = "文件已损坏或没有传完（{detail}）。请在 Word、Excel 或 WPS 中重新打开、另存后再上传。"
TOO_MANY_PARTS = "文件里有 {count} 个部件，超过 {limit} 个的上限，不像是正常的表格或文档。请另存为新文件后再上传。"
UNPACKS_TOO_LARGE = "文件解压后超过 {limit} MB 的上限，疑似压缩炸弹，已拒收。请删去多余的内容、图片后另存再上传。"
UNSAFE_NAME = "文件里的部件名“{name}”不合规范（疑似路径穿越或重名），已拒收。请另存为新文件后再上传。"
ENCRYPTED_PART = "文件加了密码，无法读取。请取消密码后另存再上传。"
UNKNOWN_PACKING = "文件里的部件“{name}”用了不认识的压缩方式，已拒收。请在 Word、Excel 或 WPS 中另存后再上传。"


@dataclass(frozen=True)
class Part:
    """One part of the archive: its name and where its packed bytes lie."""

    name: str
    method: int
    packed_at: int
    packed_bytes: int
    unpacked_bytes: int
    crc: int


def damaged(detail: str) -> RefusedFileError:
    """Return the refusal of a file that cannot be what it says it is."""
    return RefusedFileError("file.damaged", DAMAGED, {"detail": detail})


def _checked_directory_size(data: bytes, limits: Limits) -> None:
    """Refuse by the end record alone, before a directory of a hundred thousand names is read."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if data[:4] != b"PK\x03\x04" or end < 0 or end + END_RECORD.size > len(data):
        raise damaged("不是完整的压缩包")
    _, _, _, _, count, directory_bytes, directory_at, comment = END_RECORD.unpack_from(data, end)
    count = max(count, directory_bytes // (CENTRAL_ENTRY_BYTES + LONGEST_NAME))
    if count > limits.parts:
        raise RefusedFileError("archive.too_many_parts", TOO_MANY_PARTS, {"count": count, "limit": limits.parts})
    if directory_at + directory_bytes != end or end + END_RECORD.size + comment != len(data):
        raise damaged("前后夹带了其他内容")


def _is_safe(name: str) -> bool:
    pieces = name.split("/")
    return not (
        "\\" in name
        or "\0" in name
        or ":" in name
        or len(name) > LONGEST_NAME
        or ".." in pieces
        or name[:1] in ("/", "")
    )


def _part(data: bytes, entry: zipfile.ZipInfo) -> Part:
    """Return where the part lies; the local header must say the same as the directory."""
    if entry.flag_bits & ENCRYPTED:
        raise RefusedFileError("archive.encrypted", ENCRYPTED_PART)
    if entry.compress_type not in (STORED, DEFLATED):
        raise RefusedFileError("archive.unknown_packing", UNKNOWN_PACKING, {"name": entry.filename})
    if entry.header_offset + LOCAL_HEADER.size > len(data):
        raise damaged("部件位置不对")
    header = LOCAL_HEADER.unpack_from(data, entry.header_offset)
    name_at = entry.header_offset + LOCAL_HEADER.size
    name = data[name_at : name_at + header[9]]
    encoding = "utf-8" if entry.flag_bits & UTF8_NAME else "cp437"
    if header[0] != b"PK\x03\x04" or header[3] != entry.compress_type or name != entry.orig_filename.encode(encoding):
        raise damaged("部件前后说法不一")
    packed_at = name_at + header[9] + header[10]
    if packed_at + entry.compress_size > len(data):
        raise damaged("部件不完整")
    return Part(entry.filename, entry.compress_type, packed_at, entry.compress_size, entry.file_size, entry.CRC)


def open_archive(data: bytes, limits: Limits) -> tuple[Part, ...]:
    """Return the parts of a well-behaved archive, or refuse it."""
    _checked_directory_size(data, limits)
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, struct.error, OverflowError) as error:
        raise damaged("压缩包目录读不出来") from error
    if len(entries) > limits.parts:
        raise RefusedFileError("archive.too_many_parts", TOO_MANY_PARTS, {"count": len(entries), "limit": limits.parts})
    seen: set[str] = set()
    for entry in entries:
        if not _is_safe(entry.orig_filename) or entry.filename.casefold() in seen:
            raise RefusedFileError("archive.unsafe_name", UNSAFE_NAME, {"name": ascii(entry.orig_filename[:60])[1:-1]})
        seen.add(entry.filename.casefold())
    parts = tuple(_part(data, entry) for entry in entries if not entry.is_dir())
    largest = max((part.unpacked_bytes for part in parts), default=0)
    if sum(part.unpacked_bytes for part in parts) > limits.total_bytes or largest > limits.part_bytes:
        raise too_large(limits)
    return parts


def too_large(limits: Limits) -> RefusedFileError:
    """Return the refusal of a file that unpacks beyond the budget."""
    return RefusedFileError("archive.too_large", UNPACKS_TOO_LARGE, {"limit": limits.total_bytes // MEBIBYTE})


def unpacked(data: bytes, part: Part) -> Iterator[bytes]:
    """Yield the part's content; refuse it as soon as it disagrees with what the directory announced."""
    packed = memoryview(data)[part.packed_at : part.packed_at + part.packed_bytes]
    seen, crc = 0, 0
    for chunk in _inflated(packed) if part.method == DEFLATED else iter((bytes(packed),)):
        seen += len(chunk)
        crc = zlib.crc32(chunk, crc)
        if seen > part.unpacked_bytes:
            raise damaged("部件比声明的大")
        yield chunk
    if seen != part.unpacked_bytes or crc != part.crc:
        raise damaged("部件校验不符")


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    try:
        while not inflater.eof:
            chunk = inflater.decompress(rest, CHUNK)
            rest = inflater.unconsumed_tail
            if not chunk and not rest and not inflater.eof:
                raise damaged("部件不完整")
            yield chunk
    except zlib.error as error:
        raise damaged("部件解压失败") from error
    if inflater.unused_data:
        raise damaged("部件后面夹带了内容")

"""A small .xls for tests, record by record, in a compound file of one stream."""

import struct

SECTOR = 512
FREE, CHAIN_END, TABLE_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def compound_bytes(stream: bytes, name: str = "Workbook") -> bytes:
    """Return a compound file: one allocation sector, one directory sector, then the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    n_sectors = len(stream) // SECTOR
    chain = [TABLE_SECTOR, CHAIN_END, *range(3, 2 + n_sectors), CHAIN_END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, CHAIN_END, 0) + _entry(name, 2, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, CHAIN_END, 0, CHAIN_END, 0)
    header += struct.pack("<I", 0) + b"\xff" * (SECTOR - len(header) - 4)
    return header + table + directory.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<H2B3I", len(encoded), kind, 1, FREE, 1 if kind == 5 else FREE, FREE)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def begin(kind: int, version: int = 0x600) -> bytes:
    return record(0x809, struct.pack("<4H2I", version, kind, 0, 0, 0, 0))


def old_workbook(cells: bytes, sheet_kind: int = 0, version: int = 0x600, extra: bytes = b"") -> bytes:
    """Return an .xls whose sheet 数据 holds these records; style 0 is general, style 1 a percentage of our own."""
    percent = record(0x41E, struct.pack("<2HB", 164, 4, 0) + b"0.0%")
    styles = record(0xE0, struct.pack("<2H", 0, 0).ljust(20, b"\0")) + record(
        0xE0, struct.pack("<2H", 0, 164).ljust(20, b"\0")
    )
    name = "数据".encode("utf-16-le")
    bound = struct.pack("<I4B", 0, 0, sheet_kind, 2, 1) + name
    before = begin(5, version) + extra + percent + styles
    at = len(before) + len(record(0x85, bound)) + len(record(0x0A))
    bound = struct.pack("<I4B", at, 0, sheet_kind, 2, 1) + name
    return compound_bytes(before + record(0x85, bound) + record(0x0A) + begin(0x10, version) + cells + record(0x0A))


def number(row: int, column: int, style: int, value: float) -> bytes:
    return record(0x203, struct.pack("<3Hd", row, column, style, value))


def failed(row: int, column: int) -> bytes:
    return record(0x205, struct.pack("<3H2B", row, column, 0, 7, 1))


def failed_formula(row: int, column: int) -> bytes:
    result = bytes([2, 0, 7, 0, 0, 0, 0xFF, 0xFF])
    return record(0x06, struct.pack("<3H", row, column, 0) + result + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00")

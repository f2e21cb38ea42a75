"""One stream out of an old Office file, sector by sector; a chain that runs in a circle ends at the table's length."""

import struct
from array import array
from dataclasses import dataclass

from webapp.imports.archive import damaged

HEADER_ENTRIES = 109
LAST_SECTOR = 0xFFFFFFF9
ROOT = 5
ENTRY = struct.Struct("<64sH2B3I16sI2QIQ")


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """The allocation tables and the directory of a compound file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except (struct.error, ValueError, IndexError) as error:
            raise damaged("旧格式文件的目录读不出来") from error

    def _open(self, data: bytes) -> None:
        self.data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise ValueError(shift)
        self.sector_bytes = 1 << shift
        directory, _, self.mini_cutoff, mini_table, _, more, _ = struct.unpack_from("<7I", data, 48)
        self.table = self._table(list(struct.unpack_from(f"<{HEADER_ENTRIES}I", data, 76)), more)
        raw = self._chained(directory)
        self.entries = [_entry(raw, at) for at in range(0, len(raw) - ENTRY.size + 1, ENTRY.size)]
        self.mini_table = array("I", self._chained(mini_table)) if mini_table <= LAST_SECTOR else array("I")
        root = next((entry for entry in self.entries if entry.kind == ROOT), None)
        self.mini_stream = self._chained(root.start) if root and root.start <= LAST_SECTOR else b""

    def _table(self, sectors: list[int], more: int) -> "array[int]":
        """Gather the allocation table; its own sectors are listed in the header and, for large files, in a chain."""
        most = len(self.data) // self.sector_bytes + 1
        while more <= LAST_SECTOR and len(sectors) <= most + HEADER_ENTRIES:
            listed = struct.unpack(f"<{self.sector_bytes // 4}I", self._sector(more))
            sectors += listed[:-1]
            more = listed[-1]
        table = array("I")
        for sector in sectors[: most + HEADER_ENTRIES]:
            if sector <= LAST_SECTOR:
                table.frombytes(self._sector(sector))
        return table

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self.sector_bytes
        sector = self.data[at : at + self.sector_bytes]
        if not sector:
            raise IndexError(number)
        return sector.ljust(self.sector_bytes, b"\0")

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self.table))

    def stream(self, *names: str) -> bytes:
        """Return the first stream with one of these names, empty when there is none."""
        entry = next((entry for entry in self.entries if entry.name in names), None)
        if entry is None:
            return b""
        try:
            if entry.size >= self.mini_cutoff:
                return self._chained(entry.start)[: entry.size]
            pieces = (
                self.mini_stream[number * 64 : number * 64 + 64] for number in _chain(entry.start, self.mini_table)
            )
            return b"".join(pieces)[: entry.size]
        except IndexError as error:
            raise damaged("旧格式文件不完整") from error


def _entry(raw: bytes, at: int) -> _Entry:
    name, length, kind, _, _, _, _, _, _, _, _, start, size = ENTRY.unpack_from(raw, at)
    return _Entry(name[: max(length - 2, 0)].decode("utf-16-le", "replace"), kind, start, size & 0xFFFFFFFF)


def _chain(start: int, table: "array[int]") -> list[int]:
    chain: list[int] = []
    while start <= LAST_SECTOR and start < len(table) and len(chain) <= len(table):
        chain.append(start)
        start = table[start]
    return chain

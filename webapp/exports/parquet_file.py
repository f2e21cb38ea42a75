"""A Parquet file of plain columns written a row group at a time: pages in PLAIN encoding, packed by gzip.

Written after the format's own description (`parquet.thrift`): a library for it costs a process 90 MiB, more than all
else in an export. Any cell may be empty; a column holds text, whole numbers or truth.
"""

import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any, NamedTuple

from webapp.exports.thrift_compact import I32, I64, LIST, STRUCT, TEXT, Field, struct_bytes, varint

MAGIC = b"PAR1"
PHYSICAL: Mapping[type, int] = {bool: 0, int: 2, str: 6}  # BOOLEAN, INT64, BYTE_ARRAY
PLAIN, RLE, GZIP, UTF8, OPTIONAL, DATA_PAGE = 0, 3, 2, 0, 1, 0


class Chunk(NamedTuple):
    """Where the values of one column in one row group lie."""

    kind: type
    name: str
    n_values: int
    offset: int
    plain_size: int
    packed_size: int


class ParquetFile:
    """Writes row groups one after another; `close` adds the directory without which nobody can read it."""

    def __init__(self, target: IO[bytes], columns: Mapping[str, type]) -> None:
        self.target, self.columns = target, columns
        self.place = target.write(MAGIC)
        self.groups: list[tuple[int, list[Chunk]]] = []

    def write_group(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write some rows as a group."""
        chunks = []
        for (name, kind), values in zip(self.columns.items(), zip(*rows, strict=True), strict=True):
            page = column_page(kind, values)
            packed = gzipped(page)
            header = page_header(len(rows), len(page), len(packed))
            sizes = len(header) + len(page), len(header) + len(packed)
            chunks.append(Chunk(kind, name, len(rows), self.place, *sizes))
            self.place += self.target.write(header) + self.target.write(packed)
        self.groups.append((len(rows), chunks))

    def close(self) -> None:
        """Write the directory and its length."""
        directory = directory_bytes(self.columns, self.groups)
        self.target.write(directory + len(directory).to_bytes(4, "little") + MAGIC)


def gzipped(page: bytes) -> bytes:
    """Pack a page."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(page) + packer.flush()


def column_page(kind: type, values: Sequence[Any]) -> bytes:
    """Return which values are there and then these, as a data page holds them."""
    there = [value for value in values if value is not None]
    levels = bits([value is not None for value in values])
    run = varint(len(values) + 7 >> 3 << 1 | 1) + levels
    return len(run).to_bytes(4, "little") + run + plain(kind, there)


def plain(kind: type, values: Sequence[Any]) -> bytes:
    """Return values in PLAIN encoding."""
    if kind is bool:
        return bits(values)
    if kind is int:
        return little_endian(array("q", values))
    texts = [value.encode() for value in values]
    return b"".join(part for text in texts for part in (len(text).to_bytes(4, "little"), text))


def little_endian(numbers: "array[int]") -> bytes:
    """Return numbers with the lowest byte first, on every machine."""
    if array("H", [1]).tobytes() != b"\1\0":
        numbers.byteswap()
    return numbers.tobytes()


def bits(flags: Iterable[Any]) -> bytes:
    """Return flags eight to a byte, the first in the lowest bit."""
    text = "".join("1" if flag else "0" for flag in flags)
    return int(text[::-1] or "0", 2).to_bytes(len(text) + 7 >> 3, "little")


def page_header(n_values: int, plain_size: int, packed_size: int) -> bytes:
    """Return the header before a page."""
    inner: list[Field] = [(1, I32, n_values), (2, I32, PLAIN), (3, I32, RLE), (4, I32, RLE)]
    return struct_bytes([(1, I32, DATA_PAGE), (2, I32, plain_size), (3, I32, packed_size), (5, STRUCT, inner)])


def directory_bytes(columns: Mapping[str, type], groups: Sequence[tuple[int, Sequence[Chunk]]]) -> bytes:
    """Return the directory at the end: the columns, and where each group lies."""
    root: list[Field] = [(4, TEXT, "schema"), (5, I32, len(columns))]
    leaves = [column_element(name, kind) for name, kind in columns.items()]
    listed = [row_group(n_rows, chunks) for n_rows, chunks in groups]
    n_rows = sum(one for one, _chunks in groups)
    schema = (2, LIST, (STRUCT, [root, *leaves]))
    return struct_bytes(
        [(1, I32, 1), schema, (3, I64, n_rows), (4, LIST, (STRUCT, listed)), (6, TEXT, "zeyou version 1")]
    )


def column_element(name: str, kind: type) -> list[Field]:
    """Return the description of a column."""
    is_text: list[Field] = [(6, I32, UTF8)] if kind is str else []
    return [(1, I32, PHYSICAL[kind]), (3, I32, OPTIONAL), (4, TEXT, name), *is_text]


def row_group(n_rows: int, chunks: Sequence[Chunk]) -> list[Field]:
    """Return the entry of one group."""
    listed = [[(2, I64, chunk.offset), (3, STRUCT, chunk_fields(chunk))] for chunk in chunks]
    return [(1, LIST, (STRUCT, listed)), (2, I64, sum(chunk.plain_size for chunk in chunks)), (3, I64, n_rows)]


def chunk_fields(chunk: Chunk) -> list[Field]:
    """Return the entry of one column in a group."""
    return [
        (1, I32, PHYSICAL[chunk.kind]),
        (2, LIST, (I32, [PLAIN, RLE])),
        (3, LIST, (TEXT, [chunk.name])),
        (4, I32, GZIP),
        (5, I64, chunk.n_values),
        (6, I64, chunk.plain_size),
        (7, I64, chunk.packed_size),
        (9, I64, chunk.offset),
    ]

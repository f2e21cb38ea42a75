"""Thrift's compact protocol, as far as the directory of a Parquet file needs it."""

from collections.abc import Sequence
from typing import Any

I32, I64, TEXT, LIST, STRUCT = 5, 6, 8, 9, 12

Field = tuple[int, int, Any]  # its number, its kind, its value; of a list the kind and its values


def varint(number: int) -> bytes:
    """Return a number seven bits to a byte, the lowest first."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def struct_bytes(fields: Sequence[Field]) -> bytes:
    """Return a struct; its fields stand in the order of their numbers, each not more than fifteen after the last."""
    found, before = bytearray(), 0
    for number, kind, value in fields:
        found.append(number - before << 4 | kind)
        found += value_bytes(kind, value)
        before = number
    return bytes(found) + b"\0"


def value_bytes(kind: int, value: Any) -> bytes:
    """Return one value."""
    if kind in (I32, I64):
        return varint(value << 1 if value >= 0 else (-value << 1) - 1)
    if kind == TEXT:
        text: bytes = value.encode()
        return varint(len(text)) + text
    if kind == STRUCT:
        return struct_bytes(value)
    inner, values = value
    size = bytes([len(values) << 4 | inner]) if len(values) < 15 else bytes([0xF0 | inner]) + varint(len(values))
    return size + b"".join(value_bytes(inner, one) for one in values)

"""How large a file and its parts may be; far above any honest form or table, far below what hurts."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Upper bounds, checked while streaming, before any parser sees the bytes."""

    file_bytes: int = 20 * MEBIBYTE
    parts: int = 2_000
    part_bytes: int = 48 * MEBIBYTE
    total_bytes: int = 96 * MEBIBYTE
    elements: int = 1_500_000
    depth: int = 200
    attribute_chars: int = 32_768
    columns: int = 200
    rows: int = 20_000
    cells: int = 500_000


TABLE_LIMITS = Limits()
DOCUMENT_LIMITS = Limits(elements=400_000)

"""One leaf of a long list, worked out whole or read by parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
SIZE = 50


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """The rows shown, and where they stand."""

    rows: Sequence[Row]
    page: int
    n_pages: int


@dataclass(frozen=True)
class Turned:
    """Where one stands in a list that is read by parts."""

    page: int
    n_pages: int
    start: int

    @classmethod
    def to(cls, page: int, n: int, size: int = SIZE) -> "Turned":
        """Turn to a page of a list of so many; a number beyond either end gives the page nearest to it."""
        n_pages = max(1, -(-n // size))
        page = min(max(1, page), n_pages)
        return cls(page, n_pages, (page - 1) * size)


def leaf_of(rows: Sequence[Row], page: int, size: int) -> Leaf[Row]:
    """Cut out a leaf; a number beyond either end gives the leaf nearest to it."""
    n_pages = max(1, -(-len(rows) // size))
    page = min(max(1, page), n_pages)
    return Leaf(rows[(page - 1) * size : page * size], page, n_pages)

"""One leaf of a long list, for pages that work out the whole list but need not show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """The rows shown, and where they stand."""

    rows: Sequence[Row]
    page: int
    n_pages: int


def leaf_of(rows: Sequence[Row], page: int, size: int) -> Leaf[Row]:
    """Cut out a leaf; a number beyond either end gives the leaf nearest to it."""
    n_pages = max(1, -(-len(rows) // size))
    page = min(max(1, page), n_pages)
    return Leaf(rows[(page - 1) * size : page * size], page, n_pages)

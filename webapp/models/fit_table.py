"""The fits of a problem, whole numbers, as one array that reads like a list of rows: four bytes a pair, not forty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt


class FitTable(Sequence[list[int]]):
    """Rows of whole numbers below 2³¹; equal to the list of lists that says the same."""

    def __init__(self, numbers: npt.ArrayLike) -> None:
        self.numbers: npt.NDArray[np.int32] = np.asarray(numbers, dtype="<i4")

    def __len__(self) -> int:
        """Rows."""
        return int(self.numbers.shape[0])

    @overload
    def __getitem__(self, place: int) -> list[int]: ...

    @overload
    def __getitem__(self, place: slice) -> FitTable: ...

    def __getitem__(self, place: int | slice) -> list[int] | FitTable:
        """One row as plain numbers, or some rows as a table."""
        if isinstance(place, slice):
            return FitTable(self.numbers[place])
        row: list[int] = self.numbers[place].tolist()
        return row

    def __eq__(self, other: object) -> bool:
        """Compare by value, with plain lists too."""
        if isinstance(other, list | FitTable):
            return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]  # a table is a value that may be large, never a key

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """The numbers, for NumPy."""
        return np.array(self.numbers, dtype=dtype, copy=copy) if copy else np.asarray(self.numbers, dtype=dtype)

    def with_columns(self, columns: Sequence[Sequence[int]]) -> FitTable:
        """The table with more columns on its right."""
        more = np.asarray(columns, dtype="<i4").reshape(len(columns), len(self)).T
        return FitTable(np.hstack([self.numbers, more]))

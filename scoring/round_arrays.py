"""A frame of reviews as plain arrays: numbers for declarations and experts, what is missing left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import FloatArray, IntArray
from scoring.notes import Note
from scoring.rating_checks import LARGEST, read_cells

if TYPE_CHECKING:
    import pandas as pd


class ReviewFrameError(ValueError):
    """The frame of reviews cannot be used; the message says which column or row is at fault."""


@dataclass(frozen=True)
class RoundArrays:
    """Reviews as arrays.

    Parameters
    ----------
    declarations, experts
        Labels in order of first appearance.
    i, j, y
        Declaration number, expert number and score of each review, shape (n_reviews,).
    group
        Group number of each expert, shape (n_experts,); all 0 where no usable group is given.
    notes
        What was left out of account.
    """

    declarations: pd.Index
    experts: pd.Index
    i: IntArray
    j: IntArray
    y: FloatArray
    group: IntArray
    notes: tuple[Note, ...]

    @classmethod
    def of(cls, reviews: pd.DataFrame) -> RoundArrays:
        """Read ``[declaration, expert, score]`` and, where present, ``group``."""
        import pandas as pd

        missing = {"declaration", "expert", "score"} - set(reviews.columns)
        if missing:
            raise ReviewFrameError(f"columns missing: {', '.join(sorted(missing))}")
        cells = read_cells(reviews)
        is_huge = np.isfinite(cells.score) & (np.abs(cells.score) > LARGEST)
        _refuse(cells.is_unreadable & ~is_huge, reviews, "score", "not a finite number")
        _refuse(is_huge, reviews, "score", "larger than 1e12")
        scored, y = reviews[~cells.is_absent], cells.score[~cells.is_absent]
        if len(y) == 0:
            raise ReviewFrameError("column score: no score")
        for name in ("declaration", "expert"):
            _refuse(scored[name].isna().to_numpy(), scored, name, "no label")
        if scored.duplicated(["declaration", "expert"]).any():
            raise ReviewFrameError("columns declaration, expert: one expert scored one declaration twice")
        i, declarations = pd.factorize(scored["declaration"])
        j, experts = pd.factorize(scored["expert"])
        group, notes = _groups(scored, j, len(experts))
        for name, labels in (("declaration", declarations), ("expert", experts)):
            _refuse_unordered(name, pd.Index(labels))
        return cls(pd.Index(declarations), pd.Index(experts), _numbers(i), _numbers(j), y, group, notes)


def _refuse(is_wrong: NDArray[np.bool_], frame: pd.DataFrame, column: str, fault: str) -> None:
    if is_wrong.any():
        at = int(np.argmax(is_wrong))
        raise ReviewFrameError(f"column {column}, row {frame.index[at]}: {fault} ({frame[column].iloc[at]!r})")


def _refuse_unordered(column: str, labels: pd.Index) -> None:
    """Equal estimates are listed in the order of their labels, so labels must have one."""
    try:
        labels.sort_values()
    except TypeError as mixed:
        raise ReviewFrameError(f"column {column}: labels of different kinds; write all of them as text") from mixed


def _numbers(codes: object) -> IntArray:
    return np.asarray(codes, dtype=np.int64)


def _groups(scored: pd.DataFrame, j: IntArray, n_experts: int) -> tuple[IntArray, tuple[Note, ...]]:
    import pandas as pd

    none = np.zeros(n_experts, dtype=np.int64)
    if "group" not in scored.columns:
        return none, ()
    codes = _numbers(pd.factorize(scored["group"], use_na_sentinel=False)[0])
    first = none.copy()
    first[j[::-1]] = codes[::-1]
    if np.array_equal(first[j], codes):
        return first, ()
    return none, (Note("group_not_of_experts", "分组一列不是专家的属性（同一专家出现在不同组），未用于校准。"),)

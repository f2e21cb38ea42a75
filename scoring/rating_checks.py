"""Everything that can be wrong with a table of scores, found in one pass and named by row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scoring.notes import RatingProblem

if TYPE_CHECKING:
    import pandas as pd

Bounds = Mapping[str, tuple[Fraction, Fraction]]  # lowest and highest score of every criterion; "" for a plain total
LARGEST = 1e12  # points; beyond it, sums of scores lose their last figures
NEEDED = ("declaration", "expert", "score")
REMEDY = {
    "missing_column": "缺少“{column}”列，请补上这一列或改正列名。",
    "no_scores": "表中没有一个评分，请检查是否选错了文件。",
    "missing_label": "“{column}”为空，请填写后重试。",
    "not_a_number": "“{score}”不是数字，请改为数字；没有评分请留空，不要填文字。",
    "too_large": "评分 {score} 大得不合理（绝对值不得超过一万亿），请核对后改正。",
    "out_of_scale": "评分 {score} 超出量表 {lowest}–{highest}，请核对后改正。",
    "off_step": "评分 {score} 不是量表步长 {step} 的整数倍，请核对后改正。",
    "duplicate": "同一专家对同一申报{what}重复评分（与第 {first} 行），请只保留一行。",
    "unknown_criterion": "指标“{criterion}”没有权重，请改正指标名称或补上权重。",
    "missing_score": "缺少评分；本轮规定每项都须评分，请补评后重试。",
    "two_groups": "“{label}”前后分属“{first}”和“{second}”两组，请改为一致。",
}


@dataclass(frozen=True)
class Cells:
    """The columns of a table of scores after reading: row labels, number per row and what could not be read."""

    frame: pd.DataFrame
    score: NDArray[np.float64]
    is_absent: NDArray[np.bool_]
    is_unreadable: NDArray[np.bool_]


def read_cells(frame: pd.DataFrame) -> Cells:
    """Turn the score column into numbers; text that is no number stays marked, an empty cell is absent."""
    import pandas as pd

    column = frame["score"]
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        score = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return Cells(frame, score, np.isnan(score), np.abs(score) > LARGEST)
    texts = column.astype(object)
    is_absent = texts.isna().to_numpy() | texts.map(lambda cell: isinstance(cell, str) and not cell.strip()).to_numpy()
    is_truth_value = texts.map(lambda cell: isinstance(cell, bool)).to_numpy(dtype=bool)
    score = pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    is_usable = np.abs(score) <= LARGEST  # false for what is no number
    return Cells(frame, score, is_absent, ~is_absent & (~is_usable | is_truth_value))


def problem(row: object, column: str | None, code: str, /, **values: str) -> RatingProblem:
    """Word one problem from its code."""
    return RatingProblem(row, column, code, REMEDY[code], values)


def column_problems(frame: pd.DataFrame) -> list[RatingProblem]:
    """Name the columns that are needed and absent."""
    return [problem(None, name, "missing_column", column=name) for name in NEEDED if name not in frame.columns]


def cell_problems(cells: Cells, bounds: Bounds, step: Fraction | None, is_required: bool) -> Iterator[RatingProblem]:
    """Yield every cell that cannot stand, in the order of the rows of each kind."""
    frame, rows = cells.frame, cells.frame.index
    for name in [name for name in ("declaration", "expert", "criterion") if name in frame.columns]:
        blank = frame[name].isna().to_numpy() | (frame[name].astype(object) == "").to_numpy()
        for at in np.flatnonzero(blank & ~cells.is_absent).tolist():
            yield problem(rows[at], name, "missing_label", column=name)
    for at in np.flatnonzero(cells.is_unreadable).tolist():
        code = "too_large" if np.isfinite(cells.score[at]) and abs(cells.score[at]) > LARGEST else "not_a_number"
        yield problem(rows[at], "score", code, score=str(frame["score"].iloc[at]))
    if is_required:
        for at in np.flatnonzero(cells.is_absent).tolist():
            yield problem(rows[at], "score", "missing_score")
    yield from _scale_problems(cells, bounds, step)
    yield from _duplicate_problems(cells)


def _scale_problems(cells: Cells, bounds: Bounds, step: Fraction | None) -> Iterator[RatingProblem]:
    import pandas as pd

    criterion = cells.frame["criterion"] if "criterion" in cells.frame.columns else pd.Series("", cells.frame.index)
    is_number = ~cells.is_absent & ~cells.is_unreadable
    for name, place in criterion.groupby(criterion, sort=False).indices.items():
        at = np.asarray(place)[is_number[place]]
        if str(name) not in bounds:
            for row in at:
                yield problem(cells.frame.index[row], "criterion", "unknown_criterion", criterion=str(name))
            continue
        lowest, highest = bounds[str(name)]
        score = cells.score[at]
        is_outside = (score < float(lowest)) | (score > float(highest))
        for row in at[is_outside]:
            yield problem(cells.frame.index[row], "score", "out_of_scale", score=plain(cells.score[row]),
                          lowest=plain(lowest), highest=plain(highest))  # fmt: skip
        if step is not None:
            steps = (score - float(lowest)) / float(step)
            for row in at[~is_outside & (np.abs(steps - np.round(steps)) > 1e-6)]:
                yield problem(
                    cells.frame.index[row], "score", "off_step", score=plain(cells.score[row]), step=plain(step)
                )


def _duplicate_problems(cells: Cells) -> Iterator[RatingProblem]:
    keys = [name for name in ("declaration", "expert", "criterion") if name in cells.frame.columns]
    present = cells.frame.loc[~cells.is_absent, keys]
    what = "的同一指标" if "criterion" in keys else ""
    is_again = present.duplicated().to_numpy()
    if not is_again.any():
        return
    number = present.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    first_row = dict(zip(number[~is_again].tolist(), present.index[~is_again], strict=True))
    for row, which in zip(present.index[is_again], number[is_again].tolist(), strict=True):
        yield problem(row, "score", "duplicate", what=what, first=str(first_row[which]))


def plain(figure: Any) -> str:
    """Write a figure without trailing zeros or an exponent."""
    return f"{float(figure):.9f}".rstrip("0").rstrip(".")

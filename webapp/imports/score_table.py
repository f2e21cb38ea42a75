"""A table of scores, one per row, from a .csv or .xlsx file; every mistake is named by its cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from webapp.errors import Problem, ProblemsFound
from webapp.imports.limits import MEBIBYTE, Limits
from webapp.imports.workbook import CellValue, Sheet, read_workbook

if TYPE_CHECKING:
    import pandas as pd

TITLES = {
    "declaration": ("declaration", "申报", "申报编号", "申报号", "集群", "集群名称"),
    "expert": ("expert", "专家", "专家编号", "专家号", "专家姓名"),
    "criterion": ("criterion", "area", "指标", "评价指标", "领域"),
    "score": ("score", "评分", "得分", "分数"),
}
NEEDED = ("declaration", "expert", "score")
WITH_COMMA = re.compile(r"[+-]?\d+,\d+")
LIKE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
OWN_FILE = Limits(file_bytes=200 * MEBIBYTE, rows=2_000_000, cells=20_000_000)


class UnusableScores(ProblemsFound):
    """The table of scores cannot be ranked; every problem is listed."""

    exit_status = 2


@dataclass(frozen=True)
class ScoreTable:
    """Scores as a frame whose row labels are the row numbers of the file, and where its columns stand.

    ``notes`` say how scores were read that can be read in two ways.
    """

    frame: pd.DataFrame
    sheet: str
    columns: dict[str, int]
    headers: dict[str, str]
    notes: tuple[str, ...] = ()

    def place(self, row: object, column: str | None) -> str:
        """Say where a cell is, as a person finds it: sheet, row, column title and cell name."""
        if column is None or column not in self.columns:
            return f"“{self.sheet}”表头"
        letter = column_letter(self.columns[column])
        if row is None:
            return f"“{self.sheet}”{letter} 列（{self.headers[column]}）"
        return f"“{self.sheet}”第 {row} 行“{self.headers[column]}”列（{letter}{row}）"


def read_score_table(data: bytes, filename: str) -> ScoreTable:
    """Return the scores of the first sheet with rows; `UnusableScores` or `RefusedFileError` when there are none."""
    import pandas as pd

    sheets = [sheet for sheet in read_workbook(data, filename, OWN_FILE) if sheet.rows and not sheet.hidden]
    if not sheets:
        raise _unusable(filename, "empty_file", "文件里没有数据，请检查是否选错了文件。")
    sheet = sheets[0]
    columns = _columns(sheet)
    body = {number: row for number, row in enumerate(sheet.rows[1:], start=2) if any(cell is not None for cell in row)}
    if filename.lower().endswith(".csv"):
        _check_widths(sheet.name, sheet.rows[0], body)
    texts = {name: [_text(row[at]) for row in body.values()] for name, at in columns.items()}
    texts["score"], notes = _with_points(sheet.name, texts["score"])
    frame = pd.DataFrame(texts, index=pd.Index(list(body), dtype="int64"), dtype=object)
    headers = {name: str(sheet.rows[0][at]) for name, at in columns.items()}
    return ScoreTable(frame, sheet.name, columns, headers, notes)


def _check_widths(sheet: str, header: Sequence[CellValue], body: Mapping[int, Sequence[CellValue]]) -> None:
    """Refuse rows that go on behind the last title: a decimal comma between commas has split a score in two."""
    width = max(at for at, title in enumerate(header) if title is not None) + 1
    template = "这一行比表头多出“{cell}”。若小数写成了逗号，请改为小数点（85.5），或用分号分隔各列后重试。"
    problems = [
        Problem(f"“{sheet}”第 {number} 行", "beyond_header", template, {"cell": str(beyond)})
        for number, row in body.items()
        if (beyond := next((cell for cell in row[width:] if str(cell or "").strip().isdigit()), None)) is not None
    ]
    if problems:
        raise UnusableScores("score_table.beyond_header", tuple(problems))


def _with_points(sheet: str, scores: list[str | None]) -> tuple[list[str | None], tuple[str, ...]]:
    """Read 85,5 as 85.5 where every comma of the column can only be a decimal one; refuse what has two readings."""
    found = [score for score in scores if score is not None and WITH_COMMA.fullmatch(score)]
    if not found:
        return scores, ()
    if any("." in score for score in scores if score) or all(LIKE_THOUSANDS.fullmatch(score) for score in found):
        template = "评分“{score}”里的逗号分不清是小数点还是千位分隔。请把小数点写成“.”、去掉千位分隔后重试。"
        problem = Problem(f"“{sheet}”", "two_readings", template, {"score": found[0]})
        raise UnusableScores("score_table.two_readings", (problem,))
    pointed = [score.replace(",", ".") if score and WITH_COMMA.fullmatch(score) else score for score in scores]
    return pointed, (f"{len(found)} 个评分里的逗号按小数点读取，例如“{found[0]}”读作 {found[0].replace(',', '.')}。",)


def _columns(sheet: Sheet) -> dict[str, int]:
    """Find the columns by their titles, known ones under one name, others under their own."""
    titles = [(_text(cell) or "") for cell in sheet.rows[0]]
    known = {alias: name for name, aliases in TITLES.items() for alias in aliases}
    columns: dict[str, int] = {}
    for at, title in enumerate(titles):
        if title:
            columns.setdefault(known.get(title.lower(), title), at)
    problems = [_missing(sheet.name, name, titles) for name in NEEDED if name not in columns]
    if problems:
        raise UnusableScores("score_table.columns", tuple(problems))
    return columns


def _missing(sheet: str, name: str, titles: Sequence[str]) -> Problem:
    return Problem(
        f"“{sheet}”第 1 行",
        "missing_column",
        "缺少“{column}”列（可写作：{aliases}）。表头现有：{titles}。请补上这一列或改正列名。",
        {"column": name, "aliases": "、".join(TITLES[name]), "titles": "、".join(filter(None, titles)) or "（空）"},
    )


def _unusable(where: str, code: str, template: str) -> UnusableScores:
    return UnusableScores(f"score_table.{code}", (Problem(where, code, template),))


def _text(cell: CellValue) -> str | None:
    """Return the text of a cell without outer blanks, full-width digits made plain; nothing stays nothing."""
    if cell is None:
        return None
    text = f"{cell:f}" if isinstance(cell, Decimal) else unicodedata.normalize("NFKC", cell)
    return text.strip() or None


def column_letter(at: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

"""A ranking as csv, xlsx with a chart, and json: the same digits in each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from webapp.exports.cell_formats import FORMULA_PREFIXES
from webapp.exports.figures import legible
from webapp.services.rank_file import FileRanking, RankedLine

FIELDS = tuple(field.name for field in fields(RankedLine))
TITLES: Mapping[str, str] = {
    "declaration": "申报",
    "rank": "名次（并列者同名次）",
    "estimate": "估计分",
    "sd": "标准误差",
    "lo": "90 % 区间下端",
    "hi": "90 % 区间上端",
    "expected_rank": "期望名次",
    "p_top_k": "进入名额的概率",
}
MOST_IN_CHART = 60
QUOTED = {"quote_prefix": True}  # a text stays one when somebody edits its cell
NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)  # the same ranking gives the same bytes


def ranking_json(ranking: FileRanking) -> str:
    """The ranked list as a JSON array of objects."""
    return json.dumps([asdict(line) for line in ranking.lines], ensure_ascii=False, indent=1)


def ranking_csv(ranking: FileRanking) -> bytes:
    """The ranked list as csv that Excel and WPS open without garbling; no text turns into a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for line in ranking.lines:
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in asdict(line).values()])
    return ("\ufeff" + target.getvalue()).encode()


def harmless(text: str) -> str:
    """The text with an apostrophe before a sign that a spreadsheet would take for a formula."""
    return "'" + text if text.startswith(FORMULA_PREFIXES) else text


def ranking_xlsx(ranking: FileRanking) -> bytes:
    """The ranked list as a workbook: figures, a chart of the best, and how they were computed."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": "排序结果", "created": NO_CLOCK.replace(tzinfo=None)})
        sheet = book.add_worksheet("排序")
        _write_table(book, sheet, ranking)
        _add_chart(book, book.add_worksheet("图"), ranking)
        _write_account(book, book.add_worksheet("说明"), ranking)
    return target.getvalue()


def _write_table(book: Any, sheet: Any, ranking: FileRanking) -> None:
    head, cut = book.add_format({"bold": True, "bottom": 1}), book.add_format({"bottom": 5})
    text, cut_text = book.add_format(QUOTED), book.add_format({"bottom": 5, **QUOTED})
    sheet.write_row(0, 0, FIELDS, head)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(FIELDS) - 1, 13)
    for at, line in enumerate(ranking.lines, start=1):
        is_last = at == ranking.places
        for column, value in enumerate(asdict(line).values()):
            if isinstance(value, str):
                sheet.write_string(at, column, legible(value), cut_text if is_last else text)
            else:
                sheet.write_number(at, column, value, cut if is_last else None)


def _add_chart(book: Any, sheet: Any, ranking: FileRanking) -> None:
    """Draw estimate and 90 % interval of the best; the lengths of the whiskers stand beside the chart."""
    shown, text = ranking.lines[:MOST_IN_CHART], book.add_format(QUOTED)
    sheet.write_row(0, 0, ("申报", "估计分", "向上", "向下"))
    for at, line in enumerate(shown, start=1):
        sheet.write_string(at, 0, legible(line.declaration), text)
        whiskers = (line.estimate, round(line.hi - line.estimate, 6), round(line.estimate - line.lo, 6))
        sheet.write_row(at, 1, whiskers)
    last = len(shown) + 1
    chart = book.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": "估计分",
            "categories": f"=图!$A$2:$A${last}",
            "values": f"=图!$B$2:$B${last}",
            "line": {"none": True},
            "marker": {"type": "circle", "size": 5},
            "y_error_bars": {
                "type": "custom",
                "plus_values": f"=图!$C$2:$C${last}",
                "minus_values": f"=图!$D$2:$D${last}",
            },
        }
    )
    chart.set_title({"name": f"估计分与 90 % 区间（前 {len(shown)} 项，名额 {ranking.places} 项）"})
    chart.set_legend({"none": True})
    chart.set_size({"width": 960, "height": 480})
    sheet.insert_chart("F2", chart)


def _write_account(book: Any, sheet: Any, ranking: FileRanking) -> None:
    """Write how the figures came about and what each column means."""
    head = book.add_format({"bold": True})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    wrapped = book.add_format({"text_wrap": True, **QUOTED})
    facts = (
        ("方法", f"{ranking.method_title}（{ranking.method}）"),
        ("名额", str(ranking.places)),
        ("随机种子", str(ranking.seed)),
        ("量表", f"{ranking.scale[0]}–{ranking.scale[1]}"),
        ("申报、专家、评分", f"{len(ranking.lines)}、{ranking.n_experts}、{ranking.n_scores}"),
        *((TITLES[name], name) for name in FIELDS),
        *(("说明", note) for note in ranking.notes),
        *(("参数", f"{name} = {value}") for name, value in ranking.parameters.items()),
    )
    for at, (name, text) in enumerate(facts):
        sheet.write_string(at, 0, name, head)
        sheet.write_string(at, 1, legible(text), wrapped)

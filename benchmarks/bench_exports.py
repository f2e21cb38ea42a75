"""How long printed documents take: a ranked list of growing length, and many score sheets in one file.

Run: .venv/bin/python benchmarks/bench_exports.py
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from webapp.exports.document import Document
from webapp.exports.ranked_list import RankedList, RankedRow, ranked_list
from webapp.exports.rendering import KINDS, render_together
from webapp.exports.score_sheet import CriterionScore, ScoreSheet, score_sheet

PRINTED_AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
ROUND = "2026年度中小企业特色产业集群"


def a_list(n_rows: int) -> Document:
    """A ranked list with seven experts a row."""
    score = Decimal("86.25")
    row = RankedRow(
        1, "", "X-001", "稀土新材料中小企业特色产业集群", "包头市", "高新技术产业开发区管理委员会", (score,) * 7,
        score, score, score, score, score, Decimal("0.9"), True,
    )  # fmt: skip
    rows = (row,) * n_rows
    return ranked_list(
        RankedList(ROUND, "去掉一个最高分和一个最低分", PRINTED_AT, "操作员", "第1版", rows, n_rows // 3)
    )


def a_sheet() -> Document:
    """A score sheet of thirty criteria with a long opinion."""
    weight = Decimal(100) / 30
    line = CriterionScore(
        "创新活力", Decimal(20), "研发投入强度", weight, Decimal(10), Decimal(8), weight, None, "证据充分"
    )
    return score_sheet(
        ScoreSheet(
            ROUND, "专家01", "X-001", "集群", "包头市", "管委会", (line,) * 30, Decimal(80), "总体较好。" * 60, "",
            PRINTED_AT, "操作员", "第1版",
        )
    )  # fmt: skip


def report(name: str, documents: Sequence[Document]) -> None:
    """Print seconds of processor time and the size for each kind."""
    for kind in KINDS:
        start = time.process_time()
        size = len(render_together(documents, kind))
        print(f"{name:<28}{kind:<6}{time.process_time() - start:8.2f} s{size / 1e6:8.2f} MB")


def main() -> None:
    """Print the table."""
    report("warm-up, 1 row", [a_list(1)])
    for n_rows in (40, 400, 2000):
        report(f"ranked list, {n_rows} rows", [a_list(n_rows)])
    report("200 score sheets, one file", [a_sheet()] * 200)


if __name__ == "__main__":
    main()

"""排序表: the ranked list of a round with every expert's total, the estimate and the cut line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from webapp.exports.document import Column, Document, Imprint, Noted, Paragraph, Signatures, Table, Value

# More columns of scores than this cannot be read on a sheet.
MOST_EXPERT_COLUMNS = 12
SIGNERS = ("专家组组长（签字）：", "专家（签字）：", "监督人员（签字）：")


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One declaration's place; figures not computed by the round's method are None."""

    rank: int | None
    rank_note: str
    number: str
    cluster_name: str
    city: str
    applicant: str
    expert_scores: tuple[Decimal | None, ...]
    mean: Decimal | None
    trimmed: Decimal | None
    estimate: Decimal | None
    lo: Decimal | None
    hi: Decimal | None
    p_selected: Decimal | None
    selected: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class RankedList:
    """A ranking as stored; `cut_line` is how many rows stand above the line, None where nothing is cut."""

    round_title: str
    method_title: str
    printed_at: datetime
    operator: str
    round_version: str
    rows: tuple[RankedRow, ...]
    cut_line: int | None = None
    notes: tuple[str, ...] = ()


def ranked_list(ranking: RankedList) -> Document:
    """The printed ranked list; columns nobody has a figure for are left out."""
    n_given = max((len(row.expert_scores) for row in ranking.rows), default=0)
    n_scores = n_given if n_given <= MOST_EXPERT_COLUMNS else 0
    kept = [field for field in _FIGURES if any(getattr(row, field[0]) is not None for row in ranking.rows)]
    columns = (*_LEADING, *_expert_columns(n_scores), *(column for _, column in kept), *_CLOSING)
    figures = [name for name, _ in kept]
    rows = tuple(_cells(position, row, n_scores, figures) for position, row in enumerate(ranking.rows))
    omission = (f"每个项目的专家评分最多{n_given}份，逐份评分见专家评分表。",) if n_given > n_scores else ()
    notes = tuple(Paragraph(text, "note") for text in (f"计算方法：{ranking.method_title}", *omission, *ranking.notes))
    table = Table(columns, rows, unit="单位：分", cut_after=ranking.cut_line)
    return Document(
        title=f"{ranking.round_title}\n评审结果排序表",
        blocks=(table, *notes, Signatures(SIGNERS)),
        imprint=Imprint(ranking.printed_at, ranking.operator, ranking.round_version),
        label="排序表",
    )


def score_summary(ranking: RankedList) -> Document:
    """The scores put together in the order of the project numbers, before anything is cut or selected."""
    rows = tuple(replace(row, p_selected=None) for row in sorted(ranking.rows, key=lambda row: row.number))
    listed = ranked_list(replace(ranking, rows=rows, cut_line=None))
    return replace(listed, title=f"{ranking.round_title}\n评审结果汇总表", label="评分汇总表")


_LEADING = (
    Column("序号", 12),
    Column("名次", 20),
    Column("项目编号", 31),
    Column("集群名称", 48, "left"),
    Column("推荐\n地区", 16),
    Column("申报单位", 40, "left"),
)
_FIGURES = (
    ("mean", Column("平均分", 16)),
    ("trimmed", Column("去极值\n平均分", 15)),
    ("estimate", Column("校准\n得分", 15)),
    ("lo", Column("下限", 14, group="得分区间")),
    ("hi", Column("上限", 14, group="得分区间")),
    ("p_selected", Column("入选\n把握", 15, decimals=1, percent=True, chance=True)),
)
_CLOSING = (Column("是否\n入选", 12), Column("备注", 26, "left"))


def _expert_columns(n_scores: int) -> tuple[Column, ...]:
    return tuple(Column(f"专家{position}", 14, group="专家评分") for position in range(1, n_scores + 1))


def _cells(position: int, row: RankedRow, n_scores: int, figures: list[str]) -> tuple[Value, ...]:
    rank = row.rank if row.rank is None or not row.rank_note else Noted(row.rank, f"（{row.rank_note}）")
    given = row.expert_scores[:n_scores]
    scores = (*given, *[None] * (n_scores - len(given)))
    computed = tuple(getattr(row, name) for name in figures)
    chosen = "是" if row.selected else "否"
    leading = (position + 1, rank, row.number, row.cluster_name, row.city, row.applicant)
    return (*leading, *scores, *computed, chosen, row.note)

"""分歧复议记录: where experts were far apart, what each said to it, and both scores."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Imprint, Paragraph, Signatures, Table


@dataclass(frozen=True, slots=True)
class Reconsidered:
    """One expert's score before and after; the change is handed in, not computed here."""

    expert: str
    original: Decimal | None
    revised: Decimal | None
    change: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class DivergenceRecord:
    """The reconsideration of one cluster; spreads are of the totals, before and after."""

    round_title: str
    number: str
    cluster_name: str
    areas: str
    spread_before: Decimal | None
    spread_after: Decimal | None
    held_at: str
    chair: str
    lines: tuple[Reconsidered, ...]
    conclusion: str
    notes: tuple[str, ...]
    imprint: Imprint


def divergence_record(record: DivergenceRecord) -> Document:
    """The printed record; original scores stay beside the revised ones."""
    facts = Facts(
        (
            ("项目编号", record.number),
            ("复议时间", record.held_at),
            ("集群名称", record.cluster_name),
            ("主持人", record.chair),
            ("分歧领域", record.areas),
            ("最大分差", _spreads(record)),
        )
    )
    columns = (
        Column("序号", 12),
        Column("专家", 24),
        Column("原评分", 20),
        Column("复议后\n评分", 20),
        Column("变动", 18),
        Column("修改或者坚持的理由", 76, "left"),
    )
    rows = tuple(
        (position, line.expert, line.original, line.revised, line.change, line.reason)
        for position, line in enumerate(record.lines, start=1)
    )
    notes = tuple(Paragraph(note, "note") for note in record.notes)
    return Document(
        title=f"{record.round_title}\n分歧复议记录",
        blocks=(
            facts,
            Table(columns, rows, unit="单位：分"),
            Boxes((Box("复议结论", record.conclusion, 24),)),
            *notes,
            Signatures(("专家组组长（签字）：", "相关专家（签字）：", "监督人员（签字）：")),
        ),
        imprint=record.imprint,
        layout="portrait",
        label=f"复议 {record.number}",
    )


def _spreads(record: DivergenceRecord) -> str:
    before, after = (
        "/" if spread is None else f"{spread:f}分" for spread in (record.spread_before, record.spread_after)
    )
    return f"复议前{before}，复议后{after}"

"""符合性审查表: each condition of the measure against what one cluster declared."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Imprint, Paragraph, Signatures, Table


@dataclass(frozen=True, slots=True)
class ScreeningLine:
    """One condition; `kind` groups the lines, `observed` quotes the declared value."""

    kind: str
    article: str
    condition: str
    observed: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ScreeningTable:
    """The screening of one declaration; an empty conclusion leaves room to write one."""

    round_title: str
    number: str
    cluster_name: str
    city: str
    applicant: str
    lines: tuple[ScreeningLine, ...]
    conclusion: str
    notes: tuple[str, ...]
    imprint: Imprint


def screening_table(screening: ScreeningTable) -> Document:
    """The printed table."""
    facts = Facts(
        (
            ("项目编号", screening.number),
            ("推荐地区", screening.city),
            ("集群名称", screening.cluster_name),
            ("申报单位", screening.applicant),
        )
    )
    notes = tuple(Paragraph(note, "note") for note in screening.notes)
    conclusion = Boxes((Box("审查结论", screening.conclusion, 24),))
    return Document(
        title=f"{screening.round_title}\n符合性审查表",
        blocks=(facts, _lines(screening), conclusion, *notes, Signatures(("审查人（签字）：", "复核人（签字）："), 2)),
        imprint=screening.imprint,
        label=f"审查 {screening.number}",
    )


def _lines(screening: ScreeningTable) -> Table:
    columns = (
        Column("序号", 12),
        Column("条件类别", 22, merged=True),
        Column("条款", 26),
        Column("审查条件", 72, "left"),
        Column("申报情况", 44, "left"),
        Column("审查结果", 20),
        Column("说明", 80, "left"),
    )
    rows = tuple(
        (position, line.kind, line.article, line.condition, line.observed, line.outcome, line.reason)
        for position, line in enumerate(screening.lines, start=1)
    )
    return Table(columns, rows)

"""专家评分表: one expert's scores of one cluster, to be signed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Imprint, Paragraph, Signatures, Table
from webapp.exports.figures import rounded

ROUNDING_NOTE = "加权得分按两位小数显示，合计按未取舍的数值计算，与各行显示值相加略有出入。"


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One line: the weight is percent of the whole; a criterion that does not apply has no score."""

    area: str
    area_weight: Decimal
    criterion: str
    weight: Decimal
    maximum: Decimal
    score: Decimal | None
    weighted: Decimal | None
    area_subtotal: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A review as submitted; `expert` is the name or the code the round allows to be printed."""

    round_title: str
    expert: str
    number: str
    cluster_name: str
    city: str
    applicant: str
    scores: tuple[CriterionScore, ...]
    total: Decimal | None
    opinion: str
    submitted_at: str
    printed_at: datetime
    operator: str
    round_version: str
    notes: tuple[str, ...] = ()


def score_sheet(sheet: ScoreSheet) -> Document:
    """The printed score sheet."""
    facts = Facts(
        (
            ("项目编号", sheet.number),
            ("推荐地区", sheet.city),
            ("集群名称", sheet.cluster_name),
            ("评审专家", sheet.expert),
            ("申报单位", sheet.applicant),
            ("提交时间", sheet.submitted_at or None),
        )
    )
    opinion = Boxes((Box("专家意见", sheet.opinion, 28),))
    return Document(
        title=f"{sheet.round_title}\n专家评分表",
        blocks=(facts, _scores(sheet), opinion, *_notes(sheet), Signatures(("评审专家（签字）：",), 2)),
        imprint=Imprint(sheet.printed_at, sheet.operator, sheet.round_version),
        layout="portrait",
        label=f"{sheet.number} {sheet.expert}",
    )


def score_sheets(sheets: Sequence[ScoreSheet]) -> list[Document]:
    """Several score sheets for one file, in the order given."""
    return [score_sheet(sheet) for sheet in sheets]


def _notes(sheet: ScoreSheet) -> list[Paragraph]:
    return [Paragraph(note, "note") for note in (*_rounding_note(sheet), *sheet.notes)]


def _rounding_note(sheet: ScoreSheet) -> tuple[str, ...]:
    """Say why the printed lines do not add up to the printed total, where they do not."""
    printed = [rounded(line.weighted, 2) for line in sheet.scores if line.weighted is not None]
    if sheet.total is None or sum(printed) == rounded(sheet.total, 2):
        return ()
    return (ROUNDING_NOTE,)


def _scores(sheet: ScoreSheet) -> Table:
    columns = (
        Column("序号", 11),
        Column("能力领域", 28, merged=True),
        Column("评价指标", 38, "left"),
        Column("权重\n（%）", 17),
        Column("满分", 18),
        Column("评分", 18),
        Column("加权\n得分", 16),
        Column("领域\n小计", 16, merged=True),
        Column("评分理由", 38, "left"),
    )
    rows = tuple(
        (
            position,
            f"{line.area}\n（{line.area_weight:f}%）",
            line.criterion,
            line.weight,
            line.maximum,
            line.score,
            line.weighted,
            line.area_subtotal,
            line.reason,
        )
        for position, line in enumerate(sheet.scores, start=1)
    )
    total = (
        "",
        "合计",
        "",
        sum((line.weight for line in sheet.scores), Decimal(0)),
        "",
        "",
        sheet.total,
        sheet.total,
        "",
    )
    return Table(columns, rows, unit="单位：分", total=total)

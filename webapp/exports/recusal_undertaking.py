"""回避及承诺书: what an expert declares and undertakes before the first file is opened."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exports.document import Column, Document, Imprint, Paragraph, Signatures, Table
from webapp.exports.figures import ticks

NO_TIES, TIES = "无应回避情形", "有下列应回避情形"


@dataclass(frozen=True, slots=True)
class DeclaredTie:
    """A tie the expert declares to one cluster."""

    number: str
    cluster_name: str
    relation: str


@dataclass(frozen=True, slots=True)
class RecusalUndertaking:
    """The undertaking as accepted; `text_digest` tells which wording that was."""

    round_title: str
    organiser: str
    expert: str
    unit: str
    position: str
    undertakings: tuple[str, ...]
    ties: tuple[DeclaredTie, ...]
    accepted_at: str
    text_digest: str
    imprint: Imprint


def recusal_undertaking(undertaking: RecusalUndertaking) -> Document:
    """The letter to be signed."""
    opening = (
        f"本人{undertaking.expert}，{undertaking.unit}{undertaking.position}，"
        f"受邀参加{undertaking.round_title}评审，现就回避事项声明并承诺如下："
    )
    promises = [Paragraph(f"{number}. {text}") for number, text in enumerate(undertaking.undertakings, start=1)]
    accepted = f"系统内确认时间：{undertaking.accepted_at}　承诺书文本摘要：{undertaking.text_digest}"
    return Document(
        title="评审专家回避声明及承诺书",
        blocks=(
            Paragraph(f"{undertaking.organiser}：", "addressee"),
            Paragraph(opening),
            Paragraph("一、回避声明", "heading"),
            Paragraph(f"经对照申报名单，本人：{ticks((NO_TIES, TIES), TIES if undertaking.ties else NO_TIES)}。"),
            *_ties(undertaking),
            Paragraph("二、承诺事项", "heading"),
            *promises,
            *([Paragraph(accepted, "note")] if undertaking.accepted_at else []),
            Signatures(("承诺人（签字）：",), 2),
        ),
        imprint=undertaking.imprint,
        layout="official",
        label=f"承诺书 {undertaking.expert}",
    )


def _ties(undertaking: RecusalUndertaking) -> list[Table]:
    if not undertaking.ties:
        return []
    columns = (
        Column("序号", 12),
        Column("项目编号", 27),
        Column("集群名称", 60, "left"),
        Column("关系说明", 57, "left"),
    )
    rows = tuple(
        (position, tie.number, tie.cluster_name, tie.relation) for position, tie in enumerate(undertaking.ties, start=1)
    )
    return [Table(columns, rows)]

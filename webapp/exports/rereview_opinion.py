"""复核意见: whether a cluster keeps its recognition when its three years end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Imprint, Table
from webapp.exports.figures import chinese_date, ticks

DATE = "年　　月　　日"
OUTCOMES = ("通过", "不通过")


@dataclass(frozen=True, slots=True)
class RereviewLine:
    """One condition looked at again."""

    article: str
    condition: str
    observed: str
    outcome: str


@dataclass(frozen=True, slots=True)
class RereviewOpinion:
    """The re-review of one cluster; the outcome is None until somebody decided it."""

    cluster_name: str
    city: str
    applicant: str
    valid_from: date
    valid_until: date
    extended_until: date | None
    lines: tuple[RereviewLine, ...]
    expert_opinion: str
    outcome: str | None
    imprint: Imprint


def rereview_opinion(opinion: RereviewOpinion) -> Document:
    """The printed form."""
    extended = chinese_date(opinion.extended_until) if opinion.extended_until else None
    facts = Facts(
        (
            ("集群名称", opinion.cluster_name),
            ("所在地区", opinion.city),
            ("运营管理机构", opinion.applicant),
            ("原有效期", f"{chinese_date(opinion.valid_from)}至{chinese_date(opinion.valid_until)}"),
            ("复核结论", ticks(OUTCOMES, opinion.outcome)),
            ("延长至", extended),
        )
    )
    columns = (
        Column("序号", 12),
        Column("条款", 28),
        Column("复核内容", 60, "left"),
        Column("现状", 44, "left"),
        Column("结果", 24),
    )
    rows = tuple(
        (position, line.article, line.condition, line.observed, line.outcome)
        for position, line in enumerate(opinion.lines, start=1)
    )
    boxes = (
        Box("专家复核\n意见", opinion.expert_opinion, 34, ("专家组组长（签字）：",), DATE),
        Box("处室意见", "", 26, ("负责人（签字）：",), DATE),
        Box("厅领导意见", "", 26, ("签字：",), DATE),
    )
    return Document(
        title="中小企业特色产业集群\n复核意见表",
        blocks=(facts, Table(columns, rows), Boxes(boxes)),
        imprint=opinion.imprint,
        layout="portrait",
        label=f"复核 {opinion.cluster_name}",
    )

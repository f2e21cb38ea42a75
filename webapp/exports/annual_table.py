"""年度发展情况表: a recognised cluster's figures of the year beside those of the year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Imprint, Paragraph, Signatures, Table
from webapp.exports.figures import chinese_date


@dataclass(frozen=True, slots=True)
class AnnualFigure:
    """One indicator; the change is a share, handed in and not computed here."""

    area: str
    indicator: str
    unit: str
    previous: Decimal | int | None
    current: Decimal | int | None
    change: Decimal | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AnnualTable:
    """A cluster's annual report."""

    year: int
    cluster_name: str
    city: str
    applicant: str
    recognised_on: date
    valid_until: date
    figures: tuple[AnnualFigure, ...]
    progress: str
    difficulties: str
    plan: str
    imprint: Imprint


def annual_table(report: AnnualTable) -> Document:
    """The printed report."""
    facts = Facts(
        (
            ("集群名称", report.cluster_name),
            ("所在地区", report.city),
            ("运营管理机构", report.applicant),
            ("认定时间", chinese_date(report.recognised_on)),
            ("有效期至", chinese_date(report.valid_until)),
        )
    )
    boxes = Boxes(
        (
            Box("主要工作\n和成效", report.progress, 36),
            Box("困难和问题", report.difficulties, 24),
            Box("下一步\n工作打算", report.plan, 24),
        )
    )
    signers = Signatures(("填表人（签字）：", "运营管理机构负责人（签字、盖章）："), 2)
    return Document(
        title=f"中小企业特色产业集群\n{report.year}年度发展情况表",
        blocks=(facts, _figures(report), boxes, Paragraph("增减为本年比上年的变化。", "note"), signers),
        imprint=report.imprint,
        layout="portrait",
        label=f"{report.year}年度 {report.cluster_name}",
    )


def _figures(report: AnnualTable) -> Table:
    columns = (
        Column("序号", 12),
        Column("领域", 28, merged=True),
        Column("指标", 48, "left"),
        Column("单位", 16),
        Column(f"{report.year - 1}年", 24),
        Column(f"{report.year}年", 24),
        Column("增减", 18, decimals=2, percent=True),
        Column("说明", 28, "left"),
    )
    rows = tuple(
        (position, one.area, one.indicator, one.unit, one.previous, one.current, one.change, one.remark)
        for position, one in enumerate(report.figures, start=1)
    )
    return Table(columns, rows)

"""拟认定审批表: the list that goes to the leaders' meeting, every departure from the rank order with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Imprint, Noted, Paragraph, Table

DATE = "年　　月　　日"


@dataclass(frozen=True, slots=True)
class ProposedCluster:
    """One proposed cluster; a reason is given where it departs from the rank order."""

    rank: int
    rank_note: str
    number: str
    cluster_name: str
    city: str
    score: Decimal | None
    decision: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """The proposal of one round; departures are clusters passed over or moved up, votes chose among equals."""

    round_title: str
    method_title: str
    n_declarations: int
    quota: int | None
    proposed: tuple[ProposedCluster, ...]
    departures: tuple[ProposedCluster, ...]
    uncertainty: str
    offices: tuple[str, ...]
    imprint: Imprint
    votes: tuple[ProposedCluster, ...] = ()


def decision_sheet(sheet: DecisionSheet) -> Document:
    """The printed approval form: facts, the proposal, departures, and a field for each office to sign."""
    facts = Facts(
        (
            ("评审方法", sheet.method_title),
            ("申报数量", sheet.n_declarations),
            ("认定名额", sheet.quota),
            ("拟认定数量", len(sheet.proposed)),
            ("结果把握", sheet.uncertainty),
        )
    )
    departures = _table("与名次顺序不一致的情况", sheet.departures) if sheet.departures else None
    votes = (_table("名额线上并列、经表决列入的情况", sheet.votes),) if sheet.votes else ()
    offices = tuple(Box(office, "", 26, ("签字：",), DATE) for office in sheet.offices)
    return Document(
        title=f"{sheet.round_title}\n拟认定审批表",
        blocks=(
            facts,
            _table("拟认定名单", sheet.proposed),
            departures or Paragraph("拟认定名单与评审名次顺序一致。", "plain"),
            *votes,
            Boxes(offices),
        ),
        imprint=sheet.imprint,
        layout="portrait",
        label="拟认定审批表",
    )


def _table(caption: str, clusters: tuple[ProposedCluster, ...]) -> Table:
    columns = (
        Column("序号", 12),
        Column("名次", 20),
        Column("项目编号", 27),
        Column("集群名称", 52, "left"),
        Column("推荐\n地区", 18),
        Column("得分", 16),
        Column("处理意见", 20),
        Column("理由", 40, "left"),
    )
    rows = tuple(
        (
            position,
            Noted(one.rank, f"（{one.rank_note}）") if one.rank_note else one.rank,
            one.number,
            one.cluster_name,
            one.city,
            one.score,
            one.decision,
            one.reason,
        )
        for position, one in enumerate(clusters, start=1)
    )
    return Table(columns, rows, caption=caption, unit="单位：分")

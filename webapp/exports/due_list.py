"""到期事项清单: what is due by whom until a day, over all recognised clusters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.exports.document import Column, Document, Imprint, Paragraph, Table
from webapp.exports.figures import chinese_date

STATUS = {
    "upcoming": "未到期",
    "overdue": "已逾期",
    "handed_in": "已交市级，待报送",
    "waiting": "待办理",
    "needs_decision": "待认定",
}


@dataclass(frozen=True, slots=True)
class DueRow:
    """One open obligation."""

    due_on: date
    who: str
    title: str
    cluster_name: str
    city: str
    certificate: str
    status: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class DueList:
    """Everything open on a day that falls due by another."""

    as_of: date
    until: date
    rows: tuple[DueRow, ...]
    imprint: Imprint


def due_list(listed: DueList) -> Document:
    """The printed list, the earliest first."""
    columns = (
        Column("序号", 12),
        Column("期限", 30),
        Column("责任单位", 48, "left"),
        Column("事项", 62, "left"),
        Column("集群名称", 56, "left"),
        Column("所在地区", 22),
        Column("证书编号", 30),
        Column("状态", 26),
    )
    rows = tuple(
        (
            place,
            f"{one.due_on}{'（暂定）' if one.is_provisional else ''}",
            one.who,
            one.title,
            one.cluster_name,
            one.city,
            one.certificate,
            STATUS.get(one.status, one.status),
        )
        for place, one in enumerate(listed.rows, start=1)
    )
    note = f"截至{chinese_date(listed.as_of)}尚未办结、{chinese_date(listed.until)}前到期的事项。"
    return Document(
        title="特色产业集群到期事项清单",
        blocks=(Table(columns, rows), Paragraph(note, "note")),
        imprint=listed.imprint,
        label="到期事项",
    )

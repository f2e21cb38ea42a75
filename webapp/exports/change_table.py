"""变更备案表: a major change of a recognised cluster, filed within the month the measure allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Imprint, Table
from webapp.exports.figures import chinese_date, ticks

DATE = "年　　月　　日"
KINDS_OF_CHANGE = ("主导产业", "空间范围", "运营管理机构", "其他")


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """What changed, as it was and as it is."""

    item: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeFiling:
    """A filing; `due_on` is the last day the measure allows."""

    cluster_name: str
    city: str
    applicant: str
    kind: str
    changed_on: date
    due_on: date
    filed_on: date
    items: tuple[ChangedItem, ...]
    reason: str
    imprint: Imprint


def change_table(filing: ChangeFiling) -> Document:
    """The printed form with the fields of applicant, city and department."""
    facts = Facts(
        (
            ("集群名称", filing.cluster_name),
            ("所在地区", filing.city),
            ("运营管理机构", filing.applicant),
            ("变动发生日期", chinese_date(filing.changed_on)),
            ("备案期限", chinese_date(filing.due_on)),
            ("报送日期", chinese_date(filing.filed_on)),
            ("变更类型", ticks(KINDS_OF_CHANGE, filing.kind)),
        )
    )
    columns = (Column("序号", 12), Column("变更事项", 36), Column("变更前", 60, "left"), Column("变更后", 60, "left"))
    rows = tuple((position, one.item, one.before, one.after) for position, one in enumerate(filing.items, start=1))
    boxes = (
        Box("变更原因\n及影响", filing.reason, 30),
        Box("运营管理\n机构意见", "", 28, ("负责人（签字）：", "（盖章）"), DATE),
        Box("地市级主管\n部门意见", "", 28, ("负责人（签字）：", "（盖章）"), DATE),
        Box("自治区工业和\n信息化厅意见", "", 28, ("负责人（签字）：", "（盖章）"), DATE),
    )
    return Document(
        title="中小企业特色产业集群\n重大变动备案表",
        blocks=(facts, Table(columns, rows), Boxes(boxes)),
        imprint=filing.imprint,
        layout="portrait",
        label=f"变更 {filing.cluster_name}",
    )

"""撤销事项审批表: why a recognition is to be revoked, what the cluster says to it, and who approves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.exports.document import Box, Boxes, Document, Facts, Imprint
from webapp.exports.figures import chinese_date

DATE = "年　　月　　日"


@dataclass(frozen=True, slots=True)
class RevocationSheet:
    """A revocation case; `circumstance` quotes the item of the measure that applies."""

    case_number: str
    cluster_name: str
    city: str
    applicant: str
    recognised_on: date
    valid_until: date
    article: str
    circumstance: str
    facts_and_evidence: str
    statement: str
    proposal: str
    imprint: Imprint


def revocation_sheet(case: RevocationSheet) -> Document:
    """The printed approval form."""
    facts = Facts(
        (
            ("事项编号", case.case_number),
            ("所在地区", case.city),
            ("集群名称", case.cluster_name),
            ("运营管理机构", case.applicant),
            ("认定时间", chinese_date(case.recognised_on)),
            ("有效期至", chinese_date(case.valid_until)),
        )
    )
    boxes = (
        Box("撤销依据", f"{case.article}：{case.circumstance}", 18),
        Box("事实和证据", case.facts_and_evidence, 36),
        Box("陈述申辩\n情况", case.statement, 24),
        Box("承办处室\n意见", case.proposal, 28, ("负责人（签字）：",), DATE),
        Box("法制审核\n意见", "", 24, ("负责人（签字）：",), DATE),
        Box("厅领导意见", "", 26, ("签字：",), DATE),
    )
    return Document(
        title="中小企业特色产业集群\n撤销认定事项审批表",
        blocks=(facts, Boxes(boxes)),
        imprint=case.imprint,
        layout="portrait",
        label=f"撤销 {case.case_number}",
    )

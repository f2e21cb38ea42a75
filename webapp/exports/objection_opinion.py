"""异议处理意见: an objection, who looked into it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exports.document import Box, Boxes, Document, Facts, Imprint

DATE = "年　　月　　日"


@dataclass(frozen=True, slots=True)
class ObjectionOpinion:
    """An objection in a publicity period; `investigators` took no part in judging the cluster."""

    round_title: str
    objection_number: str
    received_at: str
    objector: str
    contact: str
    number: str
    cluster_name: str
    claim: str
    evidence: str
    investigators: tuple[str, ...]
    finding: str
    opinion: str
    effect_on_list: str
    imprint: Imprint


def objection_opinion(objection: ObjectionOpinion) -> Document:
    """The printed form."""
    facts = Facts(
        (
            ("异议编号", objection.objection_number),
            ("收到时间", objection.received_at),
            ("提出人", objection.objector),
            ("联系方式", objection.contact),
            ("项目编号", objection.number),
            ("集群名称", objection.cluster_name),
            ("核查人员", "、".join(objection.investigators) or None),
        )
    )
    boxes = (
        Box("异议事项", objection.claim, 26),
        Box("证明材料", objection.evidence, 16),
        Box("核查情况", objection.finding, 34, ("核查人员（签字）：",), DATE),
        Box("处理意见", objection.opinion, 26),
        Box("对公示名单\n的影响", objection.effect_on_list, 16),
        Box("审批意见", "", 28, ("负责人（签字）：",), DATE),
    )
    return Document(
        title=f"{objection.round_title}\n公示异议处理意见表",
        blocks=(facts, Boxes(boxes)),
        imprint=objection.imprint,
        layout="portrait",
        label=f"异议 {objection.objection_number}",
    )

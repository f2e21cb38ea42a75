"""初审意见: the city's opinion on one declaration before it is recommended."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exports.document import Box, Boxes, Document, Facts, Imprint

DATE = "年　　月　　日"


@dataclass(frozen=True, slots=True)
class PreliminaryOpinion:
    """The opinion part by part; an empty part leaves room to write."""

    round_title: str
    city_bureau: str
    number: str
    cluster_name: str
    applicant: str
    completeness: str
    data_check: str
    onsite: str
    opinion: str
    imprint: Imprint


def preliminary_opinion(opinion: PreliminaryOpinion) -> Document:
    """The printed form with the bureau's signature and seal."""
    facts = Facts(
        (
            ("项目编号", opinion.number),
            ("初审单位", opinion.city_bureau),
            ("集群名称", opinion.cluster_name),
            ("申报单位", opinion.applicant),
        )
    )
    boxes = (
        Box("材料完整性", opinion.completeness, 28),
        Box("数据核对", opinion.data_check, 34),
        Box("实地核实", opinion.onsite, 34),
        Box("初审意见", opinion.opinion, 36, ("负责人（签字）：", "（盖章）"), DATE),
    )
    return Document(
        title=f"{opinion.round_title}\n初审意见表",
        blocks=(facts, Boxes(boxes)),
        imprint=opinion.imprint,
        layout="portrait",
        label=f"初审 {opinion.number}",
    )

"""专家组评审意见: what the panel says as a body, with the dissent of its members kept."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exports.document import Box, Boxes, Document, Facts, Imprint

DATE = "年　　月　　日"


@dataclass(frozen=True, slots=True)
class PanelOpinion:
    """The panel's opinion; each section is a heading with its text, dissents name who holds them."""

    round_title: str
    met_on: str
    place: str
    n_declarations: int
    chair: str
    members: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    dissents: tuple[tuple[str, str], ...]
    conclusion: str
    imprint: Imprint


def panel_opinion(opinion: PanelOpinion) -> Document:
    """The printed opinion, signed by the chair and every member."""
    facts = Facts(
        (
            ("评审时间", opinion.met_on),
            ("评审地点", opinion.place),
            ("评审项目数", opinion.n_declarations),
            ("专家组组长", opinion.chair),
            ("专家组成员", "、".join(opinion.members)),
        )
    )
    dissent = "\n".join(f"{name}：{text}" for name, text in opinion.dissents) or "无"
    boxes = (
        *(Box(label, text, 30) for label, text in opinion.sections),
        Box("不同意见", dissent, 14),
        Box("评审结论", opinion.conclusion, 30),
        Box("专家组签字", "组长：\n成员：", 40, ("监督人员（签字）：",), DATE),
    )
    return Document(
        title=f"{opinion.round_title}\n专家组评审意见",
        blocks=(facts, Boxes(boxes)),
        imprint=opinion.imprint,
        layout="portrait",
        label="专家组评审意见",
    )

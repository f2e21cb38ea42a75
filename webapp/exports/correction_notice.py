"""补正通知: everything an applicant has to put right, said once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.exports.document import Closing, Document, Imprint, Paragraph
from webapp.exports.figures import chinese_date


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing to put right: where it stands, what is wrong, what to hand in."""

    place: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """The notice to one applicant."""

    round_title: str
    issuer: str
    applicant: str
    number: str
    cluster_name: str
    corrections: tuple[Correction, ...]
    due_on: date
    contact: str
    issued_on: date
    imprint: Imprint


def correction_notice(notice: CorrectionNotice) -> Document:
    """The letter, without red head."""
    opening = (
        f"你单位报送的“{notice.cluster_name}”（项目编号：{notice.number}）申报{notice.round_title}的材料收悉。"
        f"经审查，尚有{len(notice.corrections)}处需要补正，现一次性告知如下："
    )
    closing = (
        f"请于{chinese_date(notice.due_on)}前将补正材料一次性报送我单位。逾期未补正或者补正后仍不符合要求的，不予受理。"
    )
    corrections = [
        Paragraph(f"{number}. {item.place}：{item.problem}{_stop(item.problem)}请{item.remedy}{_stop(item.remedy)}")
        for number, item in enumerate(notice.corrections, start=1)
    ]
    return Document(
        title="申报材料补正通知书",
        blocks=(
            Paragraph(f"{notice.applicant}：", "addressee"),
            Paragraph(opening),
            *corrections,
            Paragraph(closing),
            Paragraph(f"联系方式：{notice.contact}"),
            Closing(notice.issuer, chinese_date(notice.issued_on)),
        ),
        imprint=notice.imprint,
        layout="official",
        label=f"补正 {notice.number}",
    )


def _stop(text: str) -> str:
    """A full stop where the sentence has none yet."""
    return "" if text.endswith(("。", "；", "！")) else "。"

"""A city's papers from what is stored: correction letter, sheet for the site, opinion, recommendation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from webapp.exports.correction_notice import Correction, CorrectionNotice, correction_notice
from webapp.exports.document import Document, Imprint
from webapp.exports.onsite_sheet import OnsiteItem, OnsiteSheet, onsite_sheet
from webapp.exports.preliminary_opinion import PreliminaryOpinion, preliminary_opinion
from webapp.exports.recommendation import Recommendation, RecommendedCluster, SummaryFigure
from webapp.exports.round_documents import Printing
from webapp.models import CityStep
from webapp.services.city_papers import PaperHead, SummaryLine, step_text
from webapp.services.onsite_items import DeclaredItem

ANSWERS = {"yes": True, "no": False}


def imprint(head: PaperHead, printing: Printing) -> Imprint:
    """Say who printed when, from which version of the round."""
    return Imprint(printing.at, printing.operator, head.fingerprint)


def correction_letter(head: PaperHead, step: CityStep, issued_on: date, printing: Printing) -> Document:
    """Write 补正通知 from the step that returned the declaration."""
    points = tuple(Correction(one["place"], one["problem"], one["remedy"]) for one in step.facts["corrections"])
    notice = CorrectionNotice(
        round_title=head.round_title,
        issuer=head.city_bureau,
        applicant=head.applicant,
        number=head.number,
        cluster_name=head.cluster_name,
        corrections=points,
        due_on=date.fromisoformat(step.facts["due_on"]),
        contact=step.facts.get("contact") or head.contact,
        issued_on=issued_on,
        imprint=imprint(head, printing),
    )
    return correction_notice(notice)


def onsite_record(
    head: PaperHead, items: Sequence[DeclaredItem], step: CityStep | None, printing: Printing
) -> Document:
    """Write 实地核实表, blank to carry along or with what was found."""
    facts: Mapping[str, Any] = step.facts if step is not None else {}
    found = facts.get("items", {})

    def line(item: DeclaredItem) -> OnsiteItem:
        seen = found.get(item.key, {})
        return OnsiteItem(
            item.label,
            item.declared,
            item.evidence,
            seen.get("found", ""),
            ANSWERS.get(seen.get("agrees", "")),
            seen.get("remark", ""),
        )

    sheet = OnsiteSheet(
        round_title=head.round_title,
        number=head.number,
        cluster_name=head.cluster_name,
        applicant=head.applicant,
        address=str(facts.get("address") or head.address),
        visited_at=str(facts.get("visited_on", "")),
        items=tuple(map(line, items)),
        conclusion=step.text if step is not None else "",
        imprint=imprint(head, printing),
    )
    return onsite_sheet(sheet)


def opinion_sheet(head: PaperHead, steps: Sequence[CityStep], data_check: str, printing: Printing) -> Document:
    """Write 初审意见表 from the steps taken so far."""
    opinion = PreliminaryOpinion(
        round_title=head.round_title,
        city_bureau=head.city_bureau,
        number=head.number,
        cluster_name=head.cluster_name,
        applicant=head.applicant,
        completeness=step_text(steps, "accept"),
        data_check=data_check,
        onsite=step_text(steps, "verify_on_site"),
        opinion=step_text(steps, "pass_city_review"),
        imprint=imprint(head, printing),
    )
    return preliminary_opinion(opinion)


def city_recommendation(
    head: PaperHead,
    headings: Sequence[tuple[str, int]],
    lines: Sequence[SummaryLine],
    issued_on: date,
    printing: Printing,
) -> Recommendation:
    """Collect 推荐文件 and 汇总表 of a city."""
    return Recommendation(
        round_title=head.round_title,
        city_bureau=head.city_bureau,
        department=head.department,
        notice=f"{head.round_title}申报通知",
        figures=tuple(SummaryFigure(title, decimals) for title, decimals in headings),
        clusters=tuple(
            RecommendedCluster(
                one.place, one.cluster_name, one.county, one.applicant, one.industry, one.figures, one.opinion
            )
            for one in lines
        ),
        contact=head.contact,
        issued_on=issued_on,
        imprint=imprint(head, printing),
    )

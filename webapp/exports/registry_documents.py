"""The papers of a recognised cluster, filled from what is stored: yearly table, change, re-review, revocation."""

from collections.abc import Sequence
from decimal import Decimal

from webapp.exports.annual_table import AnnualFigure, AnnualTable, annual_table
from webapp.exports.change_table import ChangedItem, ChangeFiling, change_table
from webapp.exports.document import Document, Imprint
from webapp.exports.rereview_opinion import RereviewLine, RereviewOpinion, rereview_opinion
from webapp.exports.revocation_sheet import RevocationSheet, revocation_sheet
from webapp.exports.round_documents import Printing
from webapp.models import AnnualReport, Change, Cluster, ReReview, RevocationCase
from webapp.services.cluster_dues import Due
from webapp.services.report_figures import FigureRow
from webapp.services.then_and_now import FindingPair

RESULTS = {
    "pass": "符合",
    "fail": "不符合",
    "veto": "一票否决",
    "needs_decision": "待人工认定",
    "missing": "待补正",
    "not_applicable": "不涉及",
    "judged": "由专家评判",
}
STANDINGS = {
    "on_time": "按时",
    "late": "逾期",
    "overdue": "未办",
    "needs_decision": "待认定",
    "upcoming": "未到期",
    "handed_in": "已交市级",
    "waiting": "待办理",
}
PROPOSALS = {"keep": "不予撤销", "revoke": "撤销认定", None: ""}
OUTCOMES = {"passed": "通过", "failed": "不通过"}
STOPPED = "认定已撤销，复核终止，有效期不延长。"


def imprint_of(cluster: Cluster, printing: Printing) -> Imprint:
    """Name the certificate where a round's paper names its version."""
    return Imprint(printing.at, printing.operator, cluster.certificate)


def annual_paper(cluster: Cluster, report: AnnualReport, rows: Sequence[FigureRow], printing: Printing) -> Document:
    """年度发展情况表; figures of neither year are left out."""
    figures = tuple(
        AnnualFigure(
            one.area, one.label, one.unit, as_figure(one.previous_number), as_figure(one.current_number), one.change
        )
        for one in rows
        if one.current is not None or one.previous is not None
    )
    return annual_table(
        AnnualTable(
            year=report.year,
            cluster_name=cluster.name,
            city=f"{cluster.city}{cluster.county}",
            applicant=cluster.operator,
            recognised_on=cluster.announced_on,
            valid_until=cluster.expires_on,
            figures=figures,
            progress=str(report.texts.get("progress", "")),
            difficulties=str(report.texts.get("difficulties", "")),
            plan=str(report.texts.get("plan", "")),
            imprint=imprint_of(cluster, printing),
        )
    )


def as_figure(known: Decimal | str | None) -> Decimal | int | None:
    """Print whole numbers whole; 无 is an empty cell on paper."""
    if not isinstance(known, Decimal):
        return None
    return int(known) if known == known.to_integral_value() else known


def change_paper(cluster: Cluster, change: Change, printing: Printing) -> Document:
    """变更备案表."""
    return change_table(
        ChangeFiling(
            cluster_name=cluster.name,
            city=f"{cluster.city}{cluster.county}",
            applicant=cluster.operator,
            kind=change.kind,
            changed_on=change.changed_on,
            due_on=change.due_on,
            filed_on=change.filed_on or printing.at.date(),
            items=(ChangedItem(change.kind, change.before, change.after),),
            reason=change.reason,
            imprint=imprint_of(cluster, printing),
        )
    )


def re_review_paper(
    cluster: Cluster, one: ReReview, pairs: Sequence[FindingPair], dues: Sequence[Due], printing: Printing
) -> Document:
    """复核意见: what was owed since the recognition, then every condition as it is found now."""
    owed = [due for due in dues if due.kind in ("annual_report", "change_filing")]
    lines = [RereviewLine(f"第{due.article}条", due.title, done_text(due), STANDINGS[due.status]) for due in owed]
    lines += [
        RereviewLine(f"第{pair.article}条", pair.quote, pair.observed, RESULTS.get(pair.now or "", ""))
        for pair in pairs
        if pair.now is not None
    ]
    return rereview_opinion(
        RereviewOpinion(
            cluster_name=cluster.name,
            city=f"{cluster.city}{cluster.county}",
            applicant=cluster.operator,
            valid_from=cluster.announced_on,
            valid_until=one.old_expiry,
            extended_until=one.new_expiry,
            lines=tuple(lines),
            expert_opinion=one.reason or (STOPPED if one.outcome == "stopped" else ""),
            outcome=OUTCOMES.get(one.outcome or ""),
            imprint=imprint_of(cluster, printing),
        )
    )


def done_text(due: Due) -> str:
    """Say the last day and the day it was done."""
    done = f"，{due.done_on} 办理" if due.done_on else ""
    return f"期限 {due.due_on}{done}"


def revocation_paper(cluster: Cluster, case: RevocationCase, printing: Printing) -> Document:
    """撤销事项审批表."""
    evidence = f"证据：{case.evidence}" if case.evidence else ""
    return revocation_sheet(
        RevocationSheet(
            case_number=case.number,
            cluster_name=cluster.name,
            city=f"{cluster.city}{cluster.county}",
            applicant=cluster.operator,
            recognised_on=cluster.announced_on,
            valid_until=cluster.expires_on,
            article=f"第{case.article}条",
            circumstance=case.quote,
            facts_and_evidence="\n".join(part for part in (case.facts, evidence) if part),
            statement=case.statement,
            proposal="\n".join(part for part in (PROPOSALS[case.outcome], case.reason) if part),
            imprint=imprint_of(cluster, printing),
        )
    )

"""The documents of a round by name: what they are called, in which forms they come, and how the result fills them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from webapp.exports.decision_sheet import DecisionSheet, ProposedCluster, decision_sheet
from webapp.exports.document import Document, Imprint
from webapp.exports.publicity_list import Contact, Publicity, PublicityRow, publicity_documents, publicity_list
from webapp.exports.ranked_list import RankedList, RankedRow, ranked_list, score_summary
from webapp.exports.rendering import MEDIA_TYPES, Kind, render_together
from webapp.exports.score_sheet import CriterionScore, ScoreSheet, score_sheets
from webapp.services.result_of_round import ResultRow, RoundResult
from webapp.services.review_results import ReviewResult

ROUNDING = "加权得分和小计按两位小数显示；小计、合计由未舍入的数计算后四舍五入，与逐行相加可能相差0.01。"
DEMONSTRATION = "演示数据，纯属虚构"


@dataclass(frozen=True)
class Printing:
    """Who prints when; it stands at the foot of every page."""

    at: datetime
    operator: str
    n_working_days: int = 5


@dataclass(frozen=True)
class RoundDocument:
    """One document a round can hand out."""

    title: str
    kinds: tuple[Kind, ...]
    make: Callable[[RoundResult, Printing], Sequence[Document]]


@dataclass(frozen=True)
class MadeFile:
    """A finished file."""

    data: bytes
    media_type: str
    filename: str


def make_file(
    result: RoundResult, name: str, kind: Kind, printing: Printing, font_folders: Sequence[Path] = ()
) -> MadeFile:
    """Fill and render one document."""
    document = DOCUMENTS[name]
    pages = document.make(result, printing)
    if result.is_demonstration:
        pages = [replace(page, mark=DEMONSTRATION) for page in pages]
    data = render_together(pages, kind, font_folders)
    return MadeFile(data, MEDIA_TYPES[kind], f"{result.code}-{document.title}.{kind}")


def ranking_of(result: RoundResult, printing: Printing) -> RankedList:
    """The ranking as both tables print it."""
    return RankedList(
        round_title=result.title,
        method_title=result.method,
        printed_at=printing.at,
        operator=printing.operator,
        round_version=result.fingerprint[:12],
        rows=tuple(ranked_row(row) for row in result.rows),
        cut_line=min(result.places, len(result.rows)),
        notes=result.notes,
    )


def make_ranked_list(result: RoundResult, printing: Printing) -> list[Document]:
    """排序表."""
    return [ranked_list(ranking_of(result, printing))]


def make_score_summary(result: RoundResult, printing: Printing) -> list[Document]:
    """评分汇总表."""
    return [score_summary(ranking_of(result, printing))]


def make_decision_sheet(result: RoundResult, printing: Printing) -> list[Document]:
    """The leaders' decision sheet with every departure from the ranking and its reason."""
    lines = [(proposed_cluster(row), row) for row in result.rows]
    open_rows = [row for row in result.rows if Decimal("0.05") < row.p_selected < Decimal("0.95")]
    uncertainty = f"入选概率在5%至95%之间、尚难区分的有{len(open_rows)}个。"
    sheet = DecisionSheet(
        round_title=result.title,
        method_title=result.method,
        n_declarations=len(lines),
        quota=result.places,
        proposed=tuple(line for line, row in lines if row.is_selected),
        departures=tuple(line for line, row in lines if row.reason and not row.is_vote),
        votes=tuple(line for line, row in lines if row.reason and row.is_vote),
        uncertainty=uncertainty,
        offices=("承办处室意见", "分管领导意见", "主要领导意见"),
        imprint=Imprint(printing.at, printing.operator, result.fingerprint[:12]),
    )
    return [decision_sheet(sheet)]


def proposed_cluster(row: ResultRow) -> ProposedCluster:
    """One line of the decision sheet."""
    return ProposedCluster(
        rank=row.rank,
        rank_note="并列" if row.is_tied else "",
        number=row.number,
        cluster_name=row.cluster_name,
        city=row.city,
        score=row.estimate,
        decision="列入" if row.is_selected else "不列入",
        reason=row.reason,
    )


def ranked_row(row: ResultRow) -> RankedRow:
    """One line of the ranked list."""
    return RankedRow(
        rank=row.rank,
        rank_note="并列" if row.is_tied else "",
        number=row.number,
        cluster_name=row.cluster_name,
        city=row.city,
        applicant=row.applicant,
        expert_scores=row.totals,
        mean=row.mean,
        trimmed=row.trimmed,
        estimate=row.estimate,
        lo=row.lo,
        hi=row.hi,
        p_selected=row.p_selected,
        selected=row.is_selected,
        note=row.reason,
    )


def make_score_sheets(result: RoundResult, printing: Printing) -> list[Document]:
    """专家评分表, one per expert and declaration."""
    return score_sheets([score_sheet_of(result.title, result.fingerprint, one, printing) for one in result.reviews])


def score_sheet_of(round_title: str, fingerprint: str, review: ReviewResult, printing: Printing) -> ScoreSheet:
    """One score sheet."""
    return ScoreSheet(
        round_title=round_title,
        expert=review.expert,
        number=review.number,
        cluster_name=review.cluster_name,
        city=review.city,
        applicant=review.applicant,
        scores=tuple(
            CriterionScore(
                area=line.area,
                area_weight=line.area_weight,
                criterion=line.criterion,
                weight=line.weight,
                maximum=line.maximum,
                score=line.score,
                weighted=line.weighted,
                area_subtotal=line.area_points,
                reason=line.reason,
            )
            for line in review.lines
        ),
        total=review.total,
        opinion=review.opinion,
        submitted_at=""
        if review.submitted_at is None
        else review.submitted_at.astimezone(printing.at.tzinfo).strftime("%Y-%m-%d %H:%M"),
        printed_at=printing.at,
        operator=printing.operator,
        round_version=fingerprint[:12],
        notes=(ROUNDING,),
    )


def publicity_of(result: RoundResult, printing: Printing) -> Publicity:
    """What is published."""
    settings = result.settings
    chosen = sorted((row for row in result.rows if row.is_selected), key=lambda row: row.number)
    return Publicity(
        round_title=result.title,
        department=result.department,
        measure=result.measure,
        steps=("组织申报", "符合性审查", "专家评审"),
        first_day=result.first_day,
        last_day=result.last_day,
        n_working_days=printing.n_working_days,
        published_on=result.published_on,
        contact=Contact(
            result.department, settings.contact_person, settings.contact_phone, address=settings.contact_address
        ),
        rows=tuple(PublicityRow(row.number, row.cluster_name, row.place or row.city, row.applicant) for row in chosen),
        printed_at=printing.at,
        operator=printing.operator,
        round_version=result.fingerprint[:12],
    )


DOCUMENTS: dict[str, RoundDocument] = {
    "ranked-list": RoundDocument("评审结果排序表", ("xlsx", "docx", "pdf"), make_ranked_list),
    "score-sheets": RoundDocument("专家评分表", ("xlsx", "docx", "pdf"), make_score_sheets),
    "score-summary": RoundDocument("评分汇总表", ("xlsx", "docx", "pdf"), make_score_summary),
    "decision-sheet": RoundDocument("拟认定审批表", ("docx", "pdf"), make_decision_sheet),
    "publicity-list": RoundDocument(
        "拟认定名单", ("xlsx", "docx", "pdf"), lambda result, printing: [publicity_list(publicity_of(result, printing))]
    ),
    "publicity-text": RoundDocument(
        "公示", ("docx", "pdf"), lambda result, printing: publicity_documents(publicity_of(result, printing))
    ),
}

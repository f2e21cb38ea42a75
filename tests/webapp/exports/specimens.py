"""One filled specimen of every printed document, with rare characters, long texts and formula-like names in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from webapp.exports.correction_notice import Correction, CorrectionNotice, correction_notice
from webapp.exports.decision_sheet import DecisionSheet, ProposedCluster, decision_sheet
from webapp.exports.divergence_record import DivergenceRecord, Reconsidered, divergence_record
from webapp.exports.document import Document, Imprint
from webapp.exports.draw_record import DrawnExpert, DrawRecord, ExcludedExpert, draw_record
from webapp.exports.onsite_sheet import OnsiteItem, OnsiteSheet, onsite_sheet
from webapp.exports.panel_opinion import PanelOpinion, panel_opinion
from webapp.exports.preliminary_opinion import PreliminaryOpinion, preliminary_opinion
from webapp.exports.publicity_list import Contact, Publicity, PublicityRow, publicity_list, publicity_text
from webapp.exports.ranked_list import RankedList, RankedRow, ranked_list
from webapp.exports.recommendation import (
    Recommendation,
    RecommendedCluster,
    SummaryFigure,
    recommendation_letter,
    recommendation_summary,
)
from webapp.exports.recusal_undertaking import DeclaredTie, RecusalUndertaking, recusal_undertaking
from webapp.exports.score_sheet import CriterionScore, ScoreSheet, score_sheet
from webapp.exports.screening_table import ScreeningLine, ScreeningTable, screening_table

ROUND = "2026年度内蒙古自治区中小企业特色产业集群"
DEPARTMENT = "内蒙古自治区工业和信息化厅"
PRINTED_AT = datetime(2026, 11, 21, 8, 5, tzinfo=UTC)
IMPRINT = Imprint(PRINTED_AT, "李𬎆", "第3版 a1b2c3")
CLUSTERS = (
    "包头市稀土新材料中小企业特色产业集群",
    "巴彦淖尔市五原县向日葵籽仁精深加工及冷链物流一体化中小企业特色产业集群",
    "=1+2锡林郭勒盟太仆寺旗马铃薯种薯中小企业特色产业集群",
)
APPLICANT = "内蒙古䶮𬎆稀土高新技术产业开发区管理委员会"
AREAS = (
    ("主导产业优势", 25, 5),
    ("创新活力", 20, 4),
    ("数字化升级", 15, 3),
    ("绿色低碳转型", 15, 3),
    ("开放合作", 10, 2),
    ("治理和服务能力", 15, 4),
)
LONG_TEXT = "该集群主导产业突出，产业链条完整，创新平台较多，协作配套紧密，公共服务体系健全。" * 6


def ranked_row(place: int, tied: bool = False) -> RankedRow:
    """A row whose figures fall with its place; every third cluster lacks two experts."""
    scores = tuple(Decimal(9012 - 37 * place + 13 * expert) / 100 for expert in range(7))
    given = tuple(None if place % 3 == 0 and expert in (2, 5) else score for expert, score in enumerate(scores))
    base = Decimal("88.125") - place
    return RankedRow(
        rank=place,
        rank_note="并列" if tied else "",
        number=f"NM2026-{place:03d}",
        cluster_name=CLUSTERS[place % 3],
        city="巴彦淖尔市" if place % 3 == 1 else "包头市",
        applicant=APPLICANT,
        expert_scores=given,
        mean=base,
        trimmed=base - Decimal("0.005"),
        estimate=base - Decimal("0.135"),
        lo=base - 3,
        hi=base + 3,
        p_selected=max(Decimal(0), Decimal("1.04") - Decimal(place) / 25),
        selected=place <= 12,
        note="已实地抽查" if place == 3 else "",
    )


def a_ranking(n_rows: int = 30) -> RankedList:
    """A ranking with a tie at places 5 and 6 and a cut after twelve."""
    rows = tuple(ranked_row(5 if place == 6 else place, place in (5, 6)) for place in range(1, n_rows + 1))
    notes = ("第12名与第13名的得分区间重叠，先后次序不稳定，请会议研究。",)
    method = "去掉一个最高分和一个最低分后取平均分"
    return RankedList(ROUND, method, PRINTED_AT, "李𬎆", "第3版 a1b2c3", rows, min(12, n_rows), notes)


def a_score_sheet() -> ScoreSheet:
    """Twenty-one criteria, all scored 8.50 of 10, which makes 85.00 of 100."""
    lines = tuple(
        CriterionScore(
            area=area,
            area_weight=Decimal(weight),
            criterion=f"第{number}项：主导产业产值占比与细分领域市场占有率",
            weight=Decimal(weight) / n_criteria,
            maximum=Decimal(10),
            score=Decimal("8.5"),
            weighted=Decimal(weight) / n_criteria * Decimal("0.85"),
            area_subtotal=Decimal(weight) * Decimal("0.85"),
            reason="主导产业占比达到87.3%，细分领域全国市场占有率第一，佐证材料齐全。" if number == 2 else "",
        )
        for area, weight, n_criteria in AREAS
        for number in range(1, n_criteria + 1)
    )
    opinion = f"{LONG_TEXT}\n建议认定。"
    return ScoreSheet(
        ROUND, "专家03", "NM2026-001", CLUSTERS[0], "包头市", APPLICANT, lines, Decimal(85), opinion,
        "2026-11-20 15:32", PRINTED_AT, "李𬎆", "第3版 a1b2c3", ("加权得分＝评分÷满分×权重。",),
    )  # fmt: skip


def a_publicity() -> Publicity:
    """Twenty-seven clusters shown for five working days."""
    rows = tuple(
        PublicityRow(f"NM2026-{place:03d}", CLUSTERS[place % 3], "包头市", APPLICANT) for place in range(1, 28)
    )
    contact = Contact(
        "自治区工业和信息化厅中小企业处", "张䶮", "0471-1234567", "zxqy@example.cn", "呼和浩特市赛罕区丰州街100号"
    )
    return Publicity(
        ROUND, DEPARTMENT, "《内蒙古自治区中小企业特色产业集群促进和管理办法》",
        ("自愿申报", "盟市推荐", "专家评审", "实地抽查"), date(2026, 11, 23), date(2026, 11, 27), 5, date(2026, 11, 22),
        contact, rows, PRINTED_AT, "李𬎆", "第3版 a1b2c3",
    )  # fmt: skip


def a_draw() -> Document:
    """A draw of five and two from a pool of sixty."""
    drawn = tuple(
        DrawnExpert(
            "正选" if order < 6 else "候补",
            f"王䶮{order}",
            "内蒙古工业大学材料科学与工程学院",
            "教授",
            "稀土功能材料、磁性材料",
        )
        for order in range(1, 8)
    )
    excluded = (
        ExcludedExpert("赵㛃", "包头稀土研究院", "所在单位为NM2026-001申报单位的技术依托单位（规则：同单位回避）"),
        ExcludedExpert("钱𬎆", "内蒙古大学", "本人声明曾任NM2026-004申报单位顾问"),
    )
    return draw_record(
        DrawRecord(
            ROUND, "2026年11月10日 09:30", "呼和浩特市新城宾馆三楼会议室", 60, 58, "20261110-内纪监-0931",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            drawn, excluded, ("凭种子与名册可在任何一台计算机上重演本次抽取。",), IMPRINT,
        )
    )  # fmt: skip


def an_undertaking() -> Document:
    """An undertaking with one declared tie."""
    promises = (
        "严格遵守评审纪律，独立、客观、公正评审，对本人的评审意见负责。",
        "不复制、泄露申报材料和评审过程中的任何信息，不透露评审专家身份。",
        "不接受申报单位及有关人员的宴请、礼品、礼金，不接受打招呼，遇有干预评审的情况及时报告。",
        "评审期间发现存在应回避情形的，立即主动申请回避。",
    )
    tie = DeclaredTie("NM2026-004", CLUSTERS[1], "近三年内为其运营管理机构提供咨询服务")
    return recusal_undertaking(
        RecusalUndertaking(
            ROUND, "自治区中小企业公共服务中心", "王䶮", "内蒙古工业大学", "教授", promises, (tie,),
            "2026-11-12 08:55", "5f2c-77aa-01b9", IMPRINT,
        )
    )  # fmt: skip


def a_screening() -> Document:
    """Four conditions, one of which people must judge."""
    lines = (
        ScreeningLine("否决性条件", "第六条（一）", "近三年发生较大及以上安全、环境事故", "无", "符合"),
        ScreeningLine(
            "否决性条件", "第六条（二）", "近三年存在严重失信行为", "未填写", "需核实", "空白不等于“无”，请补正。"
        ),
        ScreeningLine("基本条件", "第五条（一）", "主导产业产值占集群总产值70%以上", "87.30%", "符合"),
        ScreeningLine(
            "基本条件",
            "第五条（二）",
            "集群产值近三年年均增速一般不低于10%",
            "9.62%",
            "人工认定",
            "软性条件，应写明理由。",
        ),
    )
    return screening_table(
        ScreeningTable(ROUND, "NM2026-001", CLUSTERS[1], "包头市", APPLICANT, lines, "", ("本表由系统生成。",), IMPRINT)
    )


def a_correction() -> Document:
    """A notice of two corrections."""
    items = (
        Correction("申报表第12项“集群中小企业数量”", "未填写", "补填2023—2025年各年数据"),
        Correction("佐证材料第7项", "文件无法打开。", "重新报送清晰的PDF扫描件并加盖公章"),
    )
    return correction_notice(
        CorrectionNotice(
            ROUND, "包头市工业和信息化局", APPLICANT, "NM2026-001", CLUSTERS[0], items, date(2026, 10, 20),
            "张䶮，0472-7654321", date(2026, 10, 13), IMPRINT,
        )
    )  # fmt: skip


def a_recommendation() -> Recommendation:
    """Two clusters in the city's own order."""
    figures = (
        SummaryFigure("主导产业产值\n（万元）"),
        SummaryFigure("产值占比\n（%）"),
        SummaryFigure("中小企业\n（家）", 0),
    )
    clusters = (
        RecommendedCluster(
            1,
            CLUSTERS[0],
            "昆都仑区",
            APPLICANT,
            "稀土磁性材料",
            (Decimal("2345678.9"), Decimal("87.3"), 186),
            "同意推荐",
        ),
        RecommendedCluster(
            2, CLUSTERS[1], "五原县", APPLICANT, "向日葵籽仁加工", (Decimal("456789"), None, 92), "同意推荐"
        ),
    )
    notice = "《关于组织开展2026年度中小企业特色产业集群申报工作的通知》"
    return Recommendation(
        ROUND,
        "包头市工业和信息化局",
        DEPARTMENT,
        notice,
        figures,
        clusters,
        "张䶮，0472-7654321",
        date(2026, 10, 26),
        IMPRINT,
    )


def a_divergence() -> Document:
    """A reconsideration of three experts; one changed the score."""
    lines = (
        Reconsidered(
            "专家01",
            Decimal("91.5"),
            Decimal("86"),
            Decimal("-5.5"),
            "重新核对专利清单后，创新活力部分评分偏高，予以调整。",
        ),
        Reconsidered(
            "专家02", Decimal("70.25"), Decimal("70.25"), Decimal(0), "坚持原评分：主导产业数据与佐证不一致。" * 3
        ),
        Reconsidered("专家03", Decimal("84"), None, None, "未参加复议"),
    )
    return divergence_record(
        DivergenceRecord(
            ROUND, "NM2026-002", CLUSTERS[1], "创新活力、主导产业优势", Decimal("21.25"), Decimal("15.75"),
            "2026-11-15 14:00", "王䶮", lines,
            "两位专家充分说明理由，少数意见予以保留。", ("原评分与复议后评分均予保存。",), IMPRINT,
        )
    )  # fmt: skip


def an_opinion() -> Document:
    """An opinion with one dissent."""
    sections = (("总体评价", LONG_TEXT), ("主要优势", LONG_TEXT), ("问题与建议", LONG_TEXT))
    dissents = (("专家02", "NM2026-002主导产业产值口径存疑，建议实地核查后再行认定。"),)
    members = ("王䶮", "赵㛃", "钱𬎆", "孙一", "李二")
    return panel_opinion(
        PanelOpinion(
            ROUND, "2026年11月12日至15日", "呼和浩特市新城宾馆", 30, "王䶮", members, sections, dissents,
            "同意按评审结果排序表向自治区工业和信息化厅提出拟认定建议。", IMPRINT,
        )
    )  # fmt: skip


def a_decision() -> Document:
    """A proposal of three with one cluster passed over."""
    proposed = tuple(
        ProposedCluster(
            place,
            "并列" if place > 1 else "",
            f"NM2026-{place:03d}",
            CLUSTERS[place - 1],
            "包头市",
            Decimal("88.125") - place,
            "拟认定",
        )
        for place in range(1, 4)
    )
    departed = (
        ProposedCluster(
            4,
            "",
            "NM2026-004",
            CLUSTERS[1],
            "包头市",
            Decimal("84.1"),
            "不予认定",
            "实地抽查发现主导产业产值与统计数据不符。",
        ),
    )
    return decision_sheet(
        DecisionSheet(
            ROUND, "去掉一个最高分和一个最低分后取平均分", 30, 3, proposed, departed,
            "入选名单中2个稳定，1个与名单外集群得分区间重叠",
            ("中小企业处意见", "分管领导意见", "厅长办公会意见"), IMPRINT,
        )
    )  # fmt: skip


def an_onsite_sheet() -> Document:
    """One item still blank, one found to differ."""
    items = (
        OnsiteItem("2025年集群主导产业产值", "2,345,678.90万元", "佐证材料3：统计部门证明"),
        OnsiteItem("省级以上创新平台数量", "12个", "佐证材料9", "现场核实11个", False, "其中1个已撤销"),
        OnsiteItem("公共服务平台服务企业数", "160家", "佐证材料14", "服务台账齐全", True),
    )
    return onsite_sheet(
        OnsiteSheet(ROUND, "NM2026-001", CLUSTERS[0], APPLICANT, "包头市昆都仑区", "", items, "", IMPRINT)
    )


def a_preliminary_opinion() -> Document:
    """An opinion with one part left to write."""
    return preliminary_opinion(
        PreliminaryOpinion(
            ROUND, "包头市工业和信息化局", "NM2026-001", CLUSTERS[0], APPLICANT, "11项材料齐全。", LONG_TEXT,
            "", "同意推荐。", IMPRINT,
        )
    )  # fmt: skip


SPECIMENS: dict[str, Document] = {
    "ranked_list": ranked_list(a_ranking()),
    "score_sheet": score_sheet(a_score_sheet()),
    "publicity_text": publicity_text(a_publicity()),
    "publicity_list": publicity_list(a_publicity()),
    "draw_record": a_draw(),
    "recusal_undertaking": an_undertaking(),
    "screening_table": a_screening(),
    "correction_notice": a_correction(),
    "recommendation_letter": recommendation_letter(a_recommendation()),
    "recommendation_summary": recommendation_summary(a_recommendation()),
    "divergence_record": a_divergence(),
    "panel_opinion": an_opinion(),
    "decision_sheet": a_decision(),
    "onsite_sheet": an_onsite_sheet(),
    "preliminary_opinion": a_preliminary_opinion(),
}

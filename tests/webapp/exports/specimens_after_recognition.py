"""Filled specimens of the documents from the objection to the revocation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from webapp.exports.announcement import Announcement, RecognisedCluster, announcement_letter, announcement_list
from webapp.exports.annual_table import AnnualFigure, AnnualTable, annual_table
from webapp.exports.change_table import ChangedItem, ChangeFiling, change_table
from webapp.exports.document import Document
from webapp.exports.objection_opinion import ObjectionOpinion, objection_opinion
from webapp.exports.rereview_opinion import RereviewLine, RereviewOpinion, rereview_opinion
from webapp.exports.revocation_sheet import RevocationSheet, revocation_sheet

from .specimens import APPLICANT, CLUSTERS, DEPARTMENT, IMPRINT, LONG_TEXT, ROUND


def an_objection() -> Document:
    """An objection by a named person, not yet decided by the leaders."""
    return objection_opinion(
        ObjectionOpinion(
            ROUND, "YY2026-01", "2026-11-25 10:20", "赵㛃", "13800000000", "NM2026-003", CLUSTERS[2],
            "公示集群主导产业与已认定的另一集群属于同一细分领域。", "产业目录复印件2页", ("钱𬎆", "孙一"),
            LONG_TEXT, "经核查，异议不成立。", "不调整公示名单。", IMPRINT,
        )
    )  # fmt: skip


def an_announcement() -> Announcement:
    """Three clusters recognised for three years."""
    clusters = tuple(RecognisedCluster(name, "包头市", APPLICANT, None) for name in CLUSTERS)
    duties = ("各盟市工业和信息化局要加强对集群发展情况的跟踪监测，每年3月10日前报送上一年度发展情况。",)
    return Announcement(
        ROUND, DEPARTMENT, "各盟市工业和信息化局", "《内蒙古自治区中小企业特色产业集群促进和管理办法》",
        ("盟市推荐", "专家评审", "公示"), date(2026, 12, 8), date(2029, 12, 7), duties, clusters,
        date(2026, 12, 8), IMPRINT,
    )  # fmt: skip


def an_annual_report() -> Document:
    """Three indicators, one of them not yet given for the year before."""
    figures = (
        AnnualFigure(
            "主导产业优势", "集群产值", "万元", Decimal("2123456.7"), Decimal("2345678.9"), Decimal("0.10465")
        ),
        AnnualFigure("主导产业优势", "中小企业数量", "家", 170, 186, Decimal("0.09412")),
        AnnualFigure("创新活力", "研发投入强度", "%", None, Decimal("3.2"), None, "上年未统计"),
    )
    return annual_table(
        AnnualTable(
            2027, CLUSTERS[0], "包头市", APPLICANT, date(2026, 12, 8), date(2029, 12, 7), figures, LONG_TEXT, "",
            "继续完善公共服务体系。", IMPRINT,
        )
    )  # fmt: skip


def a_change() -> Document:
    """A change of the operating body."""
    items = (ChangedItem("运营管理机构", APPLICANT, "包头稀土高新区产业发展服务中心"),)
    return change_table(
        ChangeFiling(
            CLUSTERS[0], "包头市", APPLICANT, "运营管理机构", date(2027, 4, 1), date(2027, 5, 1), date(2027, 4, 20),
            items,
            "机构改革，职能划转。", IMPRINT,
        )
    )  # fmt: skip


def a_rereview() -> Document:
    """A re-review passed and extended by three years."""
    lines = (RereviewLine("第五条（一）", "主导产业产值占集群总产值70%以上", "88.12%", "符合"),)
    return rereview_opinion(
        RereviewOpinion(
            CLUSTERS[0], "包头市", APPLICANT, date(2026, 12, 8), date(2029, 12, 7), date(2032, 12, 7), lines, LONG_TEXT,
            "通过", IMPRINT,
        )
    )  # fmt: skip


def a_revocation() -> Document:
    """A case of reports never handed in."""
    return revocation_sheet(
        RevocationSheet(
            "CX2028-01", CLUSTERS[1], "巴彦淖尔市", APPLICANT, date(2026, 12, 8), date(2029, 12, 7), "第十五条（三）",
            "未及时报送特色产业集群发展情况，不接受、不配合监测监督工作的", LONG_TEXT,
            "未提出陈述申辩。", "建议撤销认定。", IMPRINT,
        )
    )  # fmt: skip


SPECIMENS_AFTER_RECOGNITION: dict[str, Document] = {
    "objection_opinion": an_objection(),
    "announcement_letter": announcement_letter(an_announcement()),
    "announcement_list": announcement_list(an_announcement()),
    "annual_table": an_annual_report(),
    "change_table": a_change(),
    "rereview_opinion": a_rereview(),
    "revocation_sheet": a_revocation(),
}

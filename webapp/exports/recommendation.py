"""推荐文件 and 汇总表: a city's letter to the department and the table that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from webapp.exports.document import Closing, Column, Document, Imprint, Paragraph, Signatures, Table
from webapp.exports.figures import chinese_date


@dataclass(frozen=True, slots=True)
class SummaryFigure:
    """A column of figures in the summary, with its unit in the heading."""

    heading: str
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class RecommendedCluster:
    """One recommended cluster; its figures stand in the order of the summary's columns."""

    place: int
    cluster_name: str
    county: str
    applicant: str
    leading_industry: str
    figures: tuple[Decimal | int | None, ...]
    opinion: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A city's recommendation of one round."""

    round_title: str
    city_bureau: str
    department: str
    notice: str
    figures: tuple[SummaryFigure, ...]
    clusters: tuple[RecommendedCluster, ...]
    contact: str
    issued_on: date
    imprint: Imprint


def recommendation_letter(recommendation: Recommendation) -> Document:
    """The letter to the department, without red head."""
    names = "、".join(f"“{cluster.cluster_name}”" for cluster in recommendation.clusters)
    n_clusters = len(recommendation.clusters)
    return Document(
        title=f"关于推荐申报{recommendation.round_title}的报告",
        blocks=(
            Paragraph(f"{recommendation.department}：", "addressee"),
            Paragraph(
                f"按照{recommendation.notice}要求，我局组织开展了申报受理、初审和实地核实工作。"
                f"经审核，现推荐{names}{'等' if n_clusters > 1 else '共'}{n_clusters}个集群申报，请予审核。"
            ),
            Paragraph("我局已对申报材料的真实性、完整性进行核实，推荐集群不存在不得申报的情形。"),
            Paragraph(f"联系方式：{recommendation.contact}"),
            Paragraph("附件：推荐汇总表", "annex"),
            Closing(recommendation.city_bureau, chinese_date(recommendation.issued_on)),
        ),
        imprint=recommendation.imprint,
        layout="official",
        label="推荐文件",
    )


def recommendation_summary(recommendation: Recommendation) -> Document:
    """The summary table, in the city's own order."""
    columns = (
        Column("推荐\n排序", 13),
        Column("集群名称", 52, "left"),
        Column("所在县\n（市、区）", 24),
        Column("集群运营管理机构", 46, "left"),
        Column("主导产业", 30, "left"),
        *(Column(figure.heading, 22, decimals=figure.decimals) for figure in recommendation.figures),
        Column("推荐意见", 44, "left"),
    )
    rows = tuple(
        (
            cluster.place,
            cluster.cluster_name,
            cluster.county,
            cluster.applicant,
            cluster.leading_industry,
            *cluster.figures,
            cluster.opinion,
        )
        for cluster in recommendation.clusters
    )
    signers = Signatures(("填表人（签字）：", "审核人（签字）：", "单位负责人（签字、盖章）："))
    return Document(
        title=f"{recommendation.round_title}\n推荐汇总表",
        blocks=(Paragraph(f"推荐单位：{recommendation.city_bureau}", "plain"), Table(columns, rows), signers),
        imprint=recommendation.imprint,
        annex="附件",
        label="推荐汇总表",
    )


def recommendation_documents(recommendation: Recommendation) -> list[Document]:
    """The letter followed by its annex, for one file."""
    return [recommendation_letter(recommendation), recommendation_summary(recommendation)]

"""Lists over many clusters: the registry, the national recommendation, the cultivation pool."""

from collections.abc import Sequence
from datetime import date

from webapp.exports.document import Column, Document, Imprint, Paragraph, Signatures, Table
from webapp.models import PoolEntry
from webapp.queries.national_lists import Recommended
from webapp.services.list_registry import RegistryLine

SIGNERS = ("承办处室负责人（签字）：", "分管厅领导（签字）：")


def registry_list(lines: Sequence[RegistryLine], today: date, imprint: Imprint) -> Document:
    """特色产业集群名录."""
    columns = (
        Column("序号", 12),
        Column("证书编号", 30),
        Column("集群名称", 60, "left"),
        Column("所在地区", 40),
        Column("运营管理机构", 50, "left"),
        Column("公布日期", 24),
        Column("有效期至", 24),
        Column("状态", 40),
    )
    rows = tuple(
        (
            place,
            one.cluster.certificate,
            one.cluster.name,
            f"{one.cluster.city}{one.cluster.county}",
            one.cluster.operator,
            str(one.cluster.announced_on),
            str(one.cluster.expires_on),
            one.state_title,
        )
        for place, one in enumerate(lines, start=1)
    )
    note = Paragraph(f"状态以{today}为准。", "note")
    return Document("特色产业集群名录", (Table(columns, rows), note), imprint, label="名录")


def national_list(listed: Sequence[Recommended], year: int, imprint: Imprint) -> Document:
    """推荐申报国家级名单, in the order of the recommendation."""
    columns = (
        Column("推荐次序", 18),
        Column("集群名称", 66, "left"),
        Column("所在地区", 36),
        Column("运营管理机构", 56, "left"),
        Column("证书编号", 32),
        Column("有效期至", 26),
        Column("推荐理由", 44, "left"),
    )
    rows = tuple(
        (
            one.recommendation.place,
            one.cluster.name,
            f"{one.cluster.city}{one.cluster.county}",
            one.cluster.operator,
            one.cluster.certificate,
            str(one.cluster.expires_on),
            one.recommendation.reason,
        )
        for one in listed
    )
    title = f"{year}年度推荐申报国家中小企业特色产业集群名单"
    return Document(title, (Table(columns, rows), Signatures(SIGNERS, 2)), imprint, label="推荐国家级")


def pool_list(entries: Sequence[PoolEntry], imprint: Imprint) -> Document:
    """集群培育库名单, those who left included with the reason."""
    columns = (
        Column("序号", 12),
        Column("集群名称", 66, "left"),
        Column("所在地区", 36),
        Column("运营管理机构", 52, "left"),
        Column("入库日期", 26),
        Column("入库理由", 42, "left"),
        Column("出库", 44, "left"),
    )
    rows = tuple(
        (
            place,
            one.name,
            f"{one.city}{one.county}",
            one.operator,
            str(one.entered_on),
            one.reason,
            f"{one.left_on} {one.left_reason}" if one.left_on else "",
        )
        for place, one in enumerate(entries, start=1)
    )
    return Document("自治区集群培育库名单", (Table(columns, rows),), imprint, label="培育库")

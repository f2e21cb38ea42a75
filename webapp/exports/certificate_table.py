"""证书信息表: what the printer of the certificates needs, one line a certificate."""

from __future__ import annotations

from webapp.exports.announcement import Announcement
from webapp.exports.document import Column, Document, Table
from webapp.exports.figures import chinese_date


def certificate_table(announcement: Announcement) -> Document:
    """The table; dates are written as they stand on the certificate."""
    columns = (
        Column("序号", 12),
        Column("证书编号", 36),
        Column("集群名称", 66, "left"),
        Column("所在地区", 28),
        Column("集群运营管理机构", 54, "left"),
        Column("发证日期", 32),
        Column("有效期至", 32),
    )
    days = (chinese_date(announcement.valid_from), chinese_date(announcement.valid_until))
    rows = tuple(
        (position, one.certificate or "", one.cluster_name, one.city, one.applicant, *days)
        for position, one in enumerate(announcement.clusters, start=1)
    )
    return Document(
        title=f"{announcement.round_title}\n证书信息表",
        blocks=(Table(columns, rows),),
        imprint=announcement.imprint,
        label="证书信息",
    )

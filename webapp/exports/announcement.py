"""公布名单: the letter that announces the recognised clusters, and its annexed list with the validity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.exports.document import Closing, Column, Document, Imprint, Paragraph, Table
from webapp.exports.figures import chinese_date


@dataclass(frozen=True, slots=True)
class RecognisedCluster:
    """One recognised cluster; the certificate number is printed where there is one."""

    cluster_name: str
    city: str
    applicant: str
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """The announcement of one round."""

    round_title: str
    department: str
    addressees: str
    measure: str
    steps: tuple[str, ...]
    valid_from: date
    valid_until: date
    duties: tuple[str, ...]
    clusters: tuple[RecognisedCluster, ...]
    issued_on: date
    imprint: Imprint


def announcement_letter(announcement: Announcement) -> Document:
    """The letter, without red head, number and seal."""
    n_clusters = len(announcement.clusters)
    opening = (
        f"根据{announcement.measure}，经{'、'.join(announcement.steps)}，现认定{n_clusters}个集群为"
        f"{announcement.round_title}，予以公布。有效期自{chinese_date(announcement.valid_from)}至"
        f"{chinese_date(announcement.valid_until)}。"
    )
    return Document(
        title=f"关于公布{announcement.round_title}\n名单的通知",
        blocks=(
            Paragraph(f"{announcement.addressees}：", "addressee"),
            Paragraph(opening),
            *(Paragraph(duty) for duty in announcement.duties),
            Paragraph(f"附件：{announcement.round_title}名单", "annex"),
            Closing(announcement.department, chinese_date(announcement.issued_on)),
        ),
        imprint=announcement.imprint,
        layout="official",
        label="公布通知",
    )


def announcement_list(announcement: Announcement) -> Document:
    """The annexed list."""
    columns = (
        Column("序号", 12),
        Column("集群名称", 62, "left"),
        Column("所在地区", 24),
        Column("集群运营管理机构", 48, "left"),
        Column("证书编号", 28),
    )
    rows = tuple(
        (position, cluster.cluster_name, cluster.city, cluster.applicant, cluster.certificate)
        for position, cluster in enumerate(announcement.clusters, start=1)
    )
    return Document(
        title=f"{announcement.round_title}\n名单",
        blocks=(Table(columns, rows),),
        imprint=announcement.imprint,
        layout="portrait",
        annex="附件",
        label="公布名单",
    )


def announcement_documents(announcement: Announcement) -> list[Document]:
    """The letter followed by its annex, for one file."""
    return [announcement_letter(announcement), announcement_list(announcement)]

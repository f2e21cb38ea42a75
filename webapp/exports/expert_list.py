"""专家评审名单: what one expert judges, to be handed over with the account."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exports.document import Column, Document, Facts, Imprint, Paragraph, Signatures, Table


@dataclass(frozen=True, slots=True)
class ListedCluster:
    """One declaration on the list."""

    number: str
    cluster_name: str
    city: str
    applicant: str


@dataclass(frozen=True, slots=True)
class ExpertList:
    """One expert's list; the deadline is the round's."""

    round_title: str
    pseudonym: str
    expert: str
    unit: str
    deadline: str
    clusters: tuple[ListedCluster, ...]
    imprint: Imprint


def expert_list(listing: ExpertList) -> Document:
    """The list of one expert, with a line to confirm that it was received."""
    facts = Facts(
        (
            ("专家", listing.expert),
            ("代号", listing.pseudonym),
            ("工作单位", listing.unit),
            ("评分截止", listing.deadline),
            ("评审份数", len(listing.clusters)),
        )
    )
    columns = (
        Column("序号", 12),
        Column("项目编号", 30),
        Column("集群名称", 62, "left"),
        Column("所在地区", 24),
        Column("申报单位", 48, "left"),
    )
    rows = tuple(
        (position, one.number, one.cluster_name, one.city, one.applicant)
        for position, one in enumerate(listing.clusters, start=1)
    )
    note = "名单内容请勿外传；与名单中的申报单位有应回避关系的，请在打开材料前申报回避。"
    return Document(
        title=f"{listing.round_title}\n专家评审名单",
        blocks=(
            facts,
            Table(columns, rows),
            Paragraph(note, "note"),
            Signatures(("专家（签收）：", "经办人：")),
        ),
        imprint=listing.imprint,
        layout="portrait",
        label=f"{listing.pseudonym} {listing.expert}",
    )

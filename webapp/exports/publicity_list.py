"""拟认定名单 and the 公示: the letter for the portal and its annexed list, without red head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from webapp.exports.document import Closing, Column, Document, Imprint, Paragraph, Table
from webapp.exports.figures import chinese_date


@dataclass(frozen=True, slots=True)
class PublicityRow:
    """One cluster on the list."""

    number: str
    cluster_name: str
    city: str
    applicant: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where objections are taken."""

    office: str
    person: str
    phone: str
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Publicity:
    """A publicity period; `round_title` reads 2026年度…产业集群, `measure` 《…办法》."""

    round_title: str
    department: str
    measure: str
    steps: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    n_working_days: int
    published_on: date | None
    contact: Contact
    rows: tuple[PublicityRow, ...]
    printed_at: datetime
    operator: str
    round_version: str
    notes: tuple[str, ...] = ()


def publicity_list(publicity: Publicity) -> Document:
    """The annexed list by itself."""
    columns = (
        Column("序号", 12),
        Column("集群名称", 60, "left"),
        Column("所在地区", 32),
        Column("集群运营管理机构", 48, "left"),
        Column("备注", 16),
    )
    rows = tuple(
        (position, row.cluster_name, row.city, row.applicant, row.note)
        for position, row in enumerate(publicity.rows, start=1)
    )
    return Document(
        title=f"{publicity.round_title}\n拟认定名单",
        blocks=(Table(columns, rows), *_notes(publicity)),
        imprint=_imprint(publicity),
        layout="portrait",
        annex="附件",
        label="拟认定名单",
    )


def publicity_text(publicity: Publicity) -> Document:
    """The letter, without red head, number and seal."""
    subject = f"{publicity.round_title}拟认定名单"
    period = (
        f"公示时间为{_day(publicity.first_day)}至{_day(publicity.last_day)}，共{publicity.n_working_days}个工作日。"
    )
    return Document(
        title=f"关于{publicity.round_title}\n拟认定名单的公示",
        blocks=(
            Paragraph(f"根据{publicity.measure}，经{'、'.join(publicity.steps)}，{_decision(publicity)}，现予以公示。"),
            Paragraph(period),
            Paragraph(_invitation(publicity.contact)),
            *_contact_lines(publicity.contact),
            Paragraph(f"附件：{subject}", "annex"),
            *_notes(publicity),
            Closing(publicity.department, _day(publicity.published_on)),
        ),
        imprint=_imprint(publicity),
        layout="official",
        label="公示",
    )


def publicity_documents(publicity: Publicity) -> list[Document]:
    """The letter followed by its annex, for one file."""
    return [publicity_text(publicity), publicity_list(publicity)]


def _day(day: date | None) -> str:
    """A draft that does not hang out yet leaves the day to be filled in."""
    return chinese_date(day) if day else "　　　　年　　月　　日"


def _notes(publicity: Publicity) -> list[Paragraph]:
    return [Paragraph(note, "note") for note in publicity.notes]


def _decision(publicity: Publicity) -> str:
    if not publicity.rows:
        return "本次没有拟认定的集群"
    first, n_clusters = publicity.rows[0].cluster_name, len(publicity.rows)
    which = f"“{first}”等{n_clusters}个集群" if n_clusters > 1 else f"“{first}”"
    return f"拟认定{which}为{publicity.round_title}"


def _invitation(contact: Contact) -> str:
    return (
        f"公示期内，任何单位和个人对公示名单持有异议的，可以书面形式向{contact.office}提出，说明事实和理由并提供必要的证明材料。"
        "以单位名义提出的，应加盖单位公章；以个人名义提出的，应署真实姓名并注明联系方式。逾期提出、匿名提出或者未提供证明材料的，不予受理。"
    )


def _contact_lines(contact: Contact) -> list[Paragraph]:
    lines = (
        ("联系人", contact.person),
        ("联系电话", contact.phone),
        ("电子邮箱", contact.email),
        ("通信地址", contact.address),
    )
    return [Paragraph(f"{label}：{value}") for label, value in lines if value]


def _imprint(publicity: Publicity) -> Imprint:
    return Imprint(publicity.printed_at, publicity.operator, publicity.round_version)

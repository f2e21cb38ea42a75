"""The documents of the list by name: the publicity's for everybody, the announcement's for the department."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from webapp.exports.announcement import (
    Announcement,
    RecognisedCluster,
    announcement_documents,
    announcement_list,
)
from webapp.exports.certificate_table import certificate_table
from webapp.exports.document import Document, Imprint
from webapp.exports.objection_opinion import ObjectionOpinion, objection_opinion
from webapp.exports.onsite_sheet import OnsiteItem, OnsiteSheet, onsite_sheet
from webapp.exports.publicity_list import Contact, Publicity, PublicityRow, publicity_documents, publicity_list
from webapp.exports.rendering import MEDIA_TYPES, Kind, render_together
from webapp.exports.round_documents import DEMONSTRATION, MadeFile, Printing
from webapp.models import Declaration, Objection, SpotCheck
from webapp.services.city_papers import applicant_of
from webapp.services.describe_list import AnnouncedList, ListHead, PublishedList
from webapp.services.onsite_items import DeclaredItem
from webapp.services.read_objector import Objector

STEPS = ("组织申报", "符合性审查", "专家评审", "公示")
DUTIES = (
    "请各地加强对集群的培育、跟踪和监测，按要求报送年度发展情况；主导产业、空间范围、运营管理机构变更的，按规定备案。",
)
WITHHELD = "（仅限办理人员查阅）"
OUTCOMES = {"upheld": "异议成立", "dismissed": "异议不成立", "not_accepted": "不予受理"}
REMAINS, LEAVES = "不影响公示名单。", "该集群退出拟认定名单。"


@dataclass(frozen=True)
class AnnouncementDocument:
    """One document of the announcement."""

    title: str
    kinds: tuple[Kind, ...]
    make: Callable[[Announcement], Sequence[Document]]


ANNOUNCED: Mapping[str, AnnouncementDocument] = {
    "letter": AnnouncementDocument("公布通知", ("docx", "pdf"), announcement_documents),
    "list": AnnouncementDocument("公布名单", ("xlsx", "docx", "pdf"), lambda told: [announcement_list(told)]),
    "certificates": AnnouncementDocument("证书信息表", ("xlsx", "pdf"), lambda told: [certificate_table(told)]),
}


def imprint_of(head: ListHead, printing: Printing) -> Imprint:
    """Say who printed what when."""
    return Imprint(printing.at, printing.operator, head.fingerprint)


def publicity_file(listed: PublishedList, kind: Kind, printing: Printing, fonts: Sequence[Path] = ()) -> MadeFile:
    """The letter with its list, as a table the list alone."""
    head, hung, settings = listed.head, listed.publicity, listed.head.settings
    title = f"{head.title}（递补）" if listed.is_replacement else head.title
    told = Publicity(
        round_title=title,
        department=head.department,
        measure=head.measure,
        steps=STEPS[:3],
        first_day=hung.first_day,
        last_day=hung.last_day,
        n_working_days=head.n_working_days,
        published_on=hung.published_on,
        contact=Contact(
            head.department, settings.contact_person, settings.contact_phone, address=settings.contact_address
        ),
        rows=tuple(
            PublicityRow(one.number, one.cluster_name, one.place, one.applicant, one.note) for one in listed.clusters
        ),
        printed_at=printing.at,
        operator=printing.operator,
        round_version=head.fingerprint,
        notes=listed.notes,
    )
    documents = [publicity_list(told)] if kind == "xlsx" else publicity_documents(told)
    return made(documents, head, kind, "递补公示" if listed.is_replacement else "公示", fonts)


def announcement_file(
    announced: AnnouncedList, name: str, kind: Kind, printing: Printing, fonts: Sequence[Path] = ()
) -> MadeFile:
    """One document of the announcement."""
    head = announced.head
    told = Announcement(
        round_title=head.title,
        department=head.department,
        addressees=head.addressees,
        measure=head.measure,
        steps=STEPS,
        valid_from=announced.announced_on,
        valid_until=announced.valid_until or announced.announced_on,
        duties=DUTIES,
        clusters=tuple(
            RecognisedCluster(one.cluster_name, one.place, one.applicant, one.certificate or None)
            for one in announced.clusters
        ),
        issued_on=announced.announced_on,
        imprint=imprint_of(head, printing),
    )
    document = ANNOUNCED[name]
    return made(document.make(told), head, kind, document.title, fonts)


def opinion_file(
    head: ListHead,
    objection: Objection,
    declaration: Declaration,
    kind: Kind,
    printing: Printing,
    fonts: Sequence[Path] = (),
    *,
    objector: Objector | None = None,
) -> MadeFile:
    """异议处理意见; who objected is printed only for whom it was read."""
    refusal = "".join(one["template"].format(**one["values"]) for one in objection.refusal)
    outcome = OUTCOMES.get(objection.state, "")
    opinion = "：".join(part for part in (outcome, refusal or objection.answer) if part)
    told = ObjectionOpinion(
        round_title=head.title,
        objection_number=objection.number,
        received_at=str(objection.received_on),
        objector=WITHHELD if objector is None else objector.name or "未署名",
        contact=WITHHELD if objector is None else objector.contact,
        number=declaration.number,
        cluster_name=declaration.cluster_name,
        claim=objection.claim,
        evidence=objection.filename or "未附证明材料",
        investigators=tuple(name for name in objection.investigators.split("、") if name),
        finding=objection.finding,
        opinion=opinion,
        effect_on_list=LEAVES if objection.state == "upheld" else REMAINS if outcome else "",
        imprint=imprint_of(head, printing),
    )
    return made([objection_opinion(told)], head, kind, f"异议处理意见-{objection.number}", fonts)


def visit_file(
    head: ListHead,
    check: SpotCheck,
    declaration: Declaration,
    items: Sequence[DeclaredItem],
    kind: Kind,
    printing: Printing,
    fonts: Sequence[Path] = (),
) -> MadeFile:
    """实地抽查表: why the visit, the declared figures, room for what is found."""
    reasons = tuple(one["template"].format(**one["values"]) for one in check.reasons)
    asked = tuple(OnsiteItem("抽查原因", reason, "") for reason in reasons)
    sheet = OnsiteSheet(
        round_title=f"{head.title}（实地抽查）",
        number=declaration.number,
        cluster_name=declaration.cluster_name,
        applicant=applicant_of(declaration),
        address=f"{declaration.city}{declaration.county}",
        visited_at=str(check.visited_on or ""),
        items=(*asked, *(OnsiteItem(one.label, one.declared, one.evidence) for one in items)),
        conclusion=check.text,
        imprint=imprint_of(head, printing),
    )
    return made([onsite_sheet(sheet)], head, kind, f"实地抽查表-{declaration.number}", fonts)


def made(documents: Sequence[Document], head: ListHead, kind: Kind, title: str, fonts: Sequence[Path]) -> MadeFile:
    """Render documents, marked where the round is a demonstration."""
    if head.is_demonstration:
        documents = [replace(one, mark=DEMONSTRATION) for one in documents]
    return MadeFile(render_together(documents, kind, fonts), MEDIA_TYPES[kind], f"{head.code}-{title}.{kind}")

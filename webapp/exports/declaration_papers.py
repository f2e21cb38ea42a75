"""The papers of one declaration by name, the same for page and command: form, correction, opinion, site, screening."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.exports import city_documents
from webapp.exports.application_form import application_form_docx
from webapp.exports.document import Document
from webapp.exports.recommendation import recommendation_documents, recommendation_summary
from webapp.exports.rendering import MEDIA_TYPES, Kind, render_together
from webapp.exports.round_documents import MadeFile, Printing
from webapp.exports.screening_papers import screening_paper
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, require
from webapp.queries import city_steps
from webapp.services.city_papers import paper_head, summary_headings, summary_lines
from webapp.services.describe_pack import pack_for_page
from webapp.services.known_declaration import known_declaration
from webapp.services.list_corrections import list_corrections
from webapp.services.onsite_items import onsite_items
from webapp.services.screening_sheet import screening_sheet
from webapp.services.telephones import answers_for

NO_DOCUMENT = "没有这种文件。"
NO_LETTER = "这份申报没有补正通知。"
NO_CLUSTERS = "还没有推荐任何申报，请先办理推荐。"
ALL_KINDS: tuple[Kind, ...] = ("docx", "pdf", "xlsx")


@dataclass(frozen=True)
class PaperReader:
    """Who wants a paper, and how it is printed."""

    session: Session
    actor: Actor
    printing: Printing
    today: date
    font_folders: tuple[Path, ...] = ()

    @property
    def now(self) -> datetime:
        """The moment of printing, as it is stored."""
        return self.printing.at.astimezone(UTC)


@dataclass(frozen=True)
class DeclarationPaper:
    """What a paper is called, whom it is for, and how it is made."""

    title: str
    action: Action
    make: Callable[[PaperReader, Declaration, Round], Document]


def correction(reader: PaperReader, declaration: Declaration, found: Round) -> Document:
    """补正通知: the last one."""
    step = city_steps.newest_step(reader.session, declaration.id, "ask_for_correction")
    if step is None:
        raise NotFound("no-letter", NO_LETTER)
    issued_on = step.at.astimezone(reader.printing.at.tzinfo).date()
    head = paper_head(declaration, found, declaration.city)
    return city_documents.correction_letter(head, step, issued_on, reader.printing)


def onsite(reader: PaperReader, declaration: Declaration, found: Round) -> Document:
    """实地核实表."""
    step = city_steps.newest_step(reader.session, declaration.id, "verify_on_site")
    head = paper_head(declaration, found, declaration.city)
    return city_documents.onsite_record(head, onsite_items(found.pack_id, declaration), step, reader.printing)


def preliminary(reader: PaperReader, declaration: Declaration, found: Round) -> Document:
    """初审意见表."""
    steps = city_steps.steps_of(reader.session, declaration.id)
    points = list_corrections(reader.session, declaration, found).all
    checked = "；".join(f"{one.place}：{one.problem}" for one in points) or "经核对，未发现问题。"
    return city_documents.opinion_sheet(
        paper_head(declaration, found, declaration.city), steps, checked, reader.printing
    )


def screening(reader: PaperReader, declaration: Declaration, found: Round) -> Document:
    """符合性审查表; who took it is written into the ledger."""
    told: dict[str, Any] = {"actor": reader.actor, "declaration": declaration, "found": found, "now": reader.now}
    return screening_paper(declaration, found, screening_sheet(reader.session, **told), reader.printing)


PAPERS: Mapping[str, DeclarationPaper] = {
    "correction": DeclarationPaper("补正通知", Action.SEE_DECLARATION, correction),
    "onsite": DeclarationPaper("实地核实表", Action.TAKE_CITY_STEP, onsite),
    "preliminary": DeclarationPaper("初审意见表", Action.TAKE_CITY_STEP, preliminary),
    "screening": DeclarationPaper("符合性审查表", Action.TAKE_SCREENING_TABLE, screening),
}
FORM = "application-form"


def declaration_paper(reader: PaperReader, name: str, declaration_id: int, kind: str) -> MadeFile:
    """Make one paper of a declaration this person may know of."""
    known = next((one for one in ALL_KINDS if one == kind), None)
    if known is None or (name != FORM and name not in PAPERS) or (name == FORM and known != "docx"):
        raise NotFound("no-document", NO_DOCUMENT)
    require(reader.actor, Action.SEE_DECLARATION if name == FORM else PAPERS[name].action)
    declaration, found = known_declaration(reader.session, reader.actor, declaration_id)
    if name == FORM:
        data = application_form_docx(
            pack_for_page(found.pack_id), answers_for(reader.actor, found.pack_id, declaration.answers)
        )
        return MadeFile(data, MEDIA_TYPES["docx"], f"{declaration.number}-申报表.docx")
    document = PAPERS[name].make(reader, declaration, found)
    data = render_together((document,), known, reader.font_folders)
    return MadeFile(data, MEDIA_TYPES[known], f"{declaration.number}-{PAPERS[name].title}.{known}")


def recommendation_paper(reader: PaperReader, found: Round, kind: Kind) -> MadeFile:
    """推荐文件 with its 汇总表, or in xlsx the 汇总表 alone: what this person's city recommends."""
    require(reader.actor, Action.TAKE_CITY_STEP)
    city = reader.actor.city or ""
    listed = city_steps.recommended_of_city(reader.session, found.id, city)
    if not listed:
        raise Refusal("nothing-recommended", NO_CLUSTERS)
    head, headings = paper_head(listed[0], found, city), summary_headings(found.pack_id)
    lines = summary_lines(found.pack_id, listed)
    papers = city_documents.city_recommendation(head, headings, lines, reader.today, reader.printing)
    documents = [recommendation_summary(papers)] if kind == "xlsx" else recommendation_documents(papers)
    name = "推荐汇总表" if kind == "xlsx" else "推荐文件"
    data = render_together(documents, kind, reader.font_folders)
    return MadeFile(data, MEDIA_TYPES[kind], f"{city}-{name}.{kind}")

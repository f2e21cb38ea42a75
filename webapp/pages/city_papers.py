"""The city's papers to download: the correction letter, the sheet for the site, the opinion, the recommendation."""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.exports import city_documents
from webapp.exports.document import Document
from webapp.exports.recommendation import recommendation_documents, recommendation_summary
from webapp.exports.rendering import MEDIA_TYPES, Kind, render_together
from webapp.exports.round_documents import Printing
from webapp.models import Declaration, Round
from webapp.pages.door import actor, asking, guards, now, settings, today
from webapp.permissions import Action
from webapp.queries import city_steps, rounds
from webapp.services.city_papers import paper_head, summary_headings, summary_lines
from webapp.services.known_declaration import known_declaration
from webapp.services.list_corrections import list_corrections
from webapp.services.onsite_items import onsite_items

pages = Blueprint("city_papers", __name__, url_prefix="/papers")
NO_LETTER = "这份申报没有补正通知。"
NO_CLUSTERS = "还没有推荐任何申报，请先办理推荐。"


def printing() -> Printing:
    """Say who prints now."""
    return Printing(now(), actor().name)


def sent(documents: Sequence[Document], name: str, kind: Kind) -> Response:
    """Send documents as one file."""
    data = render_together(documents, kind, (settings().font_folder,))
    return send_file(BytesIO(data), MEDIA_TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")


def readable(session: Session, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration whose papers this person may read."""
    return known_declaration(session, actor(), declaration_id)


@pages.get("/<int:declaration_id>/correction.docx")
@guards(Action.SEE_DECLARATION)
def correction_letter(declaration_id: int) -> ResponseReturnValue:
    """Hand out the last 补正通知."""
    with asking() as session:
        declaration, found = readable(session, declaration_id)
        step = city_steps.newest_step(session, declaration_id, "ask_for_correction")
        if step is None:
            raise NotFound("no-letter", NO_LETTER)
        head = paper_head(declaration, found, declaration.city)
        issued_on = step.at.astimezone(settings().time_zone).date()
        letter = city_documents.correction_letter(head, step, issued_on, printing())
    return sent((letter,), f"{declaration.number}-补正通知", "docx")


@pages.get("/<int:declaration_id>/onsite.docx")
@guards(Action.TAKE_CITY_STEP)
def onsite_sheet(declaration_id: int) -> ResponseReturnValue:
    """Hand out 实地核实表."""
    with asking() as session:
        declaration, found = readable(session, declaration_id)
        step = city_steps.newest_step(session, declaration_id, "verify_on_site")
        head = paper_head(declaration, found, declaration.city)
        items = onsite_items(found.pack_id, declaration)
        sheet = city_documents.onsite_record(head, items, step, printing())
    return sent((sheet,), f"{declaration.number}-实地核实表", "docx")


@pages.get("/<int:declaration_id>/preliminary.docx")
@guards(Action.TAKE_CITY_STEP)
def opinion_sheet(declaration_id: int) -> ResponseReturnValue:
    """Hand out 初审意见表."""
    with asking() as session:
        declaration, found = readable(session, declaration_id)
        steps = city_steps.steps_of(session, declaration_id)
        points = list_corrections(session, declaration, found).all
        data_check = "；".join(f"{one.place}：{one.problem}" for one in points)
        head = paper_head(declaration, found, declaration.city)
        sheet = city_documents.opinion_sheet(head, steps, data_check or "经核对，未发现问题。", printing())
    return sent((sheet,), f"{declaration.number}-初审意见表", "docx")


@pages.get("/rounds/<code>/recommendation.docx")
@guards(Action.TAKE_CITY_STEP)
def recommendation_letter(code: str) -> ResponseReturnValue:
    """Hand out 推荐文件 with its 汇总表."""
    return recommendation_of(code, "docx", "推荐文件")


@pages.get("/rounds/<code>/summary.xlsx")
@guards(Action.TAKE_CITY_STEP)
def recommendation_table(code: str) -> ResponseReturnValue:
    """Hand out 汇总表."""
    return recommendation_of(code, "xlsx", "推荐汇总表")


def recommendation_of(code: str, kind: Kind, name: str) -> ResponseReturnValue:
    """Print what this person's city recommends."""
    city = actor().city or ""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        listed = city_steps.recommended_of_city(session, found.id, city)
        if not listed:
            raise Refusal("nothing-recommended", NO_CLUSTERS)
        lines = summary_lines(found.pack_id, listed)
        head = paper_head(listed[0], found, city)
    headings = summary_headings(found.pack_id)
    papers = city_documents.city_recommendation(head, headings, lines, today(), printing())
    documents = recommendation_documents(papers) if kind == "docx" else [recommendation_summary(papers)]
    return sent(documents, f"{city}-{name}", kind)

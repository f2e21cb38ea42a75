"""The city's papers to download: the correction letter, the sheet for the site, the opinion, the recommendation."""

from io import BytesIO

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.exports.declaration_papers import PaperReader, declaration_paper, recommendation_paper
from webapp.exports.rendering import Kind
from webapp.exports.round_documents import MadeFile, Printing
from webapp.pages.door import actor, asking, guards, now, settings, today
from webapp.permissions import Action
from webapp.queries import rounds

pages = Blueprint("city_papers", __name__, url_prefix="/papers")


def reader(session: Session) -> PaperReader:
    """Say who wants a paper, and prints it now."""
    printing = Printing(now().astimezone(settings().time_zone), actor().name)
    return PaperReader(session, actor(), printing, today(), (settings().font_folder,))


def sent(file: MadeFile) -> Response:
    """Send a finished file."""
    return send_file(BytesIO(file.data), file.media_type, as_attachment=True, download_name=file.filename)


@pages.get("/<int:declaration_id>/correction.docx")
@guards(Action.SEE_DECLARATION)
def correction_letter(declaration_id: int) -> ResponseReturnValue:
    """Hand out the last 补正通知."""
    with asking() as session:
        return sent(declaration_paper(reader(session), "correction", declaration_id, "docx"))


@pages.get("/<int:declaration_id>/onsite.docx")
@guards(Action.TAKE_CITY_STEP)
def onsite_sheet(declaration_id: int) -> ResponseReturnValue:
    """Hand out 实地核实表."""
    with asking() as session:
        return sent(declaration_paper(reader(session), "onsite", declaration_id, "docx"))


@pages.get("/<int:declaration_id>/preliminary.docx")
@guards(Action.TAKE_CITY_STEP)
def opinion_sheet(declaration_id: int) -> ResponseReturnValue:
    """Hand out 初审意见表."""
    with asking() as session:
        return sent(declaration_paper(reader(session), "preliminary", declaration_id, "docx"))


@pages.get("/rounds/<code>/recommendation.docx")
@guards(Action.TAKE_CITY_STEP)
def recommendation_letter(code: str) -> ResponseReturnValue:
    """Hand out 推荐文件 with its 汇总表."""
    return recommendation_of(code, "docx")


@pages.get("/rounds/<code>/summary.xlsx")
@guards(Action.TAKE_CITY_STEP)
def recommendation_table(code: str) -> ResponseReturnValue:
    """Hand out 汇总表."""
    return recommendation_of(code, "xlsx")


def recommendation_of(code: str, kind: Kind) -> ResponseReturnValue:
    """Print what this person's city recommends."""
    with asking() as session:
        return sent(recommendation_paper(reader(session), rounds.round_by_code(session, code), kind))

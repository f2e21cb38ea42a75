"""符合性审查表 to download, one declaration at a time."""

from io import BytesIO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from webapp.errors import NotFound
from webapp.exports.rendering import KINDS, MEDIA_TYPES, render
from webapp.exports.round_documents import Printing
from webapp.exports.screening_papers import screening_paper
from webapp.pages.door import actor, guards, now, settings, writing
from webapp.permissions import Action
from webapp.services.known_declaration import known_declaration
from webapp.services.screening_sheet import screening_sheet

pages = Blueprint("screening_papers", __name__, url_prefix="/screening")


@pages.get("/<int:declaration_id>.<kind>")
@guards(Action.TAKE_SCREENING_TABLE)
def screening_file(declaration_id: int, kind: str) -> ResponseReturnValue:
    """Hand out the table of one declaration; who took it is written into the ledger."""
    known = next((one for one in KINDS if one == kind), None)
    if known is None:
        raise NotFound("no-document", "没有这种文件。")
    printing = Printing(now().astimezone(settings().time_zone), actor().name)
    with writing() as session:
        declaration, found = known_declaration(session, actor(), declaration_id)
        sheet = screening_sheet(session, actor=actor(), declaration=declaration, found=found, now=now())
        document = screening_paper(declaration, found, sheet, printing)
        name = f"{declaration.number}-符合性审查表.{known}"
    data = render(document, known, (settings().font_folder,))
    return send_file(BytesIO(data), MEDIA_TYPES[known], as_attachment=True, download_name=name)

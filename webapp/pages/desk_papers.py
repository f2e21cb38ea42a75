"""What leaves the desk beside the scores: printed sheets to sign, and the report of an approach (打招呼)."""

import json
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.exports.own_score_sheets import own_sheets_paper
from webapp.exports.round_documents import Printing
from webapp.pages.door import actor, asking, guards, now, settings, writing
from webapp.permissions import Action
from webapp.queries import desks
from webapp.services.report_approach import report_approach
from webapp.services.score_receipts import score_receipts

pages = Blueprint("desk_papers", __name__, url_prefix="/desk-papers")


@pages.get("/<code>/score-sheets.pdf")
@guards(Action.SCORE)
def score_sheets_file(code: str) -> ResponseReturnValue:
    """Hand out the own score sheets of one round, finished or not."""
    printing = Printing(now().astimezone(settings().time_zone), "")
    with asking() as session:
        made = own_sheets_paper(session, actor(), code, printing, (settings().font_folder,))
    return send_file(BytesIO(made.data), made.media_type, as_attachment=True, download_name=made.filename)


@pages.get("/<code>/receipts.json")
@guards(Action.SCORE)
def receipts_file(code: str) -> ResponseReturnValue:
    """Hand out the receipts of what was handed in; they can be checked without this server."""
    with writing() as session:
        listed = desks.sheets_of_account(session, actor().account_id or 0)
        receipts = score_receipts(
            session, actor=actor(), sheets=[one for one in listed if one.round.code == code], now=now()
        )
    data = json.dumps(receipts, ensure_ascii=False, indent=1).encode()
    return send_file(BytesIO(data), "application/json", as_attachment=True, download_name=f"{code}-评分回执.json")


@pages.get("/approach")
@guards(Action.REPORT_APPROACH)
def approach_page() -> ResponseReturnValue:
    """Offer the form for reporting an approach."""
    return render_template("desk/approach.html")


@pages.post("/approach")
@guards(Action.REPORT_APPROACH)
def approach_act() -> ResponseReturnValue:
    """Store the report where only the observer reads it."""
    with writing() as session:
        seats = desks.seats_of_account(session, actor().account_id or 0)
        report_approach(
            session,
            actor=actor(),
            who=request.form.get("who", ""),
            what=request.form.get("what", ""),
            round_id=seats[0][1].id if seats else None,
            now=now(),
        )
    flash(_("已报告，只有纪检监督人员可以看到。"))
    return redirect(url_for("desk.list_page"))

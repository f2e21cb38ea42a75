"""Requests of recusal: the applicant asks by name or unit, the organiser decides whom of the pool it concerns."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.models import Declaration, Round
from webapp.pages.door import actor, asking, guards, now, writing
from webapp.permissions import Action
from webapp.queries import recusals, rounds
from webapp.services.ask_recusal import ask_recusal
from webapp.services.decide_recusal import decide_recusal
from webapp.services.known_declaration import known_declaration
from webapp.services.recusal_desk import recusal_desk
from webapp.services.round_settings import RoundSettings

pages = Blueprint("recusals", __name__, url_prefix="/recusals")


def own_declaration(session: Session, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration this applicant may ask for."""
    return known_declaration(session, actor(), declaration_id)


@pages.get("/<int:declaration_id>")
@guards(Action.ASK_RECUSAL)
def ask_page(declaration_id: int) -> ResponseReturnValue:
    """Show the applicant its requests and how many are left."""
    with asking() as session:
        declaration, found = own_declaration(session, declaration_id)
        asked = recusals.requests_of_declaration(session, declaration_id)
    limit = RoundSettings.from_json(found.settings).n_recusal_requests
    left = max(0, limit - len(asked))
    return render_template(
        "recusals/ask.html", declaration=declaration, round=found, asked=asked, limit=limit, left=left
    )


@pages.post("/<int:declaration_id>")
@guards(Action.ASK_RECUSAL)
def ask_act(declaration_id: int) -> ResponseReturnValue:
    """Hand a request in."""
    with writing() as session:
        declaration, found = own_declaration(session, declaration_id)
        ask_recusal(
            session,
            actor=actor(),
            declaration=declaration,
            found=found,
            asked=request.form.get("asked", ""),
            reason=request.form.get("reason", ""),
            now=now(),
        )
    flash(_("已提交回避申请，由评审机构办理。"))
    return redirect(url_for("recusals.ask_page", declaration_id=declaration_id))


@pages.get("/rounds/<code>")
@guards(Action.SEE_DRAW)
def desk_page(code: str) -> ResponseReturnValue:
    """Show the organiser every request with whom it may mean."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        desk = recusal_desk(session, found)
    limit = RoundSettings.from_json(found.settings).n_recusal_requests
    return render_template("recusals/desk.html", round=found, desk=desk, limit=limit)


@pages.post("/rounds/<code>/<int:request_id>")
@guards(Action.SETTLE_CONFLICT)
def decide_act(code: str, request_id: int) -> ResponseReturnValue:
    """Accept or turn down a request."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        decide_recusal(
            session,
            actor=actor(),
            found=found,
            request_id=request_id,
            is_accepted=request.form.get("decision") == "accept",
            expert_ids=request.form.getlist("expert", type=int),
            answer=request.form.get("answer", ""),
            now=now(),
        )
    flash(_("回避申请已办理。"))
    return redirect(url_for("recusals.desk_page", code=code))

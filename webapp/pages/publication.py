"""The publicity: its computed days for the department, the list for everybody."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import Refusal
from webapp.pages.door import actor, asking, guards, now, today, writing
from webapp.permissions import Action
from webapp.queries import publicities, rounds
from webapp.services.round_settings import RoundSettings
from webapp.services.start_publicity import start_publicity

pages = Blueprint("publication", __name__)


@pages.get("/publicity/<code>")
@guards(Action.START_PUBLICITY)
def publicity_page(code: str) -> ResponseReturnValue:
    """Show the period or offer to start it."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        publicity = rounds.current_publicity(session, found.id)
        listed = publicities.decided_declarations(session, found.id)
    return render_template(
        "publication/publicity.html",
        round=found,
        publicity=publicity,
        listed=listed,
        today=today(),
        settings=RoundSettings.from_json(found.settings),
    )


@pages.post("/publicity/<code>")
@guards(Action.START_PUBLICITY)
def start_act(code: str) -> ResponseReturnValue:
    """Start the publicity on the given day."""
    try:
        day = date.fromisoformat(request.form.get("published_on", ""))
    except ValueError as error:
        raise Refusal("not-a-day", "发布日期应为日期，如 2026-03-31。") from error
    with writing() as session:
        found = rounds.round_by_code(session, code)
        start_publicity(session, actor=actor(), found=found, published_on=day, now=now())
    flash(_("公示已开始。"))
    return redirect(url_for("publication.publicity_page", code=code))


@pages.get("/public")
@guards(Action.SEE_PUBLICITY)
def public_list_page() -> ResponseReturnValue:
    """Show everybody which lists are published."""
    with asking() as session:
        found = rounds.rounds_in_publicity(session)
    return render_template("publication/public_list.html", found=found)


@pages.get("/public/<code>")
@guards(Action.SEE_PUBLICITY)
def public_page(code: str) -> ResponseReturnValue:
    """Show everybody the published list, without scores."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        publicity = rounds.current_publicity(session, found.id)
        listed = publicities.decided_declarations(session, found.id) if publicity else []
    if publicity is None:
        raise Refusal("not-published", "该轮次尚未公示。")
    return render_template("publication/public.html", round=found, publicity=publicity, listed=listed)

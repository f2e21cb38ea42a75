"""The list after the decision: hung out, filled up by the announced rule, announced."""

from datetime import date
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotFound, Refusal
from webapp.exports.list_documents import ANNOUNCED, announcement_file
from webapp.exports.rendering import Kind
from webapp.exports.round_documents import MadeFile, Printing
from webapp.pages.door import actor, asking, guards, now, settings, today, writing
from webapp.pages.leaves import SIZE, Turned
from webapp.permissions import Action, Facts, require
from webapp.queries import lists, publicities, rounds
from webapp.services.announce_list import announce_list
from webapp.services.describe_list import announced_list
from webapp.services.replace_in_list import NEXT, replace_in_list, replacement_rule, vacancies
from webapp.services.round_settings import RoundSettings
from webapp.services.start_publicity import start_publicity

pages = Blueprint("publication", __name__)


def day_of(name: str) -> date:
    """Read a day of the form."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError as error:
        raise Refusal("not-a-day", "日期应写成 2026-03-31 的样子。") from error


def printing() -> Printing:
    """Say who prints now."""
    return Printing(now().astimezone(settings().time_zone), actor().name)


def sent(file: MadeFile) -> Response:
    """Send a finished file."""
    return send_file(BytesIO(file.data), file.media_type, as_attachment=True, download_name=file.filename)


@pages.get("/publicity/<code>")
@guards(Action.SEE_LIST)
def publicity_page(code: str) -> ResponseReturnValue:
    """Show the list, its periods, the objections, and what comes next."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.SEE_LIST, Facts(round_state=found.state))
        hung = lists.publicities_of_round(session, found.id)
        page, n_of = request.args.get("page", 1, type=int), lists.n_entries(session, found.id)
        turned = {key: Turned.to(page, n) for key, n in n_of.items()}
        entries = {key: lists.entries_from(session, key, one.start, SIZE) for key, one in turned.items()}
        n_decided = publicities.n_decided(session, found.id)
        drafted = Turned.to(page, n_decided)
        decided = [] if hung else publicities.decided_declarations(session, found.id, drafted.start, SIZE)
        objections = lists.objections_of_round(session, found.id)
        announcement = lists.announcement_of(session, found.id)
        is_short = found.state == "publicity" and lists.has_removed(session, found.id)
        free = vacancies(session, found) if is_short else ()
    rule = replacement_rule(found.pack_id, RoundSettings.from_json(found.settings))
    return render_template(
        "publication/publicity.html",
        round=found,
        entries=entries,
        hung=hung,
        decided=decided,
        n_decided=n_decided,
        drafted=drafted,
        turned=turned,
        objections=objections,
        objected={one.declaration_id for one, _declaration in objections if one.state in lists.OPEN},
        announcement=announcement,
        vacancies=free,
        is_filled_up=rule == NEXT,
        documents=ANNOUNCED,
        today=today(),
    )


@pages.post("/publicity/<code>")
@guards(Action.START_PUBLICITY)
def start_act(code: str) -> ResponseReturnValue:
    """Start the publicity on the given day."""
    day = day_of("published_on")
    with writing() as session:
        found = rounds.round_by_code(session, code)
        start_publicity(session, actor=actor(), found=found, published_on=day, now=now())
    flash(_("公示已开始。"))
    return redirect(url_for("publication.publicity_page", code=code))


@pages.post("/publicity/<code>/replace")
@guards(Action.REPLACE_IN_LIST)
def replace_act(code: str) -> ResponseReturnValue:
    """Let the next in rank move up, in a publicity of its own."""
    day = day_of("published_on")
    with writing() as session:
        replace_in_list(
            session,
            actor=actor(),
            found=rounds.round_by_code(session, code),
            left=request.form.get("left", ""),
            newcomer=request.form.get("newcomer", ""),
            reason=request.form.get("reason", ""),
            published_on=day,
            now=now(),
        )
    flash(_("递补公示已开始。"))
    return redirect(url_for("publication.publicity_page", code=code))


@pages.post("/publicity/<code>/announce")
@guards(Action.ANNOUNCE_LIST)
def announce_act(code: str) -> ResponseReturnValue:
    """Announce the list."""
    day = day_of("announced_on")
    with writing() as session:
        found = rounds.round_by_code(session, code)
        announce_list(session, actor=actor(), found=found, announced_on=day, now=now(), today=today())
    flash(_("名单已公布，集群已列入集群名录。"))
    return redirect(url_for("publication.publicity_page", code=code))


@pages.get("/publicity/<code>/documents/<name>.<kind>")
@guards(Action.SEE_LIST)
def announcement_document_file(code: str, name: str, kind: Kind) -> ResponseReturnValue:
    """Hand out a document of the announcement."""
    if name not in ANNOUNCED or kind not in ANNOUNCED[name].kinds:
        raise NotFound("no-document", "没有这种文件。")
    with asking() as session:
        announced = announced_list(session, rounds.round_by_code(session, code))
    return sent(announcement_file(announced, name, kind, printing(), (settings().font_folder,)))

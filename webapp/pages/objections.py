"""Objections: registered as they come, looked into by people who did not judge, decided in writing."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.exports.declaration_papers import PaperReader
from webapp.exports.round_papers import objection_paper
from webapp.imports.checked_evidence import checked_evidence
from webapp.pages.door import actor, asking, guards, now, settings, today, writing
from webapp.pages.publication import day_of, printing, sent
from webapp.permissions import Action, Facts, require
from webapp.queries import lists, rounds
from webapp.services.decide_objection import decide_objection
from webapp.services.investigate_objection import investigate_objection
from webapp.services.open_evidence import open_objection_evidence
from webapp.services.read_objector import read_objector
from webapp.services.register_objection import ReceivedObjection, register_objection
from webapp.services.start_publicity import IN_PUBLICITY
from webapp.services.store_evidence import CheckedFile

# Of a longer list there is nothing to choose from: the number is typed.
MOST_SHOWN = 50

pages = Blueprint("objections", __name__, url_prefix="/objections")


@pages.get("/<code>")
@guards(Action.SEE_OBJECTIONS)
def list_page(code: str) -> ResponseReturnValue:
    """List the objections of a round and offer to register one."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.SEE_OBJECTIONS, Facts(round_state=found.state))
        objections = lists.objections_of_round(session, found.id)
        n_hung = sum(lists.n_entries(session, found.id).values())
        entries = lists.entries_of_round(session, found.id) if n_hung <= MOST_SHOWN else []
    hung = [one for one in entries if one.entry.standing == IN_PUBLICITY]
    is_typed = n_hung > MOST_SHOWN
    return render_template(
        "objections/list.html", round=found, objections=objections, hung=hung, is_typed=is_typed, today=today()
    )


@pages.post("/<code>")
@guards(Action.HANDLE_OBJECTION)
def register_act(code: str) -> ResponseReturnValue:
    """Register what came in."""
    received = ReceivedObjection(
        number=request.form.get("number", ""),
        received_on=day_of("received_on"),
        objector=request.form.get("objector", "")[:100],
        contact=request.form.get("contact", "")[:200],
        claim=request.form.get("claim", ""),
        file=attached("file"),
    )
    with writing() as session:
        stored = register_objection(
            session,
            actor=actor(),
            found=rounds.round_by_code(session, code),
            received=received,
            folder=settings().data_folder,
            today=today(),
            now=now(),
        )
    flash(_("已登记，因不符合受理条件不予受理。") if stored.refusal else _("已登记受理。"))
    return redirect(url_for("objections.show_page", code=code, number=stored.number))


def attached(field: str) -> CheckedFile | None:
    """Let the evidence in by its content, if there is any."""
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    return checked_evidence(file.read(), file.filename)


@pages.get("/<code>/<number>")
@guards(Action.SEE_OBJECTIONS)
def show_page(code: str, number: str) -> ResponseReturnValue:
    """Show one objection with what was done about it."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.SEE_OBJECTIONS, Facts(round_state=found.state))
        objection, declaration = lists.objection_by_number(session, found.id, number)
    return render_template("objections/show.html", round=found, objection=objection, declaration=declaration)


@pages.post("/<code>/<number>/investigation")
@guards(Action.HANDLE_OBJECTION)
def investigate_act(code: str, number: str) -> ResponseReturnValue:
    """Store who looked into it and what they found."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        objection, _declaration = lists.objection_by_number(session, found.id, number)
        investigate_objection(
            session,
            actor=actor(),
            found=found,
            objection=objection,
            investigators=request.form.get("investigators", "")[:200],
            finding=request.form.get("finding", ""),
            now=now(),
        )
    flash(_("核查情况已保存。"))
    return redirect(url_for("objections.show_page", code=code, number=number))


@pages.post("/<code>/<number>/decision")
@guards(Action.HANDLE_OBJECTION)
def decide_act(code: str, number: str) -> ResponseReturnValue:
    """Decide it."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        objection, _declaration = lists.objection_by_number(session, found.id, number)
        decide_objection(
            session,
            actor=actor(),
            found=found,
            objection=objection,
            outcome=request.form.get("outcome", ""),
            answer=request.form.get("answer", ""),
            decider=request.form.get("decider", "")[:64],
            now=now(),
        )
    flash(_("处理意见已保存。"))
    return redirect(url_for("objections.show_page", code=code, number=number))


@pages.post("/<code>/<number>/objector")
@guards(Action.READ_OBJECTOR)
def objector_act(code: str, number: str) -> ResponseReturnValue:
    """Show who objected, once; the reading is noted."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        objection, declaration = lists.objection_by_number(session, found.id, number)
        objector = read_objector(session, actor=actor(), found=found, objection=objection, now=now())
    return render_template(
        "objections/show.html", round=found, objection=objection, declaration=declaration, objector=objector
    )


@pages.get("/<code>/<number>/opinion.<kind>")
@guards(Action.SEE_OBJECTIONS)
def opinion_sheet_file(code: str, number: str, kind: str) -> ResponseReturnValue:
    """Hand out 异议处理意见."""
    with writing() as session:
        reader = PaperReader(session, actor(), printing(), today(), (settings().font_folder,))
        file = objection_paper(reader, code, number, kind)
    return sent(file)


@pages.get("/<code>/<number>/evidence")
@guards(Action.SEE_OBJECTIONS)
def evidence_file(code: str, number: str) -> ResponseReturnValue:
    """Hand out what the objector attached; it is only ever saved, never shown as a page of this site."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.SEE_OBJECTIONS, Facts(round_state=found.state))
        objection, _declaration = lists.objection_by_number(session, found.id, number)
        told: dict[str, Any] = {"actor": actor(), "found": found, "objection": objection, "now": now()}
        data = open_objection_evidence(session, folder=settings().data_folder, **told)
    answer: Response = send_file(
        BytesIO(data), objection.media_type, as_attachment=True, download_name=objection.filename
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return answer

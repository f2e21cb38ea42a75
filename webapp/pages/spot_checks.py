"""Spot checks: proposed by risk, picked by the department, each visit with its sheet and its result."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.exports.declaration_papers import PaperReader
from webapp.exports.round_papers import spot_check_paper
from webapp.forms.chosen_numbers import chosen_numbers
from webapp.pages.door import actor, asking, guards, now, settings, today, writing
from webapp.pages.publication import day_of, printing, sent
from webapp.permissions import Action, Facts, require
from webapp.queries import panels, rounds, spot_checks
from webapp.services.pick_spot_checks import pick_spot_checks
from webapp.services.propose_spot_checks import propose_spot_checks
from webapp.services.record_spot_check import record_spot_check

pages = Blueprint("spot_checks", __name__, url_prefix="/spot-checks")


@pages.get("/<code>")
@guards(Action.SEE_SPOT_CHECKS)
def list_page(code: str) -> ResponseReturnValue:
    """Show what is proposed, what else there is, and what was picked."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.SEE_SPOT_CHECKS, Facts(round_state=found.state))
        proposed = propose_spot_checks(session, found)
        picked = spot_checks.checks_of_round(session, found.id)
        admitted = panels.admitted_names(session, found.id)
    taken = {declaration.id for _check, declaration in picked}
    named = {one.position.declaration.id for one in proposed}
    return render_template(
        "spot_checks/list.html",
        round=found,
        proposed=[one for one in proposed if one.position.declaration.id not in taken],
        others=[one for one in admitted if one.id not in taken | named],
        picked=picked,
    )


@pages.post("/<code>")
@guards(Action.SPOT_CHECK)
def pick_act(code: str) -> ResponseReturnValue:
    """Pick declarations to visit."""
    chosen = set(chosen_numbers(request.form.getlist("chosen")))
    with writing() as session:
        found = rounds.round_by_code(session, code)
        picked = pick_spot_checks(session, actor=actor(), found=found, chosen=chosen, now=now())
    flash(_("已列入实地抽查 %(n)s 个。", n=len(picked)))
    return redirect(url_for("spot_checks.list_page", code=code))


@pages.get("/<code>/<number>")
@guards(Action.SEE_SPOT_CHECKS)
def visit_page(code: str, number: str) -> ResponseReturnValue:
    """Show one visit: why, what was declared, what was found."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.SEE_SPOT_CHECKS, Facts(round_state=found.state))
        check, declaration = spot_checks.check_of_declaration(session, found.id, number)
    return render_template("spot_checks/visit.html", round=found, check=check, declaration=declaration, today=today())


@pages.post("/<code>/<number>")
@guards(Action.SPOT_CHECK)
def record_act(code: str, number: str) -> ResponseReturnValue:
    """Store what the visit found."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        check, declaration = spot_checks.check_of_declaration(session, found.id, number)
        record_spot_check(
            session,
            actor=actor(),
            found=found,
            check=check,
            declaration=declaration,
            visited_on=day_of("visited_on"),
            visitors=request.form.get("visitors", ""),
            outcome=request.form.get("outcome", ""),
            text=request.form.get("text", ""),
            today=today(),
            now=now(),
        )
    flash(_("抽查结果已保存。"))
    return redirect(url_for("spot_checks.list_page", code=code))


@pages.get("/<code>/<number>/sheet.<kind>")
@guards(Action.SEE_SPOT_CHECKS)
def sheet_file(code: str, number: str, kind: str) -> ResponseReturnValue:
    """Hand out the sheet to carry on site."""
    with asking() as session:
        reader = PaperReader(session, actor(), printing(), today(), (settings().font_folder,))
        return sent(spot_check_paper(reader, code, number, kind))

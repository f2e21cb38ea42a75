"""Spot checks: proposed by risk, picked by the department, each visit with its sheet and its result."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.exports.declaration_papers import PaperReader
from webapp.exports.round_papers import spot_check_paper
from webapp.forms.chosen_numbers import chosen_numbers
from webapp.pages.door import actor, asking, guards, now, settings, today, writing
from webapp.pages.leaves import Turned
from webapp.pages.publication import day_of, printing, sent
from webapp.permissions import Action, Facts, require
from webapp.queries import declarations, panel_figures, rounds, spot_checks
from webapp.services.decide_list import decisive_run
from webapp.services.look_after_lock import kept_visits, ready_visits
from webapp.services.note_reading import note_reading
from webapp.services.pick_spot_checks import pick_spot_checks
from webapp.services.record_spot_check import record_spot_check

pages = Blueprint("spot_checks", __name__, url_prefix="/spot-checks")


@pages.get("/<code>")
@guards(Action.SEE_SPOT_CHECKS)
def list_page(code: str) -> ResponseReturnValue:
    """Show what is proposed, what else there is, and what was picked."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.SEE_SPOT_CHECKS, Facts(round_state=found.state))
        run = decisive_run(session, found)
        n_candidates = kept_visits(session, found, run)
    if n_candidates is None:
        with writing() as session:
            note_reading(session, actor=actor(), found=found, purpose="spot checks", now=now())
            n_candidates = ready_visits(session, actor=actor(), found=found, run=run, now=now())
    with asking() as session:
        picked = spot_checks.checks_of_round(session, found.id)
        n_proposed = (n_candidates or 0) - panel_figures.n_picked_candidates(session, run.id)
        n_others = declarations.kept_count(session, found.id, "admitted") - len(picked) - n_proposed
        proposed_at = Turned.to(request.args.get("page", 1, type=int), n_proposed)
        others_at = Turned.to(request.args.get("others", 1, type=int), n_others)
        return render_template(
            "spot_checks/list.html",
            round=found,
            is_ready=n_candidates is not None,
            proposed=panel_figures.candidates_from(session, run.id, proposed_at.start),
            n_proposed=n_proposed,
            proposed_at=proposed_at,
            others=panel_figures.unproposed_from(session, found.id, run.id, others_at.start, n_others),
            n_others=n_others,
            others_at=others_at,
            picked=picked,
        )


@pages.post("/<code>")
@guards(Action.SPOT_CHECK)
def pick_act(code: str) -> ResponseReturnValue:
    """Pick declarations to visit."""
    chosen = set(chosen_numbers(request.form.getlist("chosen")))
    numbers = request.form.get("numbers", "").replace("、", " ").replace("，", " ").replace(",", " ").split()
    with writing() as session:
        found = rounds.round_by_code(session, code)
        picked = pick_spot_checks(session, actor=actor(), found=found, chosen=chosen, numbers=numbers, now=now())
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

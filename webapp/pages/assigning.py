"""The assignment room: the plan before it is accepted, edits by hand with instant checks, two plans side by side."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.pages.door import actor, asking, guards, now, writing
from webapp.pages.language import told
from webapp.permissions import Action
from webapp.queries import panels, rounds
from webapp.services.assign_objective import OBJECTIVE_TITLES, OBJECTIVES
from webapp.services.check_panel import check_panel
from webapp.services.compare_plans import compare_plans
from webapp.services.edit_options import edit_options
from webapp.services.edit_plan import edit_plan
from webapp.services.open_gaps import open_gaps
from webapp.services.plan_pages import contents_of_number, contents_shown
from webapp.services.plan_store import present_key
from webapp.services.plan_view import view_plan
from webapp.services.round_settings import RoundSettings

pages = Blueprint("assigning", __name__, url_prefix="/assigning")


@pages.get("/<code>")
@guards(Action.SEE_DRAW)
def plan_page(code: str) -> ResponseReturnValue:
    """Show the newest plan with fit, loads, composition and comparability; of a large one a part, or one number."""
    page, loads_page = (max(1, request.args.get(name, 1, type=int)) for name in ("page", "loads"))
    number = request.args.get("number", "").strip()
    with asking() as session:
        found = rounds.round_by_code(session, code)
        plan = panels.plan_key(session, found.id)
        contents = None
        if plan is not None:
            contents = contents_of_number(session, plan, number) if number else contents_shown(session, plan, page)
        if plan is None or contents is None:
            return render_template("assigning/empty.html", round=found)
        view = view_plan(session, found=found, contents=contents, loads_page=loads_page)
        gaps = open_gaps(session, found, plan)
    return render_template(
        "assigning/plan.html",
        round=found,
        plan=plan,
        view=view,
        page=page,
        loads_page=loads_page,
        number=number,
        gaps=gaps,
        steps=contents[0]["steps"],
        base_objective=contents[0]["base_objective"] or plan.objective,
        settings=RoundSettings.from_json(found.settings),
        titles=OBJECTIVE_TITLES,
    )


@pages.get("/<code>/compare")
@guards(Action.SEE_DRAW)
def compare_page(code: str) -> ResponseReturnValue:
    """Show the plan beside another stored one or beside what another objective would give."""
    other = request.args.get("other", "")
    with asking() as session:
        found = rounds.round_by_code(session, code)
        plan = present_key(session, found.id)
        stored = panels.plans_before(session, plan)
        comparison = compare_plans(session, found=found, plan=plan, other=other)[0] if other else None
    return render_template(
        "assigning/compare.html",
        round=found,
        plan=plan,
        other=other,
        other_plan=next((one for one in stored if str(one.id) == other), None),
        stored=stored,
        comparison=comparison,
        settings=RoundSettings.from_json(found.settings),
        titles=OBJECTIVE_TITLES,
        objectives=OBJECTIVES,
    )


@pages.get("/<code>/edit/<number>")
@guards(Action.ASSIGN)
def edit_page(code: str, number: str) -> ResponseReturnValue:
    """Show the panel of one declaration and who else may be chosen, with fit, load and what stands in the way."""
    words = request.args.get("words", "")
    with asking() as session:
        found = rounds.round_by_code(session, code)
        plan = present_key(session, found.id)
        choice = edit_options(
            session,
            found=found,
            plan=plan,
            number=number,
            ticked=request.args.getlist("expert") if "ticked" in request.args else None,
            words=words,
            page=request.args.get("page", 1, type=int),
        )
    return render_template(
        "assigning/edit.html",
        round=found,
        plan=plan,
        declaration=choice.declaration,
        choice=choice,
        words=words,
        settings=RoundSettings.from_json(found.settings),
    )


@pages.get("/<code>/check/<number>")
@guards(Action.ASSIGN)
def check_answer(code: str, number: str) -> ResponseReturnValue:
    """Answer at once what a choice of experts would break."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        plan = present_key(session, found.id, request.args.get("plan", type=int))
        experts = request.args.getlist("expert")
        raised = check_panel(session, found=found, plan=plan, number=number, experts=experts)
    return {"objections": [{"text": told(one.problem), "is_hard": one.is_hard} for one in raised]}


@pages.post("/<code>/edit/<number>")
@guards(Action.ASSIGN)
def edit_act(code: str, number: str) -> ResponseReturnValue:
    """Store the panel of one declaration as edited by hand."""
    with writing() as session:
        edit_plan(
            session,
            actor=actor(),
            found=rounds.round_by_code(session, code),
            plan_id=request.form.get("plan", 0, type=int),
            declaration=number,
            experts=request.form.getlist("expert"),
            reason=request.form.get("reason", ""),
            now=now(),
        )
    flash(_("已保存手工调整，并记录改动和理由。"))
    return redirect(url_for("assigning.plan_page", code=code))

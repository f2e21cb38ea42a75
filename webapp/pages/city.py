"""The city's steps: acceptance, one correction letter, preliminary review, visit, recommendation and its order."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound
from webapp.forms.chosen_numbers import texts_by_number
from webapp.forms.city_steps import read_corrections, read_onsite
from webapp.forms.particulars import typed_value
from webapp.models import Declaration, Round
from webapp.pages.door import actor, asking, guards, now, writing
from webapp.permissions import Action, Facts, require
from webapp.queries import city_steps, rounds
from webapp.services.asked_particulars import asked_particulars
from webapp.services.known_declaration import known_declaration
from webapp.services.list_corrections import list_corrections
from webapp.services.onsite_items import onsite_items
from webapp.services.rank_recommended import rank_recommended
from webapp.services.recommend_declaration import recommend_declaration
from webapp.services.take_city_step import take_city_step

pages = Blueprint("city", __name__, url_prefix="/city")
PLAIN_STEPS = ("accept", "refuse_acceptance", "pass_city_review", "decline_recommendation")


def of_the_city(session: Session, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration of this person's city."""
    declaration, found = known_declaration(session, actor(), declaration_id)
    require(actor(), Action.TAKE_CITY_STEP, Facts(found.state, city=declaration.city))
    return declaration, found


@pages.get("/rounds/<code>")
@guards(Action.TAKE_CITY_STEP)
def recommended_page(code: str) -> ResponseReturnValue:
    """Show what the city recommends, in its order."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        listed = city_steps.recommended_of_city(session, found.id, actor().city or "")
    return render_template("declarations/recommended.html", round=found, listed=listed)


@pages.post("/rounds/<code>")
@guards(Action.TAKE_CITY_STEP)
def rank_act(code: str) -> ResponseReturnValue:
    """Store the city's order."""
    places = texts_by_number(request.form, "place-")
    with writing() as session:
        rank_recommended(session, actor=actor(), found=rounds.round_by_code(session, code), places=places, now=now())
    flash(_("推荐排序已保存。"))
    return redirect(url_for("city.recommended_page", code=code))


@pages.post("/<int:declaration_id>/steps/<key>")
@guards(Action.TAKE_CITY_STEP)
def step_act(declaration_id: int, key: str) -> ResponseReturnValue:
    """Take a step that asks for words only."""
    if key not in PLAIN_STEPS:
        raise ProblemsFound("wrong-step", (Problem(key, "wrong-step", "没有这一步骤，请刷新页面后重试。"),))
    with writing() as session:
        declaration, found = of_the_city(session, declaration_id)
        text = request.form.get("text", "")
        take_city_step(
            session, actor=actor(), declaration=declaration, found=found, key=key, text=text, facts={}, now=now()
        )
    flash(_("已办理。"))
    return redirect(url_for("declarations.show_page", declaration_id=declaration_id))


@pages.get("/<int:declaration_id>/correction")
@guards(Action.TAKE_CITY_STEP)
def correction_page(declaration_id: int) -> ResponseReturnValue:
    """Show everything that has to be put right, ready for one letter."""
    with asking() as session:
        declaration, found = of_the_city(session, declaration_id)
        points = list_corrections(session, declaration, found)
    return render_template("declarations/correction.html", declaration=declaration, round=found, points=points)


@pages.post("/<int:declaration_id>/correction")
@guards(Action.TAKE_CITY_STEP)
def correction_act(declaration_id: int) -> ResponseReturnValue:
    """Return the declaration with the one letter."""
    with writing() as session:
        declaration, found = of_the_city(session, declaration_id)
        facts, problems = read_corrections(list_corrections(session, declaration, found).all, request.form)
        if problems:
            raise ProblemsFound("correction-wrong", problems)
        take_city_step(
            session,
            actor=actor(),
            declaration=declaration,
            found=found,
            key="ask_for_correction",
            text="",
            facts=facts,
            now=now(),
        )
    flash(_("已退回补正，补正通知可以下载。"))
    return redirect(url_for("declarations.show_page", declaration_id=declaration_id))


@pages.get("/<int:declaration_id>/onsite")
@guards(Action.TAKE_CITY_STEP)
def onsite_page(declaration_id: int) -> ResponseReturnValue:
    """Show the declared figures beside room for what is found."""
    with asking() as session:
        declaration, found = of_the_city(session, declaration_id)
    return show_onsite(declaration, found, {})


def show_onsite(declaration: Declaration, found: Round, problems: dict[str, str]) -> str:
    """Render the record with what was typed."""
    items = onsite_items(found.pack_id, declaration)
    return render_template(
        "declarations/onsite.html", declaration=declaration, round=found, items=items, problems=problems
    )


@pages.post("/<int:declaration_id>/onsite")
@guards(Action.TAKE_CITY_STEP)
def onsite_act(declaration_id: int) -> ResponseReturnValue:
    """Store what was found; a record that lacks its day or its people is shown again as it was typed."""
    with writing() as session:
        declaration, found = of_the_city(session, declaration_id)
        facts, problems = read_onsite(onsite_items(found.pack_id, declaration), request.form)
        if not problems:
            take_city_step(
                session,
                actor=actor(),
                declaration=declaration,
                found=found,
                key="verify_on_site",
                text=request.form.get("conclusion", ""),
                facts=facts,
                now=now(),
            )
    if problems:
        return show_onsite(declaration, found, {one.where: str(_(one.message_template)) for one in problems}), 422
    flash(_("实地核实记录已保存。"))
    return redirect(url_for("declarations.show_page", declaration_id=declaration_id))


def stated_on_the_way(pack_id: str) -> dict[str, object]:
    """Return what the recommendation's form states beside the opinion."""
    asked = (one for one in asked_particulars(pack_id) if one.path in request.form)
    return {one.path: typed_value(one, request.form[one.path].strip()) for one in asked}


@pages.post("/<int:declaration_id>/recommend")
@guards(Action.TAKE_CITY_STEP)
def recommend_act(declaration_id: int) -> ResponseReturnValue:
    """Recommend, taking the steps that are still open on the way."""
    with writing() as session:
        declaration, found = of_the_city(session, declaration_id)
        recommend_declaration(
            session,
            actor=actor(),
            declaration=declaration,
            found=found,
            has_visited="visited" in request.form,
            opinion=request.form.get("opinion", ""),
            known=stated_on_the_way(found.pack_id),
            now=now(),
        )
    flash(_("已推荐至主管部门。"))
    return redirect(url_for("declarations.show_page", declaration_id=declaration_id))

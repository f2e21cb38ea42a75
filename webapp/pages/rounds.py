"""Rounds: open one on a rule pack, set it, freeze it, see where it stands."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.forms.round_settings import read_round_settings
from webapp.pages.door import actor, asking, guards, now, today, writing
from webapp.pages.next_step import Standing, next_step
from webapp.pages.round_menu import address_in_round, may_open, round_menu
from webapp.pages.timetable import timetable
from webapp.pages.verifying import checks_of, is_verifying
from webapp.permissions import Action
from webapp.queries import homes, lists, meetings, rounds
from webapp.services.change_round_settings import change_round_settings
from webapp.services.describe_pack import list_packs, pack_for_page, rubric_areas
from webapp.services.freeze_round import freeze_round
from webapp.services.open_round import open_round
from webapp.services.ranking_methods import method_titles
from webapp.services.replace_in_list import NEXT, replacement_rule
from webapp.services.round_settings import RoundSettings
from webapp.services.start_publicity import n_publicity_days

pages = Blueprint("rounds", __name__, url_prefix="/rounds")


@pages.get("/")
@guards(Action.SEE_ROUND)
def list_page() -> ResponseReturnValue:
    """List all rounds."""
    with asking() as session:
        found = homes.rounds_at_a_glance(session)
    return render_template("rounds/list.html", rounds=found)


@pages.get("/new")
@guards(Action.EDIT_ROUND)
def new_page() -> ResponseReturnValue:
    """Ask for name and rule pack."""
    return render_template("rounds/new.html", packs=list_packs(), year=today().year)


@pages.post("/new")
@guards(Action.EDIT_ROUND)
def open_act() -> ResponseReturnValue:
    """Open the round."""
    with writing() as session:
        opened = open_round(
            session,
            actor=actor(),
            code=request.form.get("code", "").strip(),
            title=request.form.get("title", "").strip(),
            pack_id=request.form.get("pack", ""),
            now=now(),
            today=today(),
        )
    return redirect(url_for("rounds.settings_page", code=opened.code))


@pages.get("/<code>")
@guards(Action.SEE_ROUND)
def show_page(code: str) -> ResponseReturnValue:
    """Show where the round stands and what comes next."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        counts = rounds.declarations_by_state(session, found.id)
        publicity = rounds.current_publicity(session, found.id)
        board = meetings.board_of_round(session, found.id)
        announcement = lists.announcement_of(session, found.id)
    settings = RoundSettings.from_json(found.settings)
    standing = Standing(found, settings, board, publicity, counts)
    return render_template(
        "rounds/show.html",
        board=board,
        days=timetable(found, settings, publicity, announcement),
        step=next_step(standing, actor().role) if found.state != "draft" else None,
        menu_of_round=round_menu(found) if found.state != "draft" else [],
        checks=checks_of(found) if is_verifying() and found.state != "draft" else [],
        address=address_in_round,
        may_open=may_open,
        round=found,
        settings=settings,
        pack=pack_for_page(found.pack_id),
        counts=counts,
        publicity=publicity,
        is_filled_up=replacement_rule(found.pack_id, settings) == NEXT,
        n_publicity_days=n_publicity_days(found.pack_id, settings),
        methods=method_titles(),
    )


@pages.get("/<code>/settings")
@guards(Action.EDIT_ROUND)
def settings_page(code: str) -> ResponseReturnValue:
    """Show the settings for editing."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
    return render_template(
        "rounds/settings.html",
        round=found,
        settings=RoundSettings.from_json(found.settings),
        areas=rubric_areas(found.pack_id),
        pack=pack_for_page(found.pack_id),
        methods=method_titles(),
    )


@pages.post("/<code>/settings")
@guards(Action.EDIT_ROUND)
def settings_act(code: str) -> ResponseReturnValue:
    """Save the settings."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        old = RoundSettings.from_json(found.settings)
        changed = read_round_settings(request.form, old, rubric_areas(found.pack_id))
        version = request.form.get("version", type=int, default=0)
        change_round_settings(session, actor=actor(), changed=found, settings=changed, version=version, now=now())
    flash(_("设置已保存。"))
    return redirect(url_for("rounds.show_page", code=code))


@pages.post("/<code>/freeze")
@guards(Action.FREEZE_ROUND)
def freeze_act(code: str) -> ResponseReturnValue:
    """Freeze the settings and open for declarations."""
    with writing() as session:
        freeze_round(session, actor=actor(), frozen=rounds.round_by_code(session, code), now=now())
    flash(_("规则已冻结，开始受理申报。"))
    return redirect(url_for("rounds.show_page", code=code))

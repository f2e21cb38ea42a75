"""专家组评审意见: the leader, the text, the print."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotFound
from webapp.exports.panel_opinion_paper import KINDS_OF_OPINION, panel_opinion_paper
from webapp.exports.rendering import MEDIA_TYPES
from webapp.exports.round_documents import Printing
from webapp.pages.door import actor, asking, guards, now, settings, writing
from webapp.permissions import Action, why_not
from webapp.queries import panel_opinions, panels, rounds
from webapp.services.write_panel_opinion import (
    SECTIONS,
    OpinionText,
    check_writer,
    name_leader,
    read_panel_opinion,
    write_panel_opinion,
)

# Of a larger panel there is nothing to choose from: the pseudonym is typed.
MOST_SHOWN = 60

pages = Blueprint("panel_opinions", __name__, url_prefix="/panel")


@pages.get("/<code>/opinion")
@guards(Action.SEE_PANEL_OPINION)
def opinion_page(code: str) -> ResponseReturnValue:
    """Show the opinion; the organiser and the leader may change it."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        check_writer(session, actor(), found, Action.SEE_PANEL_OPINION)
        opinion = panel_opinions.opinion_of_round(session, found.id)
        leader = panel_opinions.leader_of_round(session, found.id)
        is_typed = panels.n_seated(session, found.id) > MOST_SHOWN
        names_one = found.state == "locked" and why_not(actor(), Action.LOCK_AGAIN) is None
        seats = panels.seated_of_round(session, found.id) if names_one and not is_typed else []
    return render_template(
        "panel/opinion.html",
        round=found,
        opinion=opinion,
        leader=leader,
        seats=seats,
        is_typed=is_typed,
        sections=section_titles(),
        shows_names=why_not(actor(), Action.SEE_DRAW) is None,
        kinds=KINDS_OF_OPINION,
    )


def section_titles() -> dict[str, str]:
    """Name the sections in the person's language."""
    titles = (_("评审情况"), _("总体评价"), _("存在的问题"), _("意见建议"))
    return dict(zip(SECTIONS, titles, strict=True))


@pages.post("/<code>/opinion")
@guards(Action.WRITE_PANEL_OPINION)
def opinion_act(code: str) -> ResponseReturnValue:
    """Save the draft."""
    text = OpinionText(
        met_on=request.form.get("met_on", ""),
        place=request.form.get("place", ""),
        sections={key: request.form.get(key, "") for key in SECTIONS},
        dissent=request.form.get("dissent", ""),
        conclusion=request.form.get("conclusion", ""),
    )
    version = request.form.get("version", 1, type=int)
    with writing() as session:
        found = rounds.round_by_code(session, code)
        write_panel_opinion(session, actor=actor(), found=found, text=text, version=version, now=now())
    flash(_("专家组评审意见已保存。"))
    return redirect(url_for("panel_opinions.opinion_page", code=code))


@pages.post("/<code>/leader")
@guards(Action.LOCK_AGAIN)
def leader_act(code: str) -> ResponseReturnValue:
    """Record who leads the panel."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        name_leader(session, actor=actor(), found=found, pseudonym=request.form.get("expert", ""), now=now())
    flash(_("已记录专家组组长。"))
    return redirect(url_for("panel_opinions.opinion_page", code=code))


@pages.get("/<code>/opinion.<kind>")
@guards(Action.SEE_PANEL_OPINION)
def opinion_file(code: str, kind: str) -> ResponseReturnValue:
    """Hand out the opinion to be signed; the reading is written into the ledger."""
    if kind not in KINDS_OF_OPINION:
        raise NotFound("no-document", "没有这种文件。")
    with writing() as session:
        found = rounds.round_by_code(session, code)
        purpose = f"panel opinion.{kind}"
        opinion = read_panel_opinion(session, actor=actor(), found=found, purpose=purpose, now=now())
        seats = panels.seated_of_round(session, found.id)
        n = rounds.declarations_by_state(session, found.id).get("admitted", 0)
    printing = Printing(now().astimezone(settings().time_zone), actor().name)
    shows_names = why_not(actor(), Action.SEE_DRAW) is None
    form = next(one for one in KINDS_OF_OPINION if one == kind)
    members = {seat.id: expert.name if shows_names else seat.pseudonym for seat, expert in seats}
    data = panel_opinion_paper(found, opinion, members, n, form, printing, (settings().font_folder,))
    name = f"{code}-专家组评审意见.{kind}"
    return send_file(BytesIO(data), MEDIA_TYPES[form], as_attachment=True, download_name=name)

"""After the lock: where experts are far apart, who is asked to reconsider, and the lock that closes it."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotFound
from webapp.exports.divergence_papers import divergence_papers
from webapp.exports.rendering import KINDS, MEDIA_TYPES
from webapp.exports.round_documents import Printing
from webapp.forms.chosen_numbers import chosen_numbers
from webapp.pages.door import actor, asking, guards, now, settings, writing
from webapp.pages.leaves import Turned
from webapp.permissions import Action
from webapp.queries import rankings, reconsiderations, rounds
from webapp.queries.panel_figures import ROWS
from webapp.services.ask_reconsideration import ask_reconsideration
from webapp.services.describe_pack import areas_of
from webapp.services.list_divergence import SHARES, list_divergence
from webapp.services.lock_again import lock_again
from webapp.services.reconsidered_clusters import reconsidered_clusters
from webapp.services.round_settings import RoundSettings

pages = Blueprint("panel_room", __name__, url_prefix="/panel")


@pages.get("/<code>/divergence")
@guards(Action.SEE_DIVERGENCE)
def divergence_page(code: str) -> ResponseReturnValue:
    """List the declarations by how far the panel is apart; who looked is written into the ledger."""
    share = request.args.get("share", 30, type=int)
    share = share if share in SHARES else max(SHARES)
    with writing() as session:
        found = rounds.round_by_code(session, code)
        page = request.args.get("page", 1, type=int)
        leaf = list_divergence(session, actor=actor(), found=found, share=share, now=now(), page=page)
    with asking() as session:
        steps = reconsiderations.steps_of_round(session, found.id)
        turned = Turned.to(request.args.get("asked", 1, type=int), steps.n_asked)
        asked = reconsiderations.asked_from(session, found.id, turned.start, ROWS) if steps.n_asked else []
        is_ranked = bool(rankings.newest_runs(session, found.id))
    areas = areas_of(found.pack_id, RoundSettings.from_json(found.settings))
    return render_template(
        "panel/divergence.html",
        round=found,
        leaf=leaf,
        share=share,
        shares=SHARES,
        areas={area.key: area.title for area in areas},
        asked=asked,
        turned=turned,
        steps=steps,
        is_ranked=is_ranked,
    )


@pages.post("/<code>/divergence/ask")
@guards(Action.ASK_RECONSIDERATION)
def ask_act(code: str) -> ResponseReturnValue:
    """Ask the chosen experts to reconsider."""
    with writing() as session:
        n = ask_reconsideration(
            session,
            actor=actor(),
            found=rounds.round_by_code(session, code),
            assignment_ids=chosen_numbers(request.form.getlist("review")),
            area=request.form.get("area", ""),
            note=request.form.get("note", ""),
            now=now(),
        )
    flash(_("已请 %(n)s 位专家复议。", n=n))
    return redirect(url_for("panel_room.divergence_page", code=code))


@pages.post("/<code>/lock-again")
@guards(Action.LOCK_AGAIN)
def lock_again_act(code: str) -> ResponseReturnValue:
    """Close reconsideration and extra reviews and lock again."""
    with writing() as session:
        n_silent = lock_again(session, actor=actor(), found=rounds.round_by_code(session, code), now=now())
    flash(_("评分已重新锁定。"))
    if n_silent:
        flash(_("有 %(n)s 项复议未答复，按原评分计。", n=n_silent))
    return redirect(url_for("panel_room.divergence_page", code=code))


@pages.get("/<code>/records.<kind>")
@guards(Action.SEE_DIVERGENCE)
def records_file(code: str, kind: str) -> ResponseReturnValue:
    """Hand out 分歧复议记录, one per declaration; the reading is written into the ledger."""
    if kind not in KINDS:
        raise NotFound("no-document", "没有这种文件。")
    with writing() as session:
        found = rounds.round_by_code(session, code)
        clusters = reconsidered_clusters(session, actor=actor(), found=found, now=now())
    printing = Printing(now().astimezone(settings().time_zone), actor().name)
    form = next(one for one in KINDS if one == kind)
    data = divergence_papers(found, clusters, form, printing, (settings().font_folder,))
    name = f"{code}-分歧复议记录.{kind}"
    return send_file(BytesIO(data), MEDIA_TYPES[form], as_attachment=True, download_name=name)

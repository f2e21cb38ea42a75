"""The ranking with its uncertainty, the other methods beside it, and the decision on the list."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotFound
from webapp.exports.rendering import Kind
from webapp.exports.round_documents import DOCUMENTS, Printing, make_file
from webapp.forms.chosen_numbers import chosen_numbers, texts_by_number
from webapp.pages.calculation_words import speaker
from webapp.pages.door import actor, asking, guards, now, settings, wiring, writing
from webapp.pages.interval_picture import draw_intervals
from webapp.permissions import Action
from webapp.queries import rankings, rounds
from webapp.queries.ranking_windows import ranking_window
from webapp.services.decide_list import decide_list
from webapp.services.describe_pack import rubric_areas
from webapp.services.explain_position import explain_position
from webapp.services.list_choice import whole_choice
from webapp.services.note_reading import note_reading
from webapp.services.note_weights import by_weight
from webapp.services.queue_long_work import is_large, queue_document, queue_ranking
from webapp.services.rank_round import rank_round
from webapp.services.ranking_methods import method_titles
from webapp.services.result_of_round import read_result
from webapp.services.round_settings import RoundSettings
from webapp.services.work_out_ranking import ready_ranking

pages = Blueprint("rankings", __name__, url_prefix="/rankings")
SHOWN_IN_PICTURE = 60


@pages.get("/<code>")
@guards(Action.SEE_RANKING)
def ranking_page(code: str) -> ResponseReturnValue:
    """Show the stored ranking; what is shown was stored, and who looked is written into the ledger."""
    note_opened(code, "ranking")
    with asking() as session:
        found = rounds.round_by_code(session, code)
        runs = rankings.newest_runs(session, found.id)
        window = ranking_window(session, runs, max(1, request.args.get("page", 1, type=int)), SHOWN_IN_PICTURE)
        decisions = rankings.decisions_among(session, found.id, [one.declaration.id for one in window.positions])
        by_worker = is_large(session, found)
    decisive = next((run for run in runs.values() if run.is_decisive), None)
    return render_template(
        "rankings/ranking.html",
        round=found,
        seen_at=now(),
        settings=RoundSettings.from_json(found.settings),
        decisive=decisive,
        notes=by_weight(decisive.notes if decisive else ()),
        window=window,
        positions=window.positions,
        others=window.others,
        methods=method_titles(),
        decisions=decisions,
        picture=draw_intervals(window.best),
        documents=DOCUMENTS,
        by_worker=by_worker,
    )


@pages.get("/<code>/<number>")
@guards(Action.SEE_RANKING)
def position_page(code: str, number: str) -> ResponseReturnValue:
    """Open one position into its sums and say why it stands where it stands."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        note_reading(session, actor=actor(), found=found, purpose=f"position {number}"[:60], now=now())
        explained = explain_position(session, actor=actor(), found=found, number=number, now=now())
    areas = dict(rubric_areas(found.pack_id))
    return render_template(
        "rankings/position.html",
        round=found,
        seen_at=now(),
        explained=explained,
        methods=method_titles(),
        areas=areas,
        say=speaker(areas),
        settings=RoundSettings.from_json(found.settings),
    )


def note_opened(code: str, purpose: str) -> None:
    """Check that the result may be read and note who reads it, before anything is read."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        note_reading(session, actor=actor(), found=found, purpose=purpose, now=now())


@pages.post("/<code>/rank")
@guards(Action.DECIDE_LIST)
def rank_act(code: str) -> ResponseReturnValue:
    """Compute and store the ranking; that of a large round is left to a worker."""
    ready = ready_ranking(wiring().engine, code)
    with writing() as session:
        found = rounds.round_by_code(session, code)
        if is_large(session, found):
            job = queue_ranking(session, actor=actor(), found=found, now=now())
            return redirect(url_for("jobs.show_page", job_id=job.id))
        rank_round(session, actor=actor(), found=found, now=now(), ready=ready)
    return redirect(url_for("rankings.ranking_page", code=code))


@pages.post("/<code>/decide")
@guards(Action.DECIDE_LIST)
def decide_act(code: str) -> ResponseReturnValue:
    """Store the list with a reason for every departure."""
    selected = set(chosen_numbers(request.form.getlist("selected")))
    shown = set(chosen_numbers(request.form.getlist("shown")))
    reasons = texts_by_number(request.form, "reason_")
    decider = request.form.get("decider", "")[:64]
    with writing() as session:
        found = rounds.round_by_code(session, code)
        chosen, said = whole_choice(session, found, shown, selected, reasons)
        decide_list(session, actor=actor(), found=found, selected=chosen, reasons=said, decider=decider, now=now())
    flash(_("名单已确定。"))
    return redirect(url_for("rankings.ranking_page", code=code))


@pages.post("/<code>/export/<name>.<kind>")
@guards(Action.EXPORT_RESULT)
def export_act(code: str, name: str, kind: str) -> ResponseReturnValue:
    """Leave a document of a large round to a worker."""
    known = known_kind(name, kind)
    with writing() as session:
        found = rounds.round_by_code(session, code)
        job = queue_document(session, actor=actor(), found=found, name=name, kind=known, now=now())
    return redirect(url_for("jobs.show_page", job_id=job.id))


def known_kind(name: str, kind: str) -> Kind:
    """Return the kind of file asked for, or refuse a document that does not exist."""
    for known in DOCUMENTS[name].kinds if name in DOCUMENTS else ():
        if known == kind:
            return known
    raise NotFound("no-document", "没有这种文件。")


@pages.get("/<code>/export/<name>.<kind>")
@guards(Action.EXPORT_RESULT)
def export_file(code: str, name: str, kind: str) -> ResponseReturnValue:
    """Hand out a document in the form asked for; the reading is written into the ledger."""
    known = known_kind(name, kind)
    with writing() as session:
        found = rounds.round_by_code(session, code)
        purpose = f"{name}.{kind}"
        result = read_result(session, actor=actor(), found=found, purpose=purpose, now=now())
    printing = Printing(now().astimezone(settings().time_zone), actor().name)
    made = make_file(result, name, known, printing, (settings().font_folder,))
    return send_file(BytesIO(made.data), made.media_type, as_attachment=True, download_name=made.filename)

"""The expert's part in the panel: the sample before scoring, a review to reconsider after the lock."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotFound
from webapp.forms.criterion_points import read_entries
from webapp.pages.door import actor, asking, guards, now, writing
from webapp.pages.framing import framing_evidence
from webapp.permissions import Action
from webapp.queries import declarations, desks, evidence, reconsiderations, samples
from webapp.services.answer_reconsideration import answer_reconsideration
from webapp.services.describe_desk import area_weights, criterion_titles, describe_sheet
from webapp.services.reconsidered_clusters import total_of
from webapp.services.sample_sheet import compare_sample, sample_seat, sample_sheet, submit_sample

pages = Blueprint("desk_panel", __name__, url_prefix="/desk-panel")


def mine() -> int:
    """Return the number of the account at this desk."""
    return actor().account_id or 0


@pages.get("/<code>/sample")
@guards(Action.SCORE_SAMPLE)
def sample_page(code: str) -> ResponseReturnValue:
    """Show the sample to score, or how the own points stand beside the panel's."""
    with asking() as session:
        seat, found = sample_seat(session, mine(), code)
        case = samples.case_of_round(session, found.id)
        reviews = samples.reviews_of_case(session, found.id)
    if seat.undertaken_at is None:
        return redirect(url_for("desk.list_page"))
    own = next((one for one in reviews if one.seat_id == seat.id), None)
    sheet = sample_sheet(seat, found, case, own) if case else None
    return render_template(
        "desk/sample.html",
        round=found,
        case=case,
        own=own,
        desk=describe_sheet(sheet) if sheet else None,
        comparison=compare_sample(found, own, reviews) if own else None,
    )


@pages.post("/<code>/sample")
@guards(Action.SCORE_SAMPLE)
def sample_act(code: str) -> ResponseReturnValue:
    """Hand the sample in."""
    with writing() as session:
        seat, found = sample_seat(session, mine(), code)
        entries = read_entries(request.form, criterion_titles(found))
        submit_sample(session, actor=actor(), seat=seat, found=found, entries=entries, now=now())
    flash(_("试评已提交，可以开始正式评分。"))
    return redirect(url_for("desk_panel.sample_page", code=code))


@pages.get("/reconsiderations/<int:request_id>")
@guards(Action.RECONSIDER)
def reconsider_page(request_id: int) -> ResponseReturnValue:
    """Show the request with the own points, to revise or to uphold."""
    with asking() as session:
        asked = reconsiderations.request_of_account(session, request_id, mine())
        sheet = desks.sheet_of(session, asked.request.assignment_id, mine())
        screening = declarations.newest_screening(session, sheet.declaration.id)
        files = evidence.evidence_of(session, sheet.declaration.id)
    weights = area_weights(sheet.round)
    return framing_evidence(
        "desk/reconsider.html",
        asked=asked,
        sheet=sheet,
        desk=describe_sheet(sheet, screening, files),
        seat_mark=sheet.seat.pseudonym,
        original=total_of(asked.request.original, weights),
        revised=total_of(asked.request.revised, weights),
        is_open=asked.request.state == "open" and sheet.round.state == "locked",
    )


@pages.post("/reconsiderations/<int:request_id>")
@guards(Action.RECONSIDER)
def reconsider_act(request_id: int) -> ResponseReturnValue:
    """Store the revision, or that the points are upheld."""
    answer = request.form.get("answer", "")
    if answer not in ("revise", "uphold"):
        raise NotFound("no-answer", "请选择修改评分或者坚持原评分。")
    with writing() as session:
        asked = reconsiderations.request_of_account(session, request_id, mine())
        sheet = desks.sheet_of(session, asked.request.assignment_id, mine())
        entries = read_entries(request.form, criterion_titles(sheet.round)) if answer == "revise" else None
        reason = request.form.get("reason", "")
        answer_reconsideration(
            session, actor=actor(), asked=asked, sheet=sheet, entries=entries, reason=reason, now=now()
        )
    flash(_("复议结果已提交，原评分与复议后评分均已保存。"))
    return redirect(url_for("desk_panel.reconsider_page", request_id=request_id))

"""The expert's desk: undertaking, recusal, scoring beside the declared facts, submitting."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from webapp.errors import Problem, Refusal
from webapp.forms.points import read_points
from webapp.forms.review_texts import OPINION_LIMIT, REASON_LIMIT, too_long
from webapp.pages.desk_page import Aside, Progress, Spot, desk_list, scoring_page
from webapp.pages.door import actor, glancing, guards, now, today, writing
from webapp.pages.language import told
from webapp.permissions import Action
from webapp.queries import desks, own_sheets
from webapp.services.accept_undertaking import accept_undertaking
from webapp.services.declare_conflict import declare_conflict
from webapp.services.describe_desk import describe_own_sheet, sheet_total
from webapp.services.list_panel_work import panel_work_of
from webapp.services.missing_in_sheet import missing_in
from webapp.services.round_rules import rules_of
from webapp.services.sample_first import is_sample_due
from webapp.services.save_review import Change, Entry, save_review
from webapp.services.sheet_standings import standings
from webapp.services.submit_reviews import submit_reviews

# A desk with more sheets is listed in parts.
MOST_AT_ONCE = 30

pages = Blueprint("desk", __name__, url_prefix="/desk")


def mine() -> int:
    """Return the number of the account at this desk."""
    return actor().account_id or 0


@pages.get("/")
@guards(Action.SCORE)
def list_page() -> ResponseReturnValue:
    """List what is done, in draft and still open."""
    with glancing() as glance:
        opened = own_sheets.opened_desk(glance, mine(), MOST_AT_ONCE)
        waiting = [seat for seat in opened.seats if not seat.is_undertaken]
        if waiting:
            return render_template("desk/undertaking.html", seats=waiting)
        aside = what_else(glance, opened)
        if opened.reaches:
            return long_desk(glance, opened, aside)
        rows = standings(glance, opened.places)
    open_places = [place for place, stands in rows if place.is_writable and stands.n_scored < stands.n_criteria]
    so_far = Progress(
        n_all=len(rows),
        n_scored=sum(stands.n_scored for _place, stands in rows),
        n_complete=sum(stands.n_scored == stands.n_criteria for _place, stands in rows),
        n_submitted=sum(place.state == "submitted" for place, _stands in rows),
        open_sheet=open_places[0].assignment_id if open_places else None,
        following=None,
    )
    return desk_list(rows, so_far, aside)


def what_else(glance: Connection, opened: own_sheets.OpenedDesk) -> Aside:
    """Collect what stands beside the sheets."""
    days = sorted({rules_of(seat).settings.score_until for seat in opened.seats})
    work = panel_work_of(glance, mine(), opened.seats)
    return Aside(tuple((day, days_left(day)) for day in days), opened.notices, work)


def long_desk(glance: Connection, opened: own_sheets.OpenedDesk, aside: Aside) -> Response:
    """List a desk of hundreds of sheets in parts; the sums are of all of them, the picture of the part."""
    seats, reaches = opened.seats, opened.reaches
    ids = [one.assignment_id for one in reaches]
    after = request.args.get("after", 0, type=int)
    start = ids.index(after) + 1 if after in ids else 0
    shown, rest = ids[start : start + MOST_AT_ONCE], ids[start + MOST_AT_ONCE :]
    rows = standings(glance, own_sheets.places_among(glance, mine(), shown))
    asked = {seat.round_id: len(rules_of(seat).titles) for seat in seats}
    running = {seat.round_id for seat in seats if seat.state == "scoring"}
    complete = {one.assignment_id for one in reaches if one.n_scored == asked.get(one.round_id)}
    unfinished = [one for one in reaches if one.round_id in running and one.assignment_id not in complete]
    so_far = Progress(
        n_all=len(ids),
        n_scored=sum(one.n_scored for one in reaches),
        n_complete=len(complete),
        n_submitted=sum(one.review_state == "submitted" for one in reaches),
        open_sheet=unfinished[0].assignment_id if unfinished else None,
        following=shown[-1] if rest else None,
    )
    return desk_list(rows, so_far, aside)


def days_left(day: str) -> int:
    """Count the days until a day; below zero once it is over."""
    return (date.fromisoformat(day) - today()).days


@pages.post("/undertaking/<int:seat_id>")
@guards(Action.SCORE)
def undertake_act(seat_id: int) -> ResponseReturnValue:
    """Accept the undertaking of one round."""
    if "accepted" not in request.form:
        raise Refusal("undertaking-unread", "请阅读承诺书并勾选“我已阅读并承诺遵守”。")
    with writing() as session:
        for seat, _round in desks.seats_of_account(session, mine()):
            if seat.id == seat_id:
                accept_undertaking(session, actor=actor(), seat=seat, now=now())
    return redirect(url_for("desk.list_page"))


@pages.post("/<int:assignment_id>/recuse")
@guards(Action.SCORE)
def recuse_act(assignment_id: int) -> ResponseReturnValue:
    """Declare a conflict with one declaration."""
    with writing() as session:
        sheet = desks.sheet_of(session, assignment_id, mine())
        declare_conflict(session, actor=actor(), sheet=sheet, reason=request.form.get("reason", ""), now=now())
    flash(_("已申报回避，该份申报不再由您评审。"))
    return redirect(url_for("desk.list_page"))


@pages.get("/<int:assignment_id>")
@guards(Action.SCORE)
def score_page(assignment_id: int) -> ResponseReturnValue:
    """Show one declaration with the declared facts and the evidence beside each criterion."""
    with glancing() as glance:
        found = own_sheets.opened_sheet(glance, assignment_id, mine())
        if found is None or not found.sheet.place.is_undertaken:
            return redirect(url_for("desk.list_page"))
        sheet, declared, order, files = found
        if is_sample_due(glance, sheet.place):
            return redirect(url_for("desk_panel.sample_page", code=sheet.place.code))
    desk, at = describe_own_sheet(sheet, declared, files), order.index(assignment_id)
    before, after = order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None
    return scoring_page(sheet, desk, Spot(before, after, at + 1, len(order)))


@pages.post("/<int:assignment_id>/save")
@guards(Action.SCORE)
def save_act(assignment_id: int) -> ResponseReturnValue:
    """Save changed fields; answer per field what was stored, what clashed and what was wrong."""
    sent = request.get_json()
    if not isinstance(sent, dict) or not isinstance(sent.get("fields", {}), dict):
        raise Refusal("bad-request", "请求内容不完整，请刷新页面后重试。")
    changes, problems = read_changes(sent.get("fields", {}))
    opinion = read_opinion(sent.get("opinion"))
    if isinstance(opinion, Problem):
        problems["opinion"], opinion = opinion, None
    with writing() as session:
        sheet = own_sheets.held_sheet(session, assignment_id, mine())
        known = rules_of(sheet.place).titles
        changes = {key: change for key, change in changes.items() if key in known}
        outcome = save_review(session, actor=actor(), sheet=sheet, changes=changes, opinion=opinion, now=now())
    total = sheet_total(sheet)
    sent_fields = [*changes, *([] if opinion is None else ["opinion"])]
    return {
        "saved": [key for key in sent_fields if key not in outcome.clashes],  # a repeated request has the same answer
        "clashes": {key: as_sent(value) for key, value in outcome.clashes.items()},
        "problems": {key: told(problem) for key, problem in problems.items()},
        "version": outcome.version,
        "total": total.as_text(),
        "areas": total.areas_as_text(),
    }


def read_changes(fields: Mapping[str, Any]) -> tuple[dict[str, Change], dict[str, Problem]]:
    """Read the changed fields of a request; wrong ones become problems and are not stored."""
    changes, problems = {}, {}
    for key, sent in fields.items():
        before, after = (read_entry(sent.get(part) if isinstance(sent, dict) else None) for part in ("seen", "now"))
        if isinstance(after, Problem):
            problems[key] = after
        elif isinstance(before, Problem):
            problems[key] = before
        else:
            changes[key] = Change(before, after)
    return changes, problems


def read_entry(sent: object) -> Entry | Problem:
    """Read points, not-applicable and reason of one criterion."""
    if not isinstance(sent, dict):
        return Entry()
    points = read_points(str(sent.get("points", "")))
    if isinstance(points, Problem):
        return points
    is_not_applicable, reason = sent.get("na") is True, str(sent.get("reason", ""))
    return too_long(reason, REASON_LIMIT) or Entry(None if is_not_applicable else points, is_not_applicable, reason)


def read_opinion(sent: object) -> tuple[str, str] | Problem | None:
    """Read the opinion before and after."""
    if not isinstance(sent, dict):
        return None
    text = str(sent.get("now", ""))
    return too_long(text, OPINION_LIMIT) or (str(sent.get("seen", "")), text)


def as_sent(stored: Entry | str) -> object:
    """Write a stored field the way the page sends it."""
    if isinstance(stored, str):
        return stored
    points = "" if stored.hundredths is None else f"{stored.hundredths / 100:.2f}"
    return {"points": points, "na": stored.is_not_applicable, "reason": stored.reason}


@pages.get("/submit")
@guards(Action.SCORE)
def submit_page() -> ResponseReturnValue:
    """Show the summary to sign before submitting, in parts where there are hundreds of sheets."""
    with glancing() as glance:
        seats = own_sheets.own_seats(glance, mine())
        if sum(seat.n_assigned for seat in seats) > MOST_AT_ONCE:
            return long_summary(glance, seats)
        listed = standings(glance, own_sheets.own_places(glance, mine()))
    rows = [(place, stands, missing_in(place, stands)) for place, stands in listed]
    n_waiting = sum(place.state != "submitted" and not missing.is_nothing for place, _stands, missing in rows)
    return render_template("desk/submit.html", rows=rows, n_all=len(rows), following=None, n_waiting=n_waiting)


def long_summary(glance: Connection, seats: list[own_sheets.OwnSeat]) -> str:
    """Show a part of the summary, whatever is not scored to the end first."""
    reaches, asked = own_sheets.reaches(glance, mine()), {seat.round_id: len(rules_of(seat).titles) for seat in seats}
    waiting = [
        one.assignment_id
        for one in reaches
        if one.review_state != "submitted" and one.n_scored < asked.get(one.round_id, 0)
    ]
    ids = waiting + sorted({one.assignment_id for one in reaches} - set(waiting))
    after = request.args.get("after", 0, type=int)
    start = ids.index(after) + 1 if after in ids else 0
    shown = ids[start : start + MOST_AT_ONCE]
    listed = standings(glance, own_sheets.places_among(glance, mine(), shown))
    rows = [(place, stands, missing_in(place, stands)) for place, stands in listed]
    rows.sort(key=lambda row: shown.index(row[0].assignment_id))
    following = shown[-1] if ids[start + MOST_AT_ONCE :] else None
    return render_template("desk/submit.html", rows=rows, n_all=len(ids), following=following, n_waiting=len(waiting))


@pages.post("/submit")
@guards(Action.SCORE)
def submit_act() -> ResponseReturnValue:
    """Submit everything at once."""
    with writing() as session:
        own_sheets.hold_sheets(session, mine())
        sheets = desks.sheets_of_account(session, mine())
        n = submit_reviews(session, actor=actor(), sheets=sheets, now=now())
    flash(_("已提交 %(n)s 份评审，感谢您的工作。", n=n))
    return redirect(url_for("desk.list_page"))

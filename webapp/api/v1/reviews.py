"""An expert's own reviews: list, read beside the declared facts, save field by field, submit."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked, Made
from webapp.api.bodies import Body, Word, Words
from webapp.api.resources import Resource
from webapp.errors import NotFound, Problem, ProblemsFound, Refusal
from webapp.forms.points import read_points
from webapp.forms.review_texts import OPINION_LIMIT, REASON_LIMIT, too_long
from webapp.permissions import Action
from webapp.queries import desks, own_sheets
from webapp.queries.desks import Sheet
from webapp.services.accept_undertaking import accept_undertaking
from webapp.services.declare_conflict import declare_conflict
from webapp.services.describe_desk import criterion_titles, sheet_total
from webapp.services.report_approach import report_approach
from webapp.services.round_rules import rules_of
from webapp.services.save_review import Change, Entry, save_review
from webapp.services.score_receipts import score_receipts
from webapp.services.submit_reviews import submit_reviews
from webapp.services.telephones import answers_for

resource = Resource("reviews")


class EntryBody(Body):
    """Points as typed, not applicable, and the reason."""

    points: Word = ""
    na: bool = False
    reason: Words = ""


class ChangeBody(Body):
    """What the program last saw of a field, and what it shall be; a field that changed meanwhile clashes."""

    seen: EntryBody = EntryBody()
    now: EntryBody


class OpinionBody(Body):
    """The opinion as last seen and as it shall be."""

    seen: Words = ""
    now: Words


class SaveBody(Body):
    """Changed fields by criterion, and the opinion if it changed."""

    fields: dict[Word, ChangeBody] = Field(default_factory=dict)
    opinion: OpinionBody | None = None


class Reason(Body):
    """Why."""

    reason: Words


class Accepted(Body):
    """That the undertaking was read."""

    accepted: bool


class Approach(Body):
    """Who approached the expert, and what was said."""

    who: Words
    what: Words


class SheetLine(Answer):
    """One declaration before the expert."""

    id: int
    round: str
    declaration: str
    cluster_name: str
    state: str
    total: str


class SheetWhole(SheetLine):
    """One sheet with what may be scored and what is scored so far."""

    criteria: dict[str, str]
    scores: dict[str, EntryBody]
    opinion: str
    answers: dict[str, Any]


class Saved(Answer):
    """What was stored, what clashed with another change, and the total."""

    saved: list[str]
    clashes: dict[str, EntryBody | str]
    version: int
    total: str


class SeatAnswer(Answer):
    """A panel on which the expert sits."""

    seat_id: int
    round: str
    is_undertaken: bool


@resource.read("/reviews/seats", Action.SCORE, listed=True)
def seats_answer(asked: Asked) -> Page[SeatAnswer]:
    """List the panels on which one sits."""
    rows = desks.seats_of_account(asked.session, asked.actor.account_id or 0)
    return page_of(
        rows,
        asked.window,
        lambda row: str(row[0].id),
        lambda row: SeatAnswer(seat_id=row[0].id, round=row[1].code, is_undertaken=row[0].undertaken_at is not None),
    )


@resource.act("/reviews/seats/<int:seat_id>/undertaking", Action.SCORE)
def undertake_act(asked: Asked, seat_id: int, body: Accepted) -> Done:
    """Accept the undertaking of one round."""
    if not body.accepted:
        raise Refusal("undertaking-unread", "请阅读承诺书并勾选“我已阅读并承诺遵守”。")
    rows = desks.seats_of_account(asked.session, asked.actor.account_id or 0)
    seat = next((seat for seat, _round in rows if seat.id == seat_id), None)
    if seat is None:
        raise NotFound("no-seat", "本轮次没有这位专家。")
    accept_undertaking(asked.session, actor=asked.actor, seat=seat, now=asked.now)
    return Done()


@resource.read("/reviews", Action.SCORE, listed=True)
def list_answer(asked: Asked) -> Page[SheetLine]:
    """List one's own sheets."""
    sheets = desks.sheets_of_account(asked.session, asked.actor.account_id or 0)
    return page_of(sheets, asked.window, lambda one: str(one.assignment.id), sheet_line)


def sheet_line(sheet: Sheet) -> SheetLine:
    """Show one line."""
    return SheetLine(**line_of(sheet))


def line_of(sheet: Sheet) -> dict[str, Any]:
    """Return what list and sheet show alike."""
    return {
        "id": sheet.assignment.id,
        "round": sheet.round.code,
        "declaration": sheet.declaration.number,
        "cluster_name": sheet.declaration.cluster_name,
        "state": sheet.state,
        "total": sheet_total(sheet).as_text(),
    }


def own_sheet(session: Session, asked: Asked, assignment_id: int) -> Sheet:
    """Find one's own sheet, once the undertaking is accepted."""
    sheet = desks.sheet_of(session, assignment_id, asked.actor.account_id or 0)
    check_undertaken(is_undertaken=sheet.seat.undertaken_at is not None)
    return sheet


def check_undertaken(*, is_undertaken: bool) -> None:
    """Refuse before the undertaking."""
    if not is_undertaken:
        raise Refusal("undertaking-due", "请先接受本轮次的评审承诺书，再查看和评分。")


@resource.read("/reviews/<int:assignment_id>", Action.SCORE)
def show_answer(asked: Asked, assignment_id: int) -> SheetWhole:
    """Show one sheet."""
    sheet = own_sheet(asked.session, asked, assignment_id)
    scores = {
        key: entry_body(Entry(one.hundredths, one.is_not_applicable, one.reason)) for key, one in sheet.scores.items()
    }
    return SheetWhole(
        **line_of(sheet),
        criteria=dict(criterion_titles(sheet.round)),
        scores=scores,
        opinion=sheet.review.opinion if sheet.review else "",
        answers=answers_for(asked.actor, sheet.round.pack_id, sheet.declaration.answers),
    )


def entry_body(stored: Entry) -> EntryBody:
    """Write a stored field the way programs send it."""
    points = "" if stored.hundredths is None else f"{stored.hundredths / 100:.2f}"
    return EntryBody(points=points, na=stored.is_not_applicable, reason=stored.reason)


def typed_entries(fields: Mapping[str, EntryBody]) -> dict[str, str]:
    """Write fields the way a page's form sends them."""
    typed: dict[str, str] = {}
    for key, one in fields.items():
        typed |= {f"points:{key}": one.points, f"reason:{key}": one.reason} | ({f"na:{key}": "1"} if one.na else {})
    return typed


@resource.act("/reviews/<int:assignment_id>/save", Action.SCORE)
def save_act(asked: Asked, assignment_id: int, body: SaveBody) -> Saved:
    """Save changed fields; clashes are told and not stored, wrong ones refuse the whole call."""
    sheet = own_sheets.held_sheet(asked.session, assignment_id, asked.actor.account_id or 0)
    check_undertaken(is_undertaken=sheet.place.is_undertaken)
    changes = read_changes(rules_of(sheet.place).titles, body)
    opinion = (body.opinion.seen, body.opinion.now) if body.opinion else None
    outcome = save_review(
        asked.session, actor=asked.actor, sheet=sheet, changes=changes, opinion=opinion, now=asked.now
    )
    total = sheet_total(sheet)
    clashes = {key: one if isinstance(one, str) else entry_body(one) for key, one in outcome.clashes.items()}
    return Saved(saved=outcome.saved, clashes=clashes, version=outcome.version, total=total.as_text())


def read_changes(titles: Mapping[str, str], body: SaveBody) -> dict[str, Change]:
    """Read the changed fields or refuse with every problem."""
    changes, problems = {}, long_texts(body)
    for key, sent in body.fields.items():
        before, after = (read_points(one.points) for one in (sent.seen, sent.now))
        if key not in titles:
            problems.append(Problem(key, "no-criterion", "评分表中没有这一项指标。"))
        elif isinstance(before, Problem) or isinstance(after, Problem):
            wrong = after if isinstance(after, Problem) else before
            problems.append(Problem(key, wrong.code, wrong.message_template, wrong.values))  # type: ignore[union-attr]  # one of the two is a problem
        else:
            changes[key] = Change(as_entry(sent.seen, before), as_entry(sent.now, after))
    if problems:
        raise ProblemsFound("points-wrong", tuple(problems))
    return changes


def long_texts(body: SaveBody) -> list[Problem]:
    """Name every reason, and the opinion, that is longer than may be stored."""
    told = [too_long(sent.now.reason, REASON_LIMIT, key) for key, sent in body.fields.items()]
    told += [too_long(body.opinion.now, OPINION_LIMIT, "opinion")] if body.opinion else []
    return [one for one in told if one is not None]


def as_entry(sent: EntryBody, points: int | None) -> Entry:
    """Read one field."""
    return Entry(None if sent.na else points, sent.na, sent.reason)


@resource.act("/reviews/<int:assignment_id>/recuse", Action.SCORE)
def recuse_act(asked: Asked, assignment_id: int, body: Reason) -> Done:
    """Declare a conflict with one declaration."""
    sheet = desks.sheet_of(asked.session, assignment_id, asked.actor.account_id or 0)
    declare_conflict(asked.session, actor=asked.actor, sheet=sheet, reason=body.reason, now=asked.now)
    return Done()


@resource.act("/reviews/submit", Action.SCORE)
def submit_act(asked: Asked) -> Done:
    """Submit everything that is finished and not submitted; with one gap nothing is."""
    own_sheets.hold_sheets(asked.session, asked.actor.account_id or 0)
    sheets = desks.sheets_of_account(asked.session, asked.actor.account_id or 0)
    return Done(done=submit_reviews(asked.session, actor=asked.actor, sheets=sheets, now=asked.now))


@resource.read("/reviews/receipts/<code>", Action.SCORE, notes=True)
def receipts_file(asked: Asked, code: str) -> Made:
    """Hand out the receipts of what was handed in; they can be checked without this server."""
    listed = desks.sheets_of_account(asked.session, asked.actor.account_id or 0)
    sheets = [one for one in listed if one.round.code == code]
    receipts = score_receipts(asked.session, actor=asked.actor, sheets=sheets, now=asked.now)
    data = json.dumps(receipts, ensure_ascii=False, indent=1).encode()
    return Made(data, "application/json", f"{code}-评分回执.json")


@resource.act("/approaches", Action.REPORT_APPROACH, status=201)
def approach_act(asked: Asked, body: Approach) -> Done:
    """Report an approach where only the observer reads it."""
    seats = desks.seats_of_account(asked.session, asked.actor.account_id or 0)
    report_approach(
        asked.session,
        actor=asked.actor,
        who=body.who,
        what=body.what,
        round_id=seats[0][1].id if seats else None,
        now=asked.now,
    )
    return Done()

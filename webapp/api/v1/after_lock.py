"""After the lock: where experts are far apart, who looks again, one more review, and the lock that closes it."""

from typing import Annotated, Literal

from pydantic import Field

from webapp.api.answers import Answer, Done, Page, page_from, page_of
from webapp.api.asked import LARGEST_NUMBER, Asked
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.api.v1.reviews import EntryBody, entry_body, typed_entries
from webapp.errors import Problem, ProblemsFound
from webapp.forms.criterion_points import read_entries
from webapp.permissions import Action
from webapp.queries import desks, reconsiderations, rounds
from webapp.queries.desks import Sheet
from webapp.services.answer_reconsideration import answer_reconsideration
from webapp.services.ask_reconsideration import ask_reconsideration
from webapp.services.describe_desk import criterion_titles
from webapp.services.list_divergence import Divergence, divergence_after
from webapp.services.lock_again import lock_again
from webapp.services.order_extra_review import cancel_extra_review, order_extra_review
from webapp.services.save_review import Entry

resource = Resource("after_lock")
FAR = 30
NO_CRITERION = "评分表中没有这一项指标。"


class ReviewApart(Answer):
    """One review: its total, how many percent it is from the panel's mean, and the area that makes the difference."""

    assignment: int
    expert: str
    total: str
    percent: str
    is_far: bool
    area: str


class PanelApart(Answer):
    """One declaration with its reviews."""

    declaration: str
    mean: str
    span: str
    area: str
    reviews: list[ReviewApart]


class Question(Body):
    """Whom to ask to look again at what; a program sends the numbers of the assignments."""

    assignments: Annotated[list[Number], Field(min_length=1, max_length=1000)]
    area: Word = ""
    note: Words


class Order(Body):
    """One more review of a declaration and why."""

    declaration: Word
    expert: Word
    reason: Words
    gain: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] | None = None


class Ordered(Answer):
    """The assignment that came of it."""

    assignment: int


class RequestLine(Answer):
    """One request to the account's expert."""

    id: int
    assignment: int
    declaration: str
    note: str
    state: str


class Reconsidered(Body):
    """The answer: the points that change, or none to uphold them; always with the reason."""

    answer: Literal["revise", "uphold"]
    fields: dict[str, EntryBody] = Field(default_factory=dict)
    reason: Words


@resource.read("/rounds/<code>/divergence", Action.SEE_DIVERGENCE, notes=True, listed=True)
def divergence_answer(asked: Asked, code: str) -> Page[PanelApart]:
    """List the declarations by how far their panel is apart; who looked is noted in the ledger."""
    found = rounds.round_by_code(asked.session, code)
    rows = divergence_after(
        asked.session,
        actor=asked.actor,
        found=found,
        share=FAR,
        after=asked.window.after,
        limit=asked.window.limit + 1,
        now=asked.now,
    )
    return page_from(list(rows), asked.window, lambda one: one.number, panel_apart)


def panel_apart(one: Divergence) -> PanelApart:
    """Show one declaration."""
    reviews = [
        ReviewApart(
            assignment=each.assignment_id,
            expert=each.expert,
            total=str(each.total),
            percent=str(each.share),
            is_far=each.is_far,
            area=each.area,
        )
        for each in one.reviews
    ]
    return PanelApart(declaration=one.number, mean=str(one.mean), span=str(one.span), area=one.area, reviews=reviews)


@resource.act("/rounds/<code>/reconsiderations", Action.ASK_RECONSIDERATION)
def ask_act(asked: Asked, code: str, body: Question) -> Done:
    """Ask experts to look again at their reviews."""
    n = ask_reconsideration(
        asked.session,
        actor=asked.actor,
        found=rounds.round_by_code(asked.session, code),
        assignment_ids=body.assignments,
        area=body.area,
        note=body.note,
        now=asked.now,
    )
    return Done(done=n)


@resource.act("/rounds/<code>/extra-reviews", Action.ORDER_EXTRA_REVIEW)
def order_act(asked: Asked, code: str, body: Order) -> Ordered:
    """Order one more review."""
    made = order_extra_review(
        asked.session,
        actor=asked.actor,
        found=rounds.round_by_code(asked.session, code),
        number=body.declaration,
        pseudonym=body.expert,
        reason=body.reason,
        gain=body.gain,
        now=asked.now,
    )
    return Ordered(assignment=made.id)


@resource.act("/rounds/<code>/extra-reviews/<int:assignment_id>/cancel", Action.ORDER_EXTRA_REVIEW)
def cancel_act(asked: Asked, code: str, assignment_id: int) -> Done:
    """Take back an order that was not handed in."""
    found = rounds.round_by_code(asked.session, code)
    cancel_extra_review(asked.session, actor=asked.actor, found=found, assignment_id=assignment_id, now=asked.now)
    return Done()


@resource.act("/rounds/<code>/lock-again", Action.LOCK_AGAIN)
def lock_again_act(asked: Asked, code: str) -> Done:
    """Close what was asked and lock again; tells how many requests nobody answered."""
    found = rounds.round_by_code(asked.session, code)
    return Done(done=lock_again(asked.session, actor=asked.actor, found=found, now=asked.now))


@resource.read("/reconsiderations", Action.RECONSIDER, listed=True)
def requests_answer(asked: Asked) -> Page[RequestLine]:
    """List what one is asked to look at again."""
    rows = reconsiderations.asked_of_account(asked.session, asked.actor.account_id or 0)
    return page_of(rows, asked.window, lambda one: str(one.request.id), request_line)


def request_line(one: reconsiderations.Asked) -> RequestLine:
    """Show one request."""
    named = {"assignment": one.request.assignment_id, "declaration": one.declaration.number}
    return RequestLine.of(one.request, **named)


@resource.act("/reconsiderations/<int:request_id>", Action.RECONSIDER)
def reconsider_act(asked: Asked, request_id: int, body: Reconsidered) -> Done:
    """Revise or uphold the points."""
    account = asked.actor.account_id or 0
    one = reconsiderations.request_of_account(asked.session, request_id, account)
    sheet = desks.sheet_of(asked.session, one.request.assignment_id, account)
    entries = revised(sheet, body.fields) if body.answer == "revise" else None
    answer_reconsideration(
        asked.session, actor=asked.actor, asked=one, sheet=sheet, entries=entries, reason=body.reason, now=asked.now
    )
    return Done()


def revised(sheet: Sheet, fields: dict[str, EntryBody]) -> dict[str, Entry]:
    """Put the fields that change among those that stay; a wrong one refuses the whole call."""
    titles = criterion_titles(sheet.round)
    unknown = tuple(Problem(key, "no-criterion", NO_CRITERION) for key in fields if key not in titles)
    if unknown:
        raise ProblemsFound("points-wrong", unknown)
    stored = {key: Entry(one.hundredths, one.is_not_applicable, one.reason) for key, one in sheet.scores.items()}
    return read_entries(typed_entries({key: entry_body(entry) for key, entry in stored.items()} | fields), titles)

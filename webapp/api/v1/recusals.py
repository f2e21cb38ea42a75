"""Requests of recusal: an applicant asks by name or unit, the organiser decides whom of the pool it concerns."""

from datetime import datetime

from pydantic import Field

from webapp.api.answers import Answer, Page, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.permissions import Action, Facts, require
from webapp.queries import recusals, rounds
from webapp.services.ask_recusal import ask_recusal
from webapp.services.decide_recusal import decide_recusal
from webapp.services.known_declaration import known_declaration
from webapp.services.recusal_desk import RequestOnDesk, recusal_desk

resource = Resource("recusals")


class RequestLine(Answer):
    """One request and what became of it."""

    id: int
    asked: str
    reason: str
    asked_at: datetime
    state: str
    answer: str
    answered_at: datetime | None


class PossibleLine(Answer):
    """One expert of the pool whom a request may mean."""

    expert_id: int
    name: str
    unit: str


class DeskLine(RequestLine):
    """One request before the organiser with whom it may mean."""

    declaration: str
    possible: list[PossibleLine]


class NewRequest(Body):
    """Whom, by name or unit, and why."""

    asked: Word
    reason: Words


class Decision(Body):
    """Accepted, with the experts it concerns, or turned down with a reason the applicant reads."""

    is_accepted: bool
    experts: list[Number] = Field(default_factory=list, max_length=100)
    answer: Words = ""


@resource.read("/declarations/<int:declaration_id>/recusals", Action.ASK_RECUSAL, listed=True)
def own_answer(asked: Asked, declaration_id: int) -> Page[RequestLine]:
    """List what was asked for one's declaration."""
    declaration, _found = known_declaration(asked.session, asked.actor, declaration_id)
    require(asked.actor, Action.ASK_RECUSAL, Facts(owner_id=declaration.applicant_id or 0))
    listed = recusals.requests_of_declaration(asked.session, declaration.id)
    return page_of(listed, asked.window, lambda one: str(one.id), RequestLine.of)


@resource.act("/declarations/<int:declaration_id>/recusals", Action.ASK_RECUSAL, status=201)
def ask_act(asked: Asked, declaration_id: int, body: NewRequest) -> RequestLine:
    """Ask that somebody should not judge it."""
    declaration, found = known_declaration(asked.session, asked.actor, declaration_id)
    request = ask_recusal(
        asked.session,
        actor=asked.actor,
        declaration=declaration,
        found=found,
        asked=body.asked,
        reason=body.reason,
        now=asked.now,
    )
    return RequestLine.of(request)


@resource.read("/rounds/<code>/recusals", Action.SEE_DRAW, listed=True)
def desk_answer(asked: Asked, code: str) -> Page[DeskLine]:
    """List the requests of a round with whom each may mean, those to be decided first."""
    desk = recusal_desk(asked.session, rounds.round_by_code(asked.session, code))
    return page_of(desk, asked.window, lambda one: str(one.request.id), desk_line)


def desk_line(one: RequestOnDesk) -> DeskLine:
    """Show one request."""
    possible = [PossibleLine(expert_id=row.id, name=row.name, unit=row.unit) for _match, row in one.possible]
    return DeskLine.of(one.request, declaration=one.declaration.number, possible=possible)


@resource.act("/rounds/<code>/recusals/<int:request_id>", Action.SETTLE_CONFLICT)
def decide_act(asked: Asked, code: str, request_id: int, body: Decision) -> RequestLine:
    """Accept or turn down a request."""
    request = decide_recusal(
        asked.session,
        actor=asked.actor,
        found=rounds.round_by_code(asked.session, code),
        request_id=request_id,
        is_accepted=body.is_accepted,
        expert_ids=body.experts,
        answer=body.answer,
        now=asked.now,
    )
    return RequestLine.of(request)

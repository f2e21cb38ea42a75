"""The requests of a round with the experts of the pool each may mean, for the organiser's decision."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from reviewers.recusal_matching import PossibleExpert, match_request
from webapp.models import Declaration, Expert, RecusalRequest, Round
from webapp.queries import panels, recusals
from webapp.services.expert_profiles import expert_key
from webapp.services.known_tables import known_units
from webapp.services.round_people import engine_experts


@dataclass(frozen=True)
class RequestOnDesk:
    """One request, its declaration, and whom of the pool it may mean; nobody once it is decided."""

    request: RecusalRequest
    declaration: Declaration
    possible: tuple[tuple[PossibleExpert, Expert], ...]


def recusal_desk(session: Session, found: Round) -> list[RequestOnDesk]:
    """List every request, those to be decided first."""
    asked = recusals.requests_of_round(session, found.id)
    is_waiting = any(request.answered_at is None for request, _declaration in asked)
    rows = panels.active_experts(session) if is_waiting else []
    experts, units = engine_experts(rows), known_units(session)
    by_key = {expert_key(row.id): row for row in rows}

    def possible(request: RecusalRequest) -> tuple[tuple[PossibleExpert, Expert], ...]:
        matches = match_request(request.asked, experts, units) if request.answered_at is None else ()
        return tuple((match, by_key[match.expert]) for match in matches)

    return [RequestOnDesk(request, declaration, possible(request)) for request, declaration in asked]

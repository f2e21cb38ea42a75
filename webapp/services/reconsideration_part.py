"""What the bundle says of the steps after the first lock: reconsidered reviews with both scores, extra reviews."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Round
from webapp.queries import reconsiderations
from webapp.queries.reconsiderations import Asked, Ordered


def reconsideration_part(session: Session, found: Round) -> dict[str, Any] | None:
    """Return both lists under the public names, None where there is neither; reasons are checked to name nobody."""
    part = {
        "reconsiderations": [asked_part(one) for one in reconsiderations.asked_in_round(session, found.id)],
        "extra_reviews": [ordered_part(one) for one in reconsiderations.ordered_in_round(session, found.id)],
    }
    return part if any(part.values()) else None


def asked_part(one: Asked) -> dict[str, Any]:
    """One request: points by criterion before and after, without the reasons of single criteria."""
    request = one.request
    return {
        "declaration": one.declaration.number,
        "expert": one.seat.pseudonym,
        "area": request.area,
        "note": request.note,
        "state": request.state,
        "reason": request.reason,
        "original": {key: value[:2] for key, value in request.original.items()},
        "revised": {key: value[:2] for key, value in request.revised.items()},
    }


def ordered_part(one: Ordered) -> dict[str, Any]:
    """One extra review, taken back or not."""
    return {
        "declaration": one.declaration.number,
        "expert": one.seat.pseudonym,
        "assignment": one.assignment.id,
        "is_withdrawn": one.assignment.is_withdrawn,
        "gain": one.extra.gain,
        "reason": one.extra.reason,
    }

"""Questions about the applicants' requests of recusal."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Declaration, RecusalRequest


def requests_of_declaration(session: Session, declaration_id: int) -> list[RecusalRequest]:
    """List what one applicant asked for, in the order of arrival."""
    query = select(RecusalRequest).where(RecusalRequest.declaration_id == declaration_id)
    return list(session.scalars(query.order_by(RecusalRequest.id)))


def requests_of_round(session: Session, round_id: int) -> list[tuple[RecusalRequest, Declaration]]:
    """List every request of the round with its declaration, open ones first."""
    query = (
        select(RecusalRequest, Declaration)
        .join(Declaration, RecusalRequest.declaration_id == Declaration.id)
        .where(RecusalRequest.round_id == round_id)
        .order_by(RecusalRequest.answered_at.is_not(None), RecusalRequest.id)
    )
    return [(request, declaration) for request, declaration in session.execute(query)]


def request_by_id(session: Session, round_id: int, request_id: int) -> RecusalRequest:
    """Find one request of the round."""
    found = session.get(RecusalRequest, request_id)
    if found is None or found.round_id != round_id:
        raise NotFound("no-request", "没有这件回避申请。")
    return found

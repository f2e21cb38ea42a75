"""What was decided to be published."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Decision, Declaration
from webapp.queries.byte_order import by_bytes


def n_decided(session: Session, round_id: int) -> int:
    """Count the selected declarations."""
    query = select(func.count()).select_from(Decision).where(Decision.round_id == round_id, Decision.is_selected)
    return session.scalar(query) or 0


def decided_declarations(
    session: Session, round_id: int, start: int = 0, limit: int | None = None
) -> list[Declaration]:
    """List the selected declarations by number, which tells nothing of their rank: all of them, or a part."""
    query = (
        select(Declaration)
        .join(Decision, Decision.declaration_id == Declaration.id)
        .where(Decision.round_id == round_id, Decision.is_selected)
        .order_by(by_bytes(Declaration.number))
        .offset(start)
        .limit(limit)
    )
    return list(session.scalars(query))

"""What was decided to be published."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Decision, Declaration


def decided_declarations(session: Session, round_id: int) -> list[Declaration]:
    """List the selected declarations by number, which tells nothing of their rank."""
    query = (
        select(Declaration)
        .join(Decision, Decision.declaration_id == Declaration.id)
        .where(Decision.round_id == round_id, Decision.is_selected)
        .order_by(Declaration.number)
    )
    return list(session.scalars(query))

"""Take a pair that must not meet out of the plan in force; the seat it leaves stays open until the plan is repaired."""

from sqlalchemy.orm import Session

from webapp.models import Conflict, Round
from webapp.queries import panels


def mark_gap(session: Session, found: Round, conflict: Conflict) -> bool:
    """Withdraw the assignment of the pair, if there is one; what was scored in it is kept but no longer counts."""
    assignment = panels.assignment_of_pair(session, found.id, conflict.declaration_id, conflict.expert_id)
    if assignment is None:
        return False
    assignment.is_withdrawn = True
    return True
